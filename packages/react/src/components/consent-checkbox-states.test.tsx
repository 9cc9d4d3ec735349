import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { holdWrites, pass, setUpOrder } from '../../test/order.tsx';
import { expectWarnings, unknownOrder } from '../../test/warnings.ts';
import { useConsentGate } from '../hooks/use-consent-gate.ts';
import { ConsentCheckbox } from './consent-checkbox.tsx';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const patch = { operation: 'patchConsent' } as const;
const box = () => screen.getByRole<HTMLInputElement>('checkbox');
const root = () => document.querySelector('.nk-consent') as HTMLElement;
const status = () => screen.getByRole('status').textContent;
const says = (words: string) => waitFor(() => expect(status()).toBe(words));
const retryButton = () => screen.getByRole('button', { name: /Try again/ });
const news = <ConsentCheckbox consentId="ci_newsletter" label="News" />;

/**
 * Texts that a screen reader announces from the live region, from this call on. Without a fake clock "Saving …" is left out: a
 * busy machine may need the 400 ms after which it appears.
 */
function listen(): string[] {
  const said: string[] = [];
  const region = screen.getByRole('status');
  const isIgnored = (text: string) => !vi.isFakeTimers() && text.endsWith('Saving …');
  new MutationObserver((changes) => {
    const { textContent } = region;
    const isNew = changes.some(({ addedNodes }) => addedNodes.length > 0);
    if (isNew && !isIgnored(textContent)) said.push(textContent);
  }).observe(region, { childList: true, subtree: true, characterData: true });
  return said;
}

function GoOn() {
  const { getSubmitProps } = useConsentGate();
  return (
    <button type="button" {...getSubmitProps()}>
      Go on
    </button>
  );
}

test('AX6: announces "Saving" after 400 ms and not before, "Saved" once, and nothing on a re-render', async () => {
  vi.useFakeTimers();
  const order = setUpOrder({ latency: 1_000 });
  const view = render(order.page(news));
  await pass(2_000);
  const said = listen();
  act(() => box().focus());
  fireEvent.click(box());
  await pass(390);
  expect([status(), root().dataset['saveState'], root().dataset['state']]).toEqual(['', 'idle', 'checked']);
  await pass(20);
  expect([status(), root().dataset['saveState']]).toEqual(['Saving …', 'saving']);
  await pass(1_000);
  expect([status(), root().dataset['saveState']]).toEqual(['Saved', 'saved']);
  view.rerender(order.page(<ConsentCheckbox consentId="ci_newsletter" label="News" title="again" />));
  await pass(1_000);
  expect(said).toEqual(['Saving …', 'Saved']);
});

test('AX6: announces a failure once, and once more when it fails again', async () => {
  const { sandbox, show } = setUpOrder();
  sandbox.faults.add({ kind: 'status', status: 403, ...patch });
  show(news);
  const said = listen();
  await userEvent.click(box());
  await says('Not saved. The box is still unticked.');
  await userEvent.click(retryButton());
  await says('Not saved. The box is still unticked.');
  expect(said).toEqual(Array(2).fill('Not saved. The box is still unticked.'));
});

test('AX6: a message that appears while the focus is elsewhere names its box', async () => {
  const { options, release } = holdWrites();
  const { sandbox, show } = setUpOrder({}, {}, options);
  sandbox.faults.add({ kind: 'status', status: 403, ...patch });
  show(
    <>
      <ConsentCheckbox consentId="ci_newsletter" label="I am 18 or older." />
      <input aria-label="Note" />
    </>,
  );
  const said = listen();
  await userEvent.click(box());
  await userEvent.tab();
  release();
  await says('I am 18 or older: Not saved. The box is still unticked.');
  expect(said).toEqual(['I am 18 or older: Not saved. The box is still unticked.']);
  // Read with the box, it needs no name.
  expect(screen.getByRole('checkbox', { description: 'Not saved. The box is still unticked.' })).toBe(box());
  await userEvent.tab({ shift: true });
  await userEvent.tab({ shift: true });
  expect([document.activeElement, said]).toEqual([box(), [said[0]]]);
});

