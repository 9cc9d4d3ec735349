import { act, render, screen, waitFor } from '@testing-library/react';
import { consentEvidence } from '@norce-kit/react';
import userEvent from '@testing-library/user-event';
import type { ReactElement } from 'react';
import { createPortal } from 'react-dom';
import { expect, onTestFinished, test, vi } from 'vitest';
import { setUpOrder } from '../../test/order.tsx';
import { noWords, recordWarnings } from '../../test/warnings.ts';
import { ConsentCheckbox } from '../components/consent-checkbox.tsx';
import { NewsletterConsent } from '../components/newsletter-consent.tsx';

// A warning appears once per page, so each test has a consent of its own.
let count = 0;
const unique = () => `ci_own_${++count}`;

/** Makes jsdom a browser that lays elements out, and puts a box into a shadow root, which is checked on its own. */
async function showLaidOut(element: ReactElement, css = '') {
  vi.useFakeTimers();
  const width = vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(20);
  onTestFinished(() => {
    vi.useRealTimers();
    width.mockRestore();
  });
  const root = document.body.appendChild(document.createElement('div')).attachShadow({ mode: 'open' });
  const target = root.appendChild(document.createElement('div'));
  root.appendChild(document.createElement('style')).textContent = css;
  const { page } = setUpOrder();
  const view = render(page(createPortal(element, target)));
  await act(() => vi.advanceTimersByTimeAsync(10_000));
  view.unmount();
}

test('boxes that the shop styles cause no warning', async () => {
  for (const element of [
    <ConsentCheckbox key="class" consentId="ci_newsletter" className="box" />,
    <ConsentCheckbox key="parts" consentId="ci_newsletter" classNames={{ box: 'tick' }} />,
    <ConsentCheckbox key="style" consentId="ci_newsletter" style={{ margin: 4 }} />,
    <ConsentCheckbox
      key="render"
      consentId="ci_newsletter"
      render={({ box }) => <p className="p">{box}</p>}
    />,
  ]) {
    await showLaidOut(element);
  }
});

test('boxes in a document that lays nothing out cause no warning', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  setUpOrder().show(<ConsentCheckbox consentId="ci_newsletter" />);
  await act(() => vi.advanceTimersByTimeAsync(10_000));
});

test('warns once of boxes without styles', async () => {
  const { list } = recordWarnings();
  await showLaidOut(<ConsentCheckbox consentId="ci_newsletter" />);
  await showLaidOut(<ConsentCheckbox consentId="ci_newsletter" />);
  expect(list()).toEqual([expect.stringContaining("Import '@norce-kit/react/styles.css' once")]);
});

test('warns of props that a form library passes in vain, and React does not', async () => {
  const { list } = recordWarnings();
  const id = unique();
  const { show, queryClient, writes } = setUpOrder({}, { consents: [{ id }] });
  const props = { checked: true, defaultChecked: true, type: 'radio' } as object;
  show(<ConsentCheckbox consentId={id} label="News" {...props} />);
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  expect(list()).toEqual([
    `norce-kit: the box of "${id}" ignores the prop checked. The box shows the answer on the order.`,
    `norce-kit: the box of "${id}" ignores the prop defaultChecked. A pre-ticked box is no consent.`,
    `norce-kit: the box of "${id}" ignores the prop type. It is always a checkbox.`,
  ]);
  expect(screen.getByRole('checkbox')).toHaveProperty('checked', false);
  expect(writes()).toEqual([]);
});

test('warns of a box that shows the id of its consent, because there are no words', async () => {
  const { list } = recordWarnings();
  const id = unique();
  setUpOrder({}, { consents: [{ id, text: ' ' }] }).show(<ConsentCheckbox consentId={id} label="" />);
  await screen.findByRole('checkbox', { name: id });
  await waitFor(() => expect(list()).toEqual([`norce-kit: ${noWords(id)}`]));
});

test('warns of a newsletter that the shop requires', async () => {
  const { list } = recordWarnings();
  const id = unique();
  const { show, queryClient } = setUpOrder({}, { consents: [{ id }] });
  show(<NewsletterConsent consentId={id} {...({ required: true } as object)} />);
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  expect(list()).toEqual([expect.stringContaining(`the newsletter “${id}” ignores \`required\``)]);
  expect(screen.getByRole('checkbox')).toHaveProperty('required', false);
});

test('warns of a newsletter that the order requires', async () => {
  const { list } = recordWarnings();
  const id = unique();
  setUpOrder({}, { consents: [{ id, required: true }] }).show(<NewsletterConsent consentId={id} />);
  await waitFor(() =>
    expect(list()).toEqual([expect.stringContaining(`the order requires the newsletter “${id}”`)]),
  );
});

test('a tick in another tab is not taken for one of the shop', async () => {
  const id = unique();
  const order = setUpOrder({}, { consents: [{ id }] });
  order.show(<NewsletterConsent consentId={id} />);
  await waitFor(() => expect(order.queryClient.isFetching()).toBe(0));
  order.sandbox.orders.setChecked(order.orderId, id, true);
  await act(() => order.queryClient.invalidateQueries());
  await waitFor(() => expect(screen.getByRole('checkbox')).toHaveProperty('checked', true));
});

test('a tick of an earlier visit with another browser, of which the order has evidence, causes no warning', async () => {
  const id = unique();
  const order = setUpOrder({}, { consents: [{ id }] });
  const evidence = consentEvidence();
  const view = order.show(<NewsletterConsent consentId={id} />, { evidence });
  await userEvent.click(screen.getByRole('checkbox'));
  const kept = () => order.sandbox.orders.get(order.orderId)?.attributes[`consent-evidence-${id}`];
  await waitFor(() => expect(kept()).toHaveLength(1));
  view.unmount();
  localStorage.clear();
  order.queryClient.clear();
  order.show(<NewsletterConsent consentId={id} />, { client: { ...order.client } });
  await waitFor(() => expect(screen.getByRole('checkbox')).toHaveProperty('checked', true));
  await waitFor(() => expect(order.queryClient.isFetching()).toBe(0));
});
