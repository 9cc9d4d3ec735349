import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import type { ReactElement } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { arrive, hydrate, onServer } from '../../test/hydration.tsx';
import { setUpOrder } from '../../test/order.tsx';
import { useConsentGate } from '../hooks/use-consent-gate.ts';
import { ConsentCheckbox } from './consent-checkbox.tsx';
import { ConsentErrorSummary } from './consent-error-summary.tsx';
import { ConsentGroup } from './consent-group.tsx';

/** Two pages as two renders of a server without `identifierPrefix` write them: `useId` gives both the same ids. */
async function arriveTwice(first: ReactElement, second: ReactElement) {
  const containers = [first, second] as const;
  const html = await onServer(() => containers.map((element) => renderToString(element)));
  return [arrive(html[0] ?? ''), arrive(html[1] ?? '')] as const;
}

const boxOf = (container: HTMLElement) => within(container).getByRole<HTMLInputElement>('checkbox');

function GoOn() {
  const { getSubmitProps } = useConsentGate();
  return <button {...getSubmitProps()}>Go on</button>;
}

function setUpTwoPages() {
  const order = setUpOrder();
  const initialOrder = order.sandbox.orders.get(order.orderId);
  if (initialOrder === undefined) throw new Error('There is no order.');
  return { ...order, page: (element: ReactElement) => order.page(element, { initialOrder }) };
}

test('labels and descriptions belong to their own boxes where two roots have the same ids', async () => {
  const { page, holds, values, queryClient } = setUpTwoPages();
  const terms = page(<ConsentCheckbox consentId="ci_terms" label="Terms" description="Read them" />);
  const news = page(<ConsentCheckbox consentId="ci_newsletter" label="News" description="By email" />);
  const [first, second] = await arriveTwice(terms, news);
  const expectOwnNames = () => {
    expect(boxOf(first)).toHaveProperty('labels.0.textContent', 'Terms (required)');
    expect(boxOf(second)).toHaveProperty('labels.0.textContent', 'News');
    expect(screen.getByRole('checkbox', { name: 'News', description: /By email/ })).toBe(boxOf(second));
    expect(screen.getByRole('checkbox', { name: /Terms/, description: /Read them/ })).toBe(boxOf(first));
  };
  expectOwnNames();
  // Before hydration, a click on the label ticks its own box.
  fireEvent.click(within(second).getByText('News'));
  expect([boxOf(first).checked, boxOf(second).checked]).toEqual([false, true]);
  for (const [container, element] of [
    [first, terms],
    [second, news],
  ] as const) {
    expect((await hydrate(container, element)).errors).toEqual([]);
  }
  await waitFor(() => expect(holds('ci_newsletter')).toBe(true));
  fireEvent.click(within(second).getByText('News'));
  await waitFor(() => expect(holds('ci_newsletter')).toBe(false));
  await waitFor(() => expect(queryClient.isFetching() + queryClient.isMutating()).toBe(0));
  expectOwnNames();
  expect(values('ci_terms')).toEqual([]);
});

test('two boxes of one consent get ids of their own when they hydrate', async () => {
  const { page } = setUpTwoPages();
  const one = page(<ConsentCheckbox consentId="ci_newsletter" label="News" description="One" />);
  const two = page(<ConsentCheckbox consentId="ci_newsletter" label="News" description="Two" />);
  const [first, second] = await arriveTwice(one, two);
  const errors = [...(await hydrate(first, one)).errors, ...(await hydrate(second, two)).errors];
  expect(errors).toEqual([]);
  const [a, b] = [boxOf(first), boxOf(second)];
  expect(a.id).not.toBe(b.id);
  expect(screen.getByRole('checkbox', { description: /One/ })).toBe(a);
  expect(screen.getByRole('checkbox', { description: /Two/ })).toBe(b);
  expect([a.labels?.[0]?.htmlFor, b.labels?.[0]?.htmlFor]).toEqual([a.id, b.id]);
  expect(b.labels).toHaveLength(1);
});

test('two groups of one order are described by their own texts', async () => {
  const { page } = setUpTwoPages();
  const one = page(<ConsentGroup description="Needed" filter={({ required }) => required} />);
  const two = page(<ConsentGroup description="Optional" filter={({ required }) => !required} />);
  const [first, second] = await arriveTwice(one, two);
  expect((await hydrate(first, one)).errors).toEqual([]);
  expect((await hydrate(second, two)).errors).toEqual([]);
  expect(within(first).getByRole('group', { description: 'Needed' })).toBeDefined();
  expect(within(second).getByRole('group', { description: 'Optional' })).toBeDefined();
});

test('ids are one word, and differ for consents that differ in white space and signs only', () => {
  const consents = ['a b', 'a_b', 'a+b', 'a"b'].map((id) => ({
    id,
    text: id,
    checked: false,
    required: false,
  }));
  const { show, sandbox, orderId } = setUpOrder({}, { consents });
  const initialOrder = sandbox.orders.get(orderId);
  show(<ConsentGroup />, initialOrder && { initialOrder });
  const boxes = screen.getAllByRole<HTMLInputElement>('checkbox');
  expect(boxes).toHaveLength(4);
  expect(new Set(boxes.map(({ id }) => id)).size).toBe(4);
  for (const { id, labels } of boxes) {
    expect(id).not.toMatch(/\s|"/);
    expect(labels).toHaveLength(1);
  }
});

test('a link of the summary leads to the box of its own page', async () => {
  const { page } = setUpTwoPages();
  const withTerms = page(
    <>
      <ConsentErrorSummary />
      <ConsentCheckbox consentId="ci_terms" label="Terms" />
      <GoOn />
    </>,
  );
  const [first, second] = await arriveTwice(withTerms, withTerms);
  await hydrate(first, withTerms);
  await hydrate(second, withTerms);
  act(() => within(second).getByRole('button', { name: 'Go on' }).click());
  const link = await within(second).findByRole('link');
  expect(decodeURIComponent(link.getAttribute('href') ?? '')).toBe(`#${boxOf(second).id}`);
  act(() => link.click());
  expect(document.activeElement).toBe(boxOf(second));
});