test("a shop's own message that names the box is not preceded by its name", async () => {
  const { sandbox, show } = setUpOrder();
  sandbox.faults.add({ kind: 'status', status: 403, ...patch });
  show(news, { messages: { notSavedUnticked: '“{label}” was not saved' } });
  fireEvent.click(box());
  await says('“News” was not saved');
});

test('AX6: "Saved" is announced, and is not read with the box from then on', async () => {
  const { show } = setUpOrder();
  show(<ConsentCheckbox consentId="ci_newsletter" label="News" description="Once a month." />);
  await userEvent.click(box());
  await says('Saved');
  expect(screen.getByRole('checkbox', { description: /^Once a month\.\s*$/ })).toBe(box());
});

test('AX8: a tick that is taken back after a refused attempt is announced as saved, and is an error again', async () => {
  const { show } = setUpOrder();
  show(
    <>
      <ConsentCheckbox consentId="ci_terms" label="Terms" />
      <GoOn />
    </>,
  );
  await screen.findByText('(required)');
  await userEvent.click(screen.getByRole('button', { name: 'Go on' }));
  await screen.findByText('Tick this box to go on.');
  const said = listen();
  await userEvent.click(box());
  await says('Saved');
  await userEvent.click(box());
  await waitFor(() => expect(said).toEqual(['Saved', 'Saved']));
  expect(screen.getByRole('checkbox', { description: /^Tick this box to go on\.\s*$/ })).toBe(box());
});

test('AX7: another try that succeeds leaves the focus at the box, not at the top of the page', async () => {
  const { sandbox, show } = setUpOrder();
  const mend = sandbox.faults.add({ kind: 'status', status: 403, ...patch });
  show(news);
  await userEvent.click(box());
  await waitFor(retryButton);
  await userEvent.tab();
  expect(document.activeElement).toBe(retryButton());
  mend();
  await userEvent.keyboard('{Enter}');
  await says('Saved');
  expect(document.activeElement).toBe(box());
});

test('shows that the order could not be read, and reads it on retry', async () => {
  const { sandbox, show } = setUpOrder({}, { consents: [{ id: 'ci_newsletter', checked: true }] });
  const mend = sandbox.faults.add({ kind: 'status', status: 403, operation: 'getOrder' });
  show(news);
  const said = listen();
  await says('News: We could not load your present answer, so this box may differ from it.');
  expect([box().checked, root().dataset['unreadable']]).toEqual([false, '']);
  await userEvent.click(retryButton());
  await says('We could not load your present answer, so this box may differ from it.');
  mend();
  await userEvent.click(retryButton());
  await waitFor(() => expect(box().checked).toBe(true));
  expect([screen.queryByRole('button'), root().dataset['unreadable']]).toEqual([null, undefined]);
  expect(said).toHaveLength(2);
});

for (const status of [401, 403, 404, 503]) {
  test(`a box of the server's HTML reports that the order cannot be read: ${status}`, async () => {
    const { sandbox, orderId, client, show, holds } = setUpOrder();
    if (status === 404) expectWarnings(unknownOrder(orderId));
    const initialOrder = await client.getOrder(orderId);
    sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
    const mend = sandbox.faults.add({ kind: 'status', status, operation: 'getOrder' });
    show(news, { initialOrder });
    await says('News: We could not load your present answer, so this box may differ from it.');
    expect([box().checked, root().dataset['unreadable']]).toEqual([false, '']);
    mend();
    await userEvent.click(retryButton());
    await waitFor(() => expect(box().checked).toBe(true));
    expect([root().dataset['unreadable'], holds('ci_newsletter')]).toEqual([undefined, true]);
  });
}

