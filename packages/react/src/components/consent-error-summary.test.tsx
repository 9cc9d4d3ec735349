import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { setUpOrder } from '../../test/order.tsx';
import { useConsentGate } from '../hooks/use-consent-gate.ts';
import type { UseConsentGateOptions } from '../hooks/use-consent-gate.ts';
import type { Locale } from '../texts/messages.ts';
import { sv } from '../locales/sv.ts';
import { describeConformance } from '../../test/conformance.tsx';
import { ConsentCheckbox } from './consent-checkbox.tsx';
import { ConsentErrorSummary } from './consent-error-summary.tsx';
import { TermsConsent } from './terms-consent.tsx';

describeConformance((props) => <ConsentErrorSummary {...props} />, { hasBoxes: false });

const required = (...ids: readonly string[]) => ({
  consents: ids.map((id) => ({ id, text: `Order's ${id}`, required: true })),
});
const summary = () => document.querySelector('.nk-error-summary') as HTMLElement;
const goOn = () => userEvent.click(screen.getByRole('button', { name: 'Go on' }));
const links = () =>
  within(summary())
    .queryAllByRole('link')
    .map((link) => link.textContent);

interface GoOnProps extends Pick<UseConsentGateOptions, 'require' | 'optional'> {
  onReady?: () => void;
}

function GoOn({ onReady = () => undefined, ...rules }: GoOnProps) {
  const { getSubmitProps } = useConsentGate(rules);
  return (
    <button type="button" {...getSubmitProps({ onReady })}>
      Go on
    </button>
  );
}

const page = (ids: readonly string[]) => (
  <>
    <ConsentErrorSummary />
    {ids.map((id) => (
      <ConsentCheckbox key={id} consentId={id} label={`Label ${id}`} />
    ))}
    <GoOn />
  </>
);

test('is empty and takes no focus before an attempt is refused', async () => {
  const { show, queryClient } = setUpOrder({}, required('a'));
  show(page(['a']));
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  expect([summary().hidden, summary().textContent]).toEqual([true, '']);
  expect(document.activeElement).toBe(document.body);
});

test('AX9: takes the focus when an attempt is refused, lists the blockers by their visible labels, and links to them', async () => {
  const { show } = setUpOrder({}, required('a', 'b'));
  show(page(['a', 'b']));
  await screen.findByRole('checkbox', { name: 'Label a' });
  await goOn();
  await waitFor(() => expect(document.activeElement).toBe(summary()));
  expect(screen.getByRole('heading', { level: 2 }).textContent).toBe(
    'There are 2 things to do before you can go on',
  );
  expect(links()).toEqual(['Tick “Label a”.', 'Tick “Label b”.']);
  const box = screen.getByRole('checkbox', { name: 'Label b' });
  const link = screen.getByRole('link', { name: /Label b/ });
  expect(link.getAttribute('href')).toBe(`#${encodeURIComponent(box.id)}`);
  await userEvent.click(link);
  expect(document.activeElement).toBe(box);
});

test('takes the focus when a gate with other rules refuses, lists its blockers, and goes with the last', async () => {
  const { show, queryClient } = setUpOrder({}, { consents: [{ id: 'a' }, { id: 'b' }] });
  const own = ['a', 'b'].map((id) => <ConsentCheckbox key={id} consentId={id} label={`Label ${id}`} />);
  show(
    <>
      <ConsentErrorSummary />
      {own}
      <GoOn require={['a', 'b']} />
    </>,
  );
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  await goOn();
  await waitFor(() => expect(document.activeElement).toBe(summary()));
  expect(links()).toEqual(['Tick “Label a”.', 'Tick “Label b”.']);
  await userEvent.click(screen.getByRole('checkbox', { name: /Label a/ }));
  await screen.findByText('Saved');
  expect(summary().hidden).toBe(false);
  await userEvent.click(screen.getByRole('checkbox', { name: /Label b/ }));
  await waitFor(() => expect(summary().hidden).toBe(true));
});

