import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { expect, test } from 'vitest';
import { setUpOrder } from '../../test/order.tsx';
import { useConsentGate } from '../hooks/use-consent-gate.ts';
import { ConsentCheckbox } from './consent-checkbox.tsx';
import { ConsentErrorSummary } from './consent-error-summary.tsx';
import { ConsentGroup } from './consent-group.tsx';
import { NewsletterConsent } from './newsletter-consent.tsx';
import { TermsConsent } from './terms-consent.tsx';

/** Translates a page as Google Translate does: replaces each text node by two nested elements. */
function translate(): void {
  // oxlint-disable-next-line typescript/no-deprecated -- translators use the element that HTML gave up
  const createFont = () => document.createElement('font');
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode() !== null) texts.push(walker.currentNode as Text);
  for (const text of texts) {
    if (text.data.trim() === '' || text.parentElement?.closest('font') !== null) continue;
    const outer = createFont();
    const inner = createFont();
    inner.textContent = `«${text.data}»`;
    outer.append(inner);
    text.replaceWith(outer);
  }
}

/** A page that is translated again after each change, as translators do. */
function keepTranslated(): () => void {
  translate();
  const observer = new MutationObserver(translate);
  observer.observe(document.body, { childList: true, subtree: true, characterData: true });
  return () => observer.disconnect();
}

function Checkout() {
  const { getSubmitProps } = useConsentGate();
  return (
    <>
      <ConsentErrorSummary />
      <ConsentGroup
        renderConsent={({ id }) =>
          id === 'ci_terms' ? (
            <TermsConsent consentId={id} termsUrl="/terms" />
          ) : (
            <NewsletterConsent consentId={id} />
          )
        }
      />
      <ConsentGroup />
      <button type="button" {...getSubmitProps()}>
        <span>Go on</span>
      </button>
    </>
  );
}

test('a translated page reaches every state without an error, and stays translated', async () => {
  const { sandbox, orderId, show, holds, queryClient } = setUpOrder({ latency: 20 });
  const mend = sandbox.faults.add({ kind: 'status', status: 403, operation: 'patchConsent' });
  show(<Checkout />);
  await waitFor(() => expect(screen.getAllByRole('checkbox')).toHaveLength(4));
  const stop = keepTranslated();
  const refresh = () => act(() => queryClient.invalidateQueries());
  const [news] = screen.getAllByRole('checkbox');
  if (news === undefined) throw new Error('There is no box.');

  await userEvent.click(news);
  await waitFor(() => expect(screen.getAllByRole('button', { name: /Try again/ })).not.toHaveLength(0));
  mend();
  await userEvent.click(screen.getAllByRole('button', { name: /Try again/ })[0] as HTMLElement);
  await waitFor(() => expect(document.body.textContent).toContain('«Saved»'));
  expect(holds('ci_newsletter')).toBe(true);

  await userEvent.click(screen.getByRole('button', { name: /Go on/ }));
  await waitFor(() => expect(document.body.textContent).toContain('«There is 1 thing to do'));
  sandbox.orders.setChecked(orderId, 'ci_terms', true);
  await refresh();
  await waitFor(() => expect(document.body.textContent).toContain('«Changed elsewhere.'));
  expect(document.body.textContent).not.toContain('There is 1 thing');

  sandbox.orders.update(orderId, { consents: [{ id: 'ci_newsletter', text: 'Quite another wording' }] });
  await refresh();
  await waitFor(() => expect(document.body.textContent).toContain('«Quite another wording»'));
  expect(document.body.textContent).not.toContain('nyhetsbrev');
  stop();
});

test('a blocker shows its new reason on a translated page', async () => {
  const { sandbox, show } = setUpOrder();
  show(<Checkout />);
  await waitFor(() => expect(screen.getAllByRole('checkbox')).toHaveLength(4));
  const stop = keepTranslated();
  const goOn = () => userEvent.click(screen.getByRole('button', { name: /Go on/ }));
  await goOn();
  await waitFor(() => expect(screen.getByRole('group', { name: /thing/ }).textContent).toContain('«Tick “'));
  sandbox.faults.add({ kind: 'status', status: 403, operation: 'patchConsent' });
  await userEvent.click(screen.getByRole('checkbox', { name: /accept/ }));
  await waitFor(() => expect(screen.getAllByRole('button', { name: /Try again/ })).not.toHaveLength(0));
  await goOn();
  await waitFor(() =>
    expect(screen.getByRole('group', { name: /thing/ }).textContent).toContain('«Your answer to “'),
  );
  expect(screen.getByRole('group', { name: /thing/ }).textContent).not.toContain('Tick');
  stop();
});

test('a label with markup in it that gets other words on a translated page shows those', () => {
  const { page } = setUpOrder();
  const box = (label: ReactNode) => page(<ConsentCheckbox consentId="ci_newsletter" label={label} />);
  const words = () => screen.getByRole<HTMLInputElement>('checkbox').labels?.[0]?.textContent.trim();
  const view = render(
    box(
      <>
        one <b>two</b>
      </>,
    ),
  );
  translate();
  view.rerender(
    box(
      <>
        three <b>four</b>
      </>,
    ),
  );
  expect(words()).toBe('three four');
  translate();
  view.rerender(box(<b>five</b>));
  expect(words()).toBe('five');
});