test('a read that fails for a while leaves the boxes of an earlier read alone', async () => {
  const { sandbox, orderId, queryClient, show } = setUpOrder();
  show(news);
  await waitFor(() => expect(queryClient.getQueryState(['norce', 'order', orderId])?.status).toBe('success'));
  sandbox.faults.add({ kind: 'status', status: 503, operation: 'getOrder' });
  await act(() => queryClient.invalidateQueries());
  expect(queryClient.getQueryState(['norce', 'order', orderId])?.status).toBe('error');
  expect([status(), root().dataset['unreadable']]).toEqual(['', undefined]);
});

test('a box whose order is refused after an earlier read reports it', async () => {
  const { sandbox, orderId, queryClient, show } = setUpOrder();
  show(news);
  await waitFor(() => expect(queryClient.getQueryState(['norce', 'order', orderId])?.status).toBe('success'));
  sandbox.faults.add({ kind: 'status', status: 403, operation: 'getOrder' });
  await act(() => queryClient.invalidateQueries());
  await says('News: We could not load your present answer, so this box may differ from it.');
});

test('a saved answer takes precedence over an order that cannot be read', async () => {
  const { sandbox, show, holds } = setUpOrder();
  sandbox.faults.add({ kind: 'status', status: 403, operation: 'getOrder' });
  show(news);
  await userEvent.click(box());
  await says('Saved');
  expect([box().checked, holds('ci_newsletter')]).toEqual([true, true]);
  expect(root().dataset['unreadable']).toBeUndefined();
});

test('AX3: a focus elsewhere stays when the retry button unmounts', async () => {
  const { sandbox, orderId, show, queryClient } = setUpOrder();
  sandbox.faults.add({ kind: 'status', status: 403, times: 1, ...patch });
  show(
    <>
      {news}
      <input aria-label="Note" />
    </>,
  );
  await userEvent.click(box());
  await waitFor(retryButton);
  await userEvent.click(screen.getByLabelText('Note'));
  sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
  await act(() => queryClient.invalidateQueries());
  await waitFor(() => expect(screen.queryByRole('button')).toBeNull());
  expect(document.activeElement).toBe(screen.getByLabelText('Note'));
});

test('AX7: an answer that could not be looked up is reported, and can be retried', async () => {
  const { sandbox, show, holds, queryClient } = setUpOrder();
  show(news);
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  const mend = sandbox.faults.add({ kind: 'drop' });
  await userEvent.click(box());
  await says('We could not find out whether your answer was saved.');
  expect(root().dataset['saveState']).toBe('unknown');
  mend();
  await userEvent.click(retryButton());
  await waitFor(() => expect(holds('ci_newsletter')).toBe(true));
});

test('NF11: an answer given offline is kept and shown as waiting', async () => {
  const { sandbox, show } = setUpOrder();
  show(news);
  sandbox.faults.add({ kind: 'drop', ...patch });
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
  await userEvent.click(box());
  await says('Waiting for a connection. Your answer is kept and saved as soon as there is one.');
  expect([box().checked, root().dataset['saveState']]).toEqual([true, 'waiting']);
});

test('AX8: a required box is marked in words, and is an error only after a refused attempt', async () => {
  const { show } = setUpOrder();
  show(
    <>
      <ConsentCheckbox consentId="ci_terms" label="Terms" />
      <GoOn />
    </>,
  );
  await screen.findByRole('checkbox', { name: 'Terms' });
  await screen.findByText('(required)');
  const said = listen();
  expect(box().getAttribute('aria-invalid')).toBe('false');
  expect([root().dataset['required'], root().dataset['invalid']]).toEqual(['', undefined]);
  await userEvent.click(screen.getByRole('button', { name: 'Go on' }));
  await screen.findByText('Tick this box to go on.');
  expect(box().getAttribute('aria-invalid')).toBe('true');
  expect(root().dataset['invalid']).toBe('');
  expect(screen.getByRole('checkbox', { description: /^Tick this box to go on\.\s*$/ })).toBe(box());
  // The focus is on the box, so its error is read with it.
  expect([document.activeElement, said]).toEqual([box(), []]);
  await userEvent.click(box());
  await says('Saved');
  expect(box().getAttribute('aria-invalid')).toBe('false');
  expect(screen.queryByText('Tick this box to go on.')).toBeNull();
});