test('follows the rules of its gate, also when they change', async () => {
  const { show, page: render, queryClient } = setUpOrder({}, { consents: [{ id: 'a', text: 'A' }] });
  const withRules = (require: readonly string[]) => (
    <>
      <ConsentErrorSummary />
      <ConsentCheckbox consentId="a" />
      <GoOn require={require} />
    </>
  );
  const { rerender } = show(withRules(['a']));
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  await goOn();
  await waitFor(() => expect(links()).toEqual(['Tick “A”.']));
  rerender(render(withRules([])));
  await waitFor(() => expect(summary().hidden).toBe(true));
});

test('goes on without an answer where its gate does, whatever its own rules', async () => {
  const { show, sandbox, queryClient } = setUpOrder({}, { consents: [{ id: 'a', text: 'A' }] });
  sandbox.faults.add({ kind: 'status', status: 403, operation: 'patchConsent' });
  show(
    <>
      <ConsentErrorSummary optional="block" />
      <ConsentCheckbox consentId="a" />
      <GoOn />
    </>,
  );
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  await userEvent.click(screen.getByRole('checkbox'));
  await goOn();
  await userEvent.click(await screen.findByRole('button', { name: 'Go on without it: A' }));
  await waitFor(() => expect(summary().hidden).toBe(true));
});

test('takes the focus again each time, and also when only its words are the same', async () => {
  const { show } = setUpOrder({}, required('a'));
  show(page(['a']));
  await screen.findByRole('checkbox', { name: /Label a/ });
  await goOn();
  await waitFor(() => expect(document.activeElement).toBe(summary()));
  act(() => screen.getByRole('checkbox').focus());
  await goOn();
  await waitFor(() => expect(document.activeElement).toBe(summary()));
});

test('stays as it was while the shopper fixes one thing after the other, and goes with the last', async () => {
  const { show } = setUpOrder({}, required('a', 'b'));
  show(page(['a', 'b']));
  await screen.findByRole('checkbox', { name: 'Label a' });
  await goOn();
  await waitFor(() => expect(links()).toHaveLength(2));
  const said: unknown[] = [];
  new MutationObserver((changes) =>
    said.push(...changes.flatMap(({ addedNodes }) => [...addedNodes])),
  ).observe(summary(), { childList: true, subtree: true, characterData: true });
  await userEvent.click(screen.getByRole('checkbox', { name: /Label a/ }));
  await screen.findByText('Saved');
  expect(links()).toHaveLength(2);
  await userEvent.click(screen.getByRole('checkbox', { name: /Label b/ }));
  await waitFor(() => expect(summary().hidden).toBe(true));
  expect(said).toEqual([]);
  expect(document.activeElement).toBe(screen.getByRole('checkbox', { name: /Label b/ }));
});

test('returns the focus to the button of the attempt when it goes while it has the focus', async () => {
  const { show } = setUpOrder({}, required('a'));
  show(page(['a']));
  const box = await screen.findByRole('checkbox', { name: 'Label a' });
  for (const target of [summary, () => screen.getByRole('link', { name: /Label a/ })]) {
    await goOn();
    await waitFor(() => expect(document.activeElement).toBe(summary()));
    act(() => target().focus());
    // Unlike a click of the shopper, this does not move the focus to the box.
    fireEvent.click(box);
    await waitFor(() => expect(summary().hidden).toBe(true));
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Go on' }));
    fireEvent.click(box);
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Go on' }).dataset['state']).toBe('blocked'),
    );
  }
});