test.each(['false', false] as const)(
  'AX8: a missing tick is an error although a form library passes aria-invalid %o',
  async (valid) => {
    const { show } = setUpOrder();
    show(
      <>
        <ConsentCheckbox consentId="ci_terms" label="Terms" aria-invalid={valid} />
        <GoOn />
      </>,
    );
    await screen.findByRole('checkbox', { name: 'Terms' });
    await userEvent.click(screen.getByRole('button', { name: 'Go on' }));
    await screen.findByText('Tick this box to go on.');
    expect(box().getAttribute('aria-invalid')).toBe('true');
  },
);

test('AX8: a box that only the page requires is marked and checked like one the order requires', async () => {
  function Checkout() {
    const { getSubmitProps } = useConsentGate({ require: ['ci_newsletter'] });
    return (
      <>
        <ConsentCheckbox consentId="ci_newsletter" label="Club rules" required />
        <button type="button" {...getSubmitProps()}>
          Go on
        </button>
      </>
    );
  }
  const { show } = setUpOrder();
  show(<Checkout />);
  await screen.findByText('(required)');
  await userEvent.click(screen.getByRole('button', { name: 'Go on' }));
  await screen.findByRole('checkbox', { name: 'Club rules', description: /^Tick this box to go on\.\s*$/ });
});

test.each(['button', 'submit'] as const)(
  'SE9: a %s button goes on only with the tick of a box that has the prop `required`',
  async (type) => {
    const onReady = vi.fn();
    function Pay() {
      const { getSubmitProps } = useConsentGate();
      return (
        <button {...getSubmitProps({ onReady })} type={type}>
          Pay
        </button>
      );
    }
    const { show, holds, queryClient } = setUpOrder({}, { consents: [{ id: 'ci_newsletter' }] });
    show(
      <form onSubmit={(event) => event.preventDefault()}>
        <ConsentCheckbox consentId="ci_newsletter" label="Club rules" required />
        <Pay />
      </form>,
    );
    const rules = await screen.findByRole('checkbox', { name: 'Club rules' });
    await waitFor(() => expect(queryClient.isFetching()).toBe(0));
    await userEvent.click(screen.getByRole('button'));
    await waitFor(() => expect(document.activeElement).toBe(rules));
    expect(onReady).not.toHaveBeenCalled();
    await userEvent.click(rules);
    await userEvent.click(screen.getByRole('button'));
    await waitFor(() => expect(onReady).toHaveBeenCalledTimes(1));
    expect(holds('ci_newsletter')).toBe(true);
  },
);

test('MT5: an order that was placed elsewhere shows its value with a note, and takes no further answer', async () => {
  const { sandbox, orderId, show, values, queryClient } = setUpOrder();
  show(news);
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  sandbox.orders.setStatus(orderId, 'completed');
  await userEvent.click(box());
  await says('The order has already been placed. The box stays unticked.');
  expect([box().checked, box().getAttribute('aria-readonly')]).toEqual([false, 'true']);
  expect(root().dataset['readOnly']).toBe('');
  expect(screen.queryByRole('button')).toBeNull();
  const tried = values('ci_newsletter').length;
  await userEvent.click(box());
  await userEvent.keyboard(' ');
  expect(values('ci_newsletter')).toHaveLength(tried);
  await waitFor(() => expect(box().checked).toBe(false));
  expect(document.activeElement).toBe(box());
});

test('MT5: a cancelled payment unlocks the box', async () => {
  const { sandbox, orderId, show, queryClient, holds } = setUpOrder();
  show(news);
  sandbox.orders.setStatus(orderId, 'processing');
  await userEvent.click(box());
  await says('The order has already been placed. The box stays unticked.');
  sandbox.orders.setStatus(orderId, 'checkout');
  await act(() => queryClient.invalidateQueries());
  await waitFor(() => expect(root().dataset['readOnly']).toBeUndefined());
  await userEvent.click(retryButton());
  await waitFor(() => expect(holds('ci_newsletter')).toBe(true));
});

test('SE5: a box without an answer, outside of a group, goes with its consent, and no other element gets the focus', async () => {
  const { sandbox, orderId, show, queryClient } = setUpOrder();
  show(
    <>
      {news}
      <ConsentCheckbox consentId="ci_terms" label="Terms" />
    </>,
  );
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  act(() => screen.getByRole('checkbox', { name: 'News' }).focus());
  sandbox.orders.update(orderId, { consents: [{ id: 'ci_terms' }] });
  await act(() => queryClient.invalidateQueries());
  await waitFor(() => expect(screen.getAllByRole('checkbox')).toHaveLength(1));
  expect([document.activeElement, status()]).toEqual([document.body, '']);
});

test('SE5: a consent that was removed meanwhile is reported, without a retry button', async () => {
  const { sandbox, orderId, show, values, queryClient } = setUpOrder();
  show(news);
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  sandbox.orders.update(orderId, { consents: [] });
  await userEvent.click(box());
  await says('This choice is no longer part of the order.');
  expect(screen.queryByRole('button')).toBeNull();
  expect(document.activeElement).toBe(box());
  expect(values('ci_newsletter')).toHaveLength(1);
});

for (const status of [400, 409, 412, 423]) {
  const row = status === 400 ? 'SE6' : 'SE7';
  test(`${row}: after a ${status} the box shows the order's value with our text, and nothing is sent again`, async () => {
    const { sandbox, show, values } = setUpOrder();
    const body = { code: 'consent-locked', message: 'Adapter said: secret detail' };
    sandbox.faults.add({ kind: 'status', status, body, ...patch });
    show(news);
    await userEvent.click(box());
    await says('Not saved. The box is still unticked.');
    expect(box().checked).toBe(false);
    expect(document.body.textContent).not.toContain('secret');
    expect(values('ci_newsletter')).toHaveLength(1);
  });
}

test('AX6: "Saved" is announced no second time after a late write of an earlier answer is corrected', async () => {
  vi.useFakeTimers();
  const order = setUpOrder({ unknowns: { lateWrites: 'accept' } });
  order.sandbox.faults.add({ kind: 'drop-then-apply', after: 3_000, times: 1, ...patch });
  order.show(news);
  await pass(100);
  const said = listen();
  act(() => box().focus());
  fireEvent.click(box());
  fireEvent.click(box());
  await pass(1_000);
  expect([status(), said]).toEqual(['Saved', ['Saved']]);
  await pass(30_000);
  expect(order.values('ci_newsletter')).toEqual([true, false, false]);
  expect([box().checked, root().dataset['saveState'], status()]).toEqual([false, 'saved', 'Saved']);
  expect(said).toEqual(['Saved']);
});

test('SE10: a change by another party shows, is announced once, and causes no write', async () => {
  const { sandbox, orderId, show, queryClient, writes } = setUpOrder();
  show(news);
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  const said = listen();
  sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
  await act(() => queryClient.invalidateQueries());
  await says('News: Changed elsewhere. The box is now ticked.');
  expect(box().checked).toBe(true);
  await act(() => queryClient.invalidateQueries());
  expect(said).toEqual(['News: Changed elsewhere. The box is now ticked.']);
  expect(writes()).toEqual([]);
  await userEvent.click(box());
  await says('Saved');
  expect(said).toEqual(['News: Changed elsewhere. The box is now ticked.', 'Saved']);
});