test('a missing tick that was made without a connection is listed as not yet saved, and no focus moves', async () => {
  const { show, sandbox } = setUpOrder({}, required('a'));
  show(page(['a']));
  const box = await screen.findByRole('checkbox', { name: 'Label a' });
  await goOn();
  await waitFor(() => expect(links()).toEqual(['Tick “Label a”.']));
  const mend = sandbox.faults.add({ kind: 'drop' });
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
  await userEvent.click(box);
  await screen.findByText(/Waiting for a connection/);
  await waitFor(() => expect(links()).toEqual(['Your answer to “Label a” is still being saved.']));
  expect(document.activeElement).toBe(box);
  await userEvent.click(box);
  await waitFor(() => expect(links()).toEqual(['Tick “Label a”.']));
  await userEvent.click(box);
  mend();
  vi.restoreAllMocks();
  act(() => void window.dispatchEvent(new Event('online')));
  await waitFor(() => expect(summary().hidden).toBe(true));
  expect(document.activeElement).toBe(box);
});

test('a missing tick of unknown outcome is listed as such', async () => {
  const { show, sandbox } = setUpOrder({}, required('a'));
  show(page(['a']));
  const box = await screen.findByRole('checkbox', { name: 'Label a' });
  await goOn();
  await waitFor(() => expect(links()).toEqual(['Tick “Label a”.']));
  sandbox.faults.add({ kind: 'status', status: 503 });
  await userEvent.click(box);
  await waitFor(() =>
    expect(links()).toEqual(['We could not find out whether your answer to “Label a” was saved.']),
  );
  expect(box).toHaveProperty('checked', true);
});

test('NV5: an answer that could not be saved is a blocker, and is listed', async () => {
  const { sandbox, show } = setUpOrder({}, { consents: [{ id: 'a', text: 'A' }] });
  sandbox.faults.add({ kind: 'status', status: 403, operation: 'patchConsent' });
  show(page(['a']));
  await userEvent.click(await screen.findByRole('checkbox', { name: 'Label a' }));
  await screen.findByRole('button', { name: /Try again/ });
  await goOn();
  await waitFor(() => expect(links()).toEqual(['Your answer to “Label a” is not saved.']));
  expect(document.activeElement).toBe(summary());
});

test('SE9: an order that cannot be read is a reason too, and an attempt after it is readable goes on', async () => {
  const { sandbox, show, queryClient } = setUpOrder({}, { consents: [{ id: 'a', text: 'A' }] });
  const mend = sandbox.faults.add({ kind: 'status', status: 403, operation: 'getOrder' });
  const onReady = vi.fn();
  show(
    <>
      <ConsentErrorSummary />
      <GoOn onReady={onReady} />
    </>,
  );
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  await goOn();
  await waitFor(() => expect(document.activeElement).toBe(summary()));
  expect(screen.getByRole('listitem').textContent).toBe('We could not load your order. Please try again.');
  mend();
  await goOn();
  await waitFor(() => expect(onReady).toHaveBeenCalledTimes(1));
  expect(summary().hidden).toBe(true);
});

test("a consent without a box is listed with the order's text, without a link", async () => {
  const { show } = setUpOrder({}, required('a'));
  show(page([]));
  await act(async () => Promise.resolve());
  await goOn();
  await waitFor(() => expect(summary().textContent).toContain("Tick “Order's a”."));
  expect(links()).toEqual([]);
});

test('a box of ready words is named by those, not by the wording of the order', async () => {
  const { show } = setUpOrder({}, required('a'));
  show(
    <>
      <ConsentErrorSummary headingLevel={3} />
      <TermsConsent consentId="a" termsUrl="/terms" />
      <GoOn />
    </>,
  );
  await screen.findByText('(required)');
  await goOn();
  await waitFor(() => expect(links()).toEqual(['Tick “I accept the terms of purchase”.']));
  expect(screen.getByRole('heading', { level: 3 })).toBeDefined();
});