test('SE10: a change by another party is announced beside new words too, and stays when they change again', async () => {
  const { sandbox, orderId, show, page, queryClient } = setUpOrder(
    {},
    { consents: [{ id: 'ci_a', text: 'A' }] },
  );
  const { rerender } = show(<ConsentCheckbox consentId="ci_a" />);
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  sandbox.orders.update(orderId, { consents: [{ id: 'ci_a', text: 'New words', checked: true }] });
  await act(() => queryClient.invalidateQueries());
  await says('New words: Changed elsewhere. The box is now ticked.');
  rerender(page(<ConsentCheckbox consentId="ci_a" label="Own words" />));
  expect(status()).toBe('Own words: Changed elsewhere. The box is now ticked.');
});

test('the first value of the order is not announced as a change', async () => {
  const { sandbox, orderId, show } = setUpOrder();
  sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
  show(news);
  await waitFor(() => expect(box().checked).toBe(true));
  expect(status()).toBe('');
});

test('a box that gets another consent, or another order, does not take that for a change', async () => {
  const order = setUpOrder({}, { consents: [{ id: 'ci_a', checked: true }, { id: 'ci_b' }] });
  const other = order.sandbox.orders.create({ consents: [{ id: 'ci_b', checked: true }] });
  const own = await order.client.getOrder(order.orderId);
  const page = (consentId: string, { id: orderId } = own) =>
    order.page(<ConsentCheckbox consentId={consentId} label="News" />, {
      orderId: orderId ?? '',
      initialOrder: orderId === own.id ? own : other,
    });
  const view = render(page('ci_a'));
  view.rerender(page('ci_b'));
  expect([box().checked, status()]).toEqual([false, '']);
  view.rerender(page('ci_b', other));
  await waitFor(() => expect(box().checked).toBe(true));
  expect(status()).toBe('');
});

test('a read-only box can be focused and read, is marked, and takes no answer', async () => {
  const { show, writes } = setUpOrder();
  show(<ConsentCheckbox consentId="ci_newsletter" label="News" readOnly />);
  expect(status()).toBe('This cannot be changed here.');
  await userEvent.tab();
  expect(document.activeElement).toBe(box());
  await userEvent.keyboard(' ');
  await userEvent.click(screen.getByText('News'));
  await waitFor(() => expect(box().checked).toBe(false));
  expect(writes()).toEqual([]);
  expect(box().getAttribute('aria-readonly')).toBe('true');
});

test('RT1: two clicks end where they began, on the page and on the order', async () => {
  const { show, holds, values } = setUpOrder({ latency: 50 });
  show(news);
  await userEvent.dblClick(box());
  await waitFor(() => expect(values('ci_newsletter')).toEqual([true, false]));
  await waitFor(() => expect([box().checked, holds('ci_newsletter')]).toEqual([false, false]));
});

test('AX16: Space that is held down answers once', async () => {
  const { show, values, holds } = setUpOrder();
  show(news);
  await userEvent.tab();
  await userEvent.keyboard('{ >20/}');
  await waitFor(() => expect(holds('ci_newsletter')).toBe(true));
  expect(values('ci_newsletter')).toEqual([true]);
});

test('HC8: a wording as long as a book is shown whole, and repeated in a message only by its beginning', async () => {
  const text = 'word '.repeat(40_000).trim();
  const { sandbox, show } = setUpOrder({}, { consents: [{ id: 'ci_newsletter', text }] });
  sandbox.faults.add({ kind: 'status', status: 403, ...patch });
  const { container } = show(<ConsentCheckbox consentId="ci_newsletter" />);
  await waitFor(() => expect(container.querySelector('label')?.textContent.trim()).toBe(text));
  fireEvent.click(box());
  await waitFor(() =>
    expect(status()).toMatch(/^(word ){15}word…: Not saved\. The box is still unticked\.$/),
  );
});

test('a box that unmounts during a save still saves', async () => {
  const { page, holds } = setUpOrder({ latency: 30 });
  const view = render(page(news));
  await userEvent.click(box());
  view.rerender(page(null));
  await waitFor(() => expect(holds('ci_newsletter')).toBe(true));
});