test('lists the blockers in document order, those without a box last', async () => {
  const { show } = setUpOrder({}, required('a', 'b', 'c'));
  show(page(['c', 'b']));
  await screen.findByRole('checkbox', { name: 'Label c' });
  await goOn();
  await waitFor(() =>
    expect(
      within(summary())
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual(['Tick “Label c”.', 'Tick “Label b”.', "Tick “Order's a”."]),
  );
});

test('LG4: title, items and label have a lang each when a shop replaces one of them', async () => {
  const { show } = setUpOrder({}, required('a'));
  show(
    <>
      <ConsentErrorSummary />
      <ConsentCheckbox consentId="a" label="Ehdot" lang="fi" />
      <GoOn />
    </>,
    { locale: sv, messages: { summaryTitle: { other: 'Not yet' } } },
  );
  await screen.findByRole('checkbox', { name: /Ehdot/ });
  await goOn();
  const title = await screen.findByRole('heading', { name: 'Not yet' });
  expect(title.closest('[lang]')).toBeNull();
  const words = within(summary()).getByText('Ehdot');
  expect(words.lang).toBe('fi');
  expect(words.parentElement?.closest<HTMLElement>('[lang]')?.lang).toBe('sv');
});

test('a text that names the label twice is shown whole', async () => {
  const summaryMissing = 'Tick “{label}”. Without “{label}” there is no order.';
  const { show } = setUpOrder({}, required('a'));
  show(page(['a']), { messages: { summaryMissing } });
  await screen.findByRole('checkbox', { name: 'Label a' });
  await goOn();
  expect(links()).toEqual(['Tick “Label a”. Without “Label a” there is no order.']);
});

test('without a summary the first blocker takes the focus', async () => {
  const { show } = setUpOrder({}, required('a'));
  show(
    <>
      <ConsentCheckbox consentId="a" label="A" />
      <GoOn />
    </>,
  );
  await screen.findByRole('checkbox', { name: 'A' });
  await goOn();
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('checkbox')));
});

test('a summary that mounts after a refused attempt takes no focus', async () => {
  const order = setUpOrder({}, required('a'));
  const boxes = (
    <>
      <ConsentCheckbox key="box" consentId="a" label="A" />
      <GoOn />
    </>
  );
  const view = render(order.page(boxes));
  await screen.findByRole('checkbox', { name: 'A' });
  await goOn();
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('checkbox')));
  view.rerender(
    order.page(
      <>
        {boxes}
        <ConsentErrorSummary />
      </>,
    ),
  );
  expect(document.activeElement).not.toBe(summary());
  expect(summary().hidden).toBe(true);
});

test('another order starts without a summary, and the focus stays', async () => {
  const order = setUpOrder({}, required('a'));
  const next = order.sandbox.orders.create(required('a', 'b'));
  const initialOrder = await order.client.getOrder(order.orderId);
  const view = render(order.page(page(['a']), { initialOrder }));
  await goOn();
  await waitFor(() => expect(document.activeElement).toBe(summary()));
  act(() => screen.getByRole('checkbox').focus());
  view.rerender(order.page(page(['a']), { orderId: next.id, initialOrder: next }));
  expect([summary().hidden, document.activeElement]).toEqual([true, screen.getByRole('checkbox')]);
  await goOn();
  await waitFor(() => expect(document.activeElement).toBe(summary()));
  expect(summary().textContent).toContain('2 things');
});

const forms = { one: '{count} sak', few: '{count} saker (få)', other: '{count} saker' };

for (const [tag, count, title] of [
  ['en', 1, '1 sak'],
  ['en', 3, '3 saker'],
  ['pl', 3, '3 saker (få)'],
  ['ar-EG', 1, '١ saker'],
  ['ja', 1, '1 saker'],
] as const) {
  test(`LG5: ${count} in ${tag} takes the form and the digits of the language`, async () => {
    const ids = ['a', 'b', 'c'].slice(0, count);
    const { one, ...others } = forms;
    const summaryTitle = tag === 'ar-EG' ? others : { one, ...others };
    const locale: Locale = { ...sv, tag, messages: { ...sv.messages, summaryTitle } };
    const order = setUpOrder({}, required(...ids));
    const initialOrder = await order.client.getOrder(order.orderId);
    order.show(page(ids), { initialOrder, locale });
    fireEvent.click(screen.getByRole('button', { name: 'Go on' }));
    await waitFor(() => expect(screen.getByRole('heading').textContent).toBe(title));
  });
}
