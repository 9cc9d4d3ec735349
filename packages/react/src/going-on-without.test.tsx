import { readDroppedAnswers, readEvidence } from '@norce-kit/core';
import {
  ConsentCheckbox,
  consentEvidence,
  ConsentErrorSummary,
  ConsentGroup,
  ConsentPreferences,
  NewsletterConsent,
  ObjectionConsent,
  OrderProvider,
  TermsConsent,
  useConsentGate,
  useOrderConsent,
  usePatchAttributes,
} from '@norce-kit/react';
import type { OrderEvent, UseConsentGateOptions, UseConsentGateResult } from '@norce-kit/react';
import type { OrderInput, SandboxOptions } from '@norce-kit/sandbox';
import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pass, setUpOrder } from '../test/order.tsx';
import { expectWarnings, twoClients } from '../test/warnings.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const label = 'News by email';
const news = <ConsentCheckbox consentId="ci_newsletter" label={label} />;
const newsAndSummary = (
  <>
    <ConsentErrorSummary />
    {news}
  </>
);
const optional: OrderInput = { consents: [{ id: 'ci_newsletter', text: label }] };
const ticked: OrderInput = { consents: [{ id: 'ci_newsletter', text: label, checked: true }] };

/** A page with the newsletter, an error summary and a gate. */
function setUp(input: OrderInput = optional, options: SandboxOptions = {}) {
  const order = setUpOrder(options, input);
  const onReady = vi.fn();
  const events: OrderEvent[] = [];
  const gates: UseConsentGateResult[] = [];
  function PlaceOrder(given: UseConsentGateOptions) {
    const gate = useConsentGate(given);
    gates.push(gate);
    return (
      <button type="button" {...gate.getSubmitProps({ onReady })}>
        Place order
      </button>
    );
  }
  const props = { evidence: consentEvidence(), onEvent: (event: OrderEvent) => void events.push(event) };
  const show = async (element: ReactElement, given: UseConsentGateOptions = {}) => {
    order.show(
      <>
        {element}
        <PlaceOrder {...given} />
      </>,
      props,
    );
    await pass(100);
  };
  const failWrites = () =>
    order.sandbox.faults.add({ kind: 'status', status: 403, operation: 'patchConsent' });
  const kept = () => order.sandbox.orders.get(order.orderId) ?? {};
  return {
    ...order,
    PlaceOrder,
    showAlone: order.show,
    show,
    failWrites,
    onReady,
    gate: () => gates.at(-1) as UseConsentGateResult,
    types: () => events.map(({ type }) => type),
    evidence: () => readEvidence(kept(), 'ci_newsletter').map(({ checked }) => checked),
    dropped: () => readDroppedAnswers(kept(), 'ci_newsletter').map((record) => [record.dropped, record.held]),
  };
}

const box = (name: string | RegExp = label) => screen.getByRole<HTMLInputElement>('checkbox', { name });
const status = () => screen.getByRole('status').textContent;
const offer = () => screen.queryByRole('button', { name: `Go on without it ${label}` });
const offerAnyway = () => screen.queryByRole('button', { name: `Go on anyway ${label}` });
const place = () => screen.getByRole('button', { name: 'Place order' });

/** Clicks an element as a pointer or the keyboard does, which moves the focus to it. */
async function press(element: HTMLElement | null): Promise<void> {
  if (element === null) throw new Error('The element is not on the page.');
  act(() => element.focus());
  fireEvent.click(element);
  await pass(100);
}

test('NF20: a newsletter that cannot be saved stops the order until the shopper goes on without it', async () => {
  const { show, failWrites, gate, values, holds, types, onReady, evidence, dropped } = setUp();
  await show(news);
  failWrites();
  await press(box());
  expect([status(), gate().ready]).toEqual(['Not saved. The box is still unticked.', false]);
  expect(gate().blockers).toMatchObject([{ consentId: 'ci_newsletter', answer: true, canGoOnWithout: true }]);
  await press(offer());
  expect(status()).toBe('Going on without it. The box is not ticked.');
  expect([box().checked, offer(), document.activeElement]).toEqual([false, null, box()]);
  expect(gate()).toMatchObject({ ready: true, blockers: [] });
  await press(place());
  expect(onReady).toHaveBeenCalledTimes(1);
  expect([values('ci_newsletter'), holds('ci_newsletter')]).toEqual([[true], false]);
  expect([evidence(), dropped()]).toEqual([[], [[true, false]]]);
  expect(types()).toEqual(['consent-not-saved', 'consent-dropped', 'evidence-saved']);
});

test('NF20: a withdrawal that cannot be saved goes on in words that do not promise it', async () => {
  const { show, failWrites, gate, holds, evidence, dropped } = setUp(ticked);
  await show(news);
  failWrites();
  await press(box());
  expect([status(), offer()]).toEqual(['Not saved. The box is still ticked.', null]);
  await press(offerAnyway());
  expect([status(), box().checked]).toEqual(['Going on. The box is still ticked.', true]);
  expect([gate().ready, holds('ci_newsletter')]).toEqual([true, true]);
  expect([evidence(), dropped()]).toEqual([[], [[false, true]]]);
});

test('NF20: a withdrawal of unknown outcome that the order does not have is shown before the shopper can go on', async () => {
  const { sandbox, show, gate } = setUp(ticked);
  await show(news);
  sandbox.faults.add({ kind: 'drop', operation: 'patchConsent' });
  const mend = sandbox.faults.add({ kind: 'status', status: 503, operation: 'getOrder' });
  await press(box());
  await pass(200);
  expect(status()).toBe('We could not find out whether your answer was saved.');
  mend();
  await press(offerAnyway());
  expect([status(), gate().ready]).toEqual(['Not saved. The box is still ticked.', false]);
  await press(offerAnyway());
  expect([status(), gate().ready]).toEqual(['Going on. The box is still ticked.', true]);
});

test('NF20: a tick of unknown outcome that the order has is saved', async () => {
  const { sandbox, show, gate, evidence, dropped } = setUp();
  await show(news);
  sandbox.faults.add({ kind: 'apply-then-drop', operation: 'patchConsent' });
  const mend = sandbox.faults.add({ kind: 'status', status: 503, operation: 'getOrder' });
  await press(box());
  await pass(200);
  mend();
  await press(offer());
  expect([status(), box().checked, gate().ready]).toEqual(['Saved', true, true]);
  expect([evidence(), dropped()]).toEqual([[true], []]);
});

test('NF20: where the order cannot be read the shopper may go on, the text reports an unknown outcome, and a later read decides', async () => {
  const { sandbox, show, failWrites, gate, onReady, dropped } = setUp();
  await show(news);
  failWrites();
  await press(box());
  const mend = sandbox.faults.add({ kind: 'status', status: 503, operation: 'getOrder' });
  await press(offer());
  expect(status()).toBe('We could not find out whether your answer was saved.');
  expect([box().checked, offer(), gate().blockers, dropped()]).toEqual([false, null, [], []]);
  await press(place());
  expect(onReady).toHaveBeenCalledTimes(1);
  mend();
  await pass(10_000);
  expect(status()).toBe(`${label}: Going on without it. The box is not ticked.`);
  expect(dropped()).toEqual([[true, false]]);
});

test('NF21: an answer that arrives after the shopper went on without it is shown and announced', async () => {
  const { sandbox, show, gate, types, values, evidence } = setUp();
  await show(news);
  sandbox.faults.add({ kind: 'drop-then-apply', after: 5_000, operation: 'patchConsent' });
  await press(box());
  await press(offer());
  expect([box().checked, gate().ready]).toEqual([false, true]);
  await pass(10_000);
  expect([box().checked, status()]).toEqual([true, 'Saved after all. The box is now ticked.']);
  expect([types().at(-1), values('ci_newsletter'), evidence()]).toEqual(['consent-changed', [true], []]);
});

test('NF20: a second click on the offer does nothing, and a click on the order during the read waits for it', async () => {
  const { sandbox, show, failWrites, onReady, types } = setUp();
  await show(news);
  failWrites();
  await press(box());
  await pass(1_000);
  sandbox.faults.add({ kind: 'delay', before: 500, operation: 'getOrder' });
  const button = offer() as HTMLElement;
  fireEvent.click(button);
  fireEvent.click(button);
  fireEvent.click(place());
  await pass(100);
  expect([status(), onReady.mock.calls.length]).toEqual(['Not saved. The box is still unticked.', 0]);
  expect(button.isConnected).toBe(true);
  await pass(3_000);
  expect(onReady).toHaveBeenCalledTimes(1);
  expect(types().filter((type) => type === 'consent-dropped')).toHaveLength(1);
});

test('NF20: the summary offers it and moves the focus to the box, which announces the result', async () => {
  const { show, failWrites } = setUp();
  await show(newsAndSummary);
  failWrites();
  await press(box());
  await press(place());
  const summary = screen.getByRole('group');
  await press(within(summary).getByRole('button', { name: `Go on without it: ${label}` }));
  expect([summary.hidden, document.activeElement]).toEqual([true, box()]);
  expect(status()).toBe('Going on without it. The box is not ticked.');
});

test('NF20: the summary names a withdrawal as still ticked', async () => {
  const { show, failWrites } = setUp(ticked);
  await show(newsAndSummary);
  failWrites();
  await press(box());
  await press(place());
  const summary = within(screen.getByRole('group'));
  expect(summary.getByRole('link').textContent).toBe(`Not saved: “${label}” is still ticked.`);
  await press(summary.getByRole('button', { name: `Go on anyway: ${label}` }));
  expect(status()).toBe('Going on. The box is still ticked.');
});

test('NF20: without a box on the page the focus returns to the button of the order', async () => {
  const { show, failWrites, gate, queryClient } = setUp();
  function Steps() {
    const { setChecked } = useOrderConsent('ci_newsletter');
    return <button onClick={() => setChecked(true)}>tick</button>;
  }
  await show(
    <>
      <Steps />
      <ConsentErrorSummary />
    </>,
  );
  failWrites();
  await press(screen.getByRole('button', { name: 'tick' }));
  await press(place());
  await press(screen.getByRole('button', { name: `Go on without it: ${label}` }));
  expect([gate().ready, document.activeElement]).toEqual([true, place()]);
  expect(queryClient.isFetching()).toBe(0);
});

test('NF20: without a box the summary shows that the order still has the tick before the shopper can go on', async () => {
  const { sandbox, show, gate } = setUp(ticked);
  function Steps() {
    const { setChecked } = useOrderConsent('ci_newsletter');
    return <button onClick={() => setChecked(false)}>untick</button>;
  }
  await show(
    <>
      <Steps />
      <ConsentErrorSummary />
    </>,
  );
  sandbox.faults.add({ kind: 'drop', operation: 'patchConsent' });
  const mend = sandbox.faults.add({ kind: 'status', status: 503, operation: 'getOrder' });
  await press(screen.getByRole('button', { name: 'untick' }));
  await pass(200);
  await press(place());
  const summary = screen.getByRole('group');
  expect(summary.textContent).toContain('We could not find out');
  mend();
  const anyway = () => within(summary).getByRole('button', { name: `Go on anyway: ${label}` });
  await press(anyway());
  expect(summary.textContent).toContain(`Not saved: “${label}” is still ticked`);
  expect([document.activeElement, gate().ready]).toEqual([summary, false]);
  await press(anyway());
  expect([document.activeElement, gate().ready, summary.hidden]).toEqual([place(), true, true]);
});

test('NF20: a gate that blocks offers nothing and stays closed', async () => {
  const { show, failWrites, gate, onReady } = setUp();
  await show(
    <>
      <ConsentErrorSummary optional="block" />
      {news}
    </>,
    { optional: 'block' },
  );
  failWrites();
  await press(box());
  expect(offer()).toBe(null);
  await press(place());
  expect(within(screen.getByRole('group')).queryByRole('button')).toBe(null);
  void gate().goOnWithout('ci_newsletter');
  await pass(100);
  expect([gate().blockers, onReady.mock.calls]).toMatchObject([
    [{ reason: 'not-saved', canGoOnWithout: false }],
    [],
  ]);
});

test('NF20: terms and required consents never offer it', async () => {
  const { show, failWrites, gate } = setUp({
    consents: [
      { id: 'required', required: true },
      { id: 'by_page' },
      { id: 'by_prop' },
      { id: 'terms' },
      { id: 'of_order', required: true },
    ],
  });
  function Own() {
    const { getCheckboxProps, goOnWithout } = useOrderConsent('of_order');
    return (
      <>
        <input {...getCheckboxProps()} aria-label="own" />
        <button onClick={goOnWithout}>own offer</button>
      </>
    );
  }
  await show(
    <>
      <ConsentErrorSummary require={['by_page']} />
      <ConsentCheckbox consentId="required" label="required" />
      <ConsentCheckbox consentId="by_page" label="by page" />
      <ConsentCheckbox consentId="by_prop" label="by prop" required />
      <TermsConsent consentId="terms" termsUrl="/terms" />
      <Own />
    </>,
    { require: ['by_page'] },
  );
  failWrites();
  for (const one of screen.getAllByRole('checkbox')) await press(one);
  await press(place());
  await press(screen.getByRole('button', { name: 'own offer' }));
  expect(screen.queryByRole('button', { name: /Go on/ })).toBe(null);
  expect(gate().blockers.map(({ canGoOnWithout, reason }) => [canGoOnWithout, reason])).toEqual(
    Array.from({ length: 5 }, () => [false, 'not-saved']),
  );
});

test('NF20: each kind of optional box offers it', async () => {
  const { show, failWrites } = setUp({
    consents: [{ id: 'email' }, { id: 'sms' }, { id: 'objection' }, { id: 'plain', text: 'plain' }],
  });
  await show(
    <>
      <NewsletterConsent channels={{ email: 'email', sms: 'sms' }} />
      <ObjectionConsent consentId="objection" />
      <ConsentGroup filter={({ id }) => id === 'plain'} />
    </>,
  );
  failWrites();
  for (const one of screen.getAllByRole('checkbox')) await press(one);
  expect(screen.getAllByRole('button', { name: /^Go on without it/ })).toHaveLength(4);
});

test('NF20: a page without a gate, such as one of preferences, offers nothing', async () => {
  const { showAlone, failWrites } = setUp();
  showAlone(<ConsentPreferences />);
  await pass(100);
  failWrites();
  await press(box());
  expect([status(), offer()]).toEqual(['Not saved. The box is still unticked.', null]);
});

test('NF20: a gate that mounts later, also in another root with a client of its own, makes the box offer it', async () => {
  const { client, orderId, showAlone, failWrites, PlaceOrder } = setUp();
  expectWarnings(twoClients(orderId));
  showAlone(news);
  await pass(100);
  failWrites();
  await press(box());
  expect(offer()).toBe(null);
  const other = render(
    <OrderProvider client={{ ...client }} orderId={orderId}>
      <PlaceOrder />
    </OrderProvider>,
  );
  expect(offer()).not.toBe(null);
  other.unmount();
  expect(offer()).toBe(null);
});

test('NF20: another tab that ticks the box meanwhile makes the answer saved', async () => {
  const { sandbox, orderId, show, failWrites, types } = setUp();
  await show(news);
  failWrites();
  await press(box());
  sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
  await press(offer());
  expect([status(), box().checked, types().includes('consent-dropped')]).toEqual(['Saved', true, false]);
});

test('NF20: a new answer takes the place of the one that was dropped', async () => {
  const { show, failWrites, holds } = setUp();
  await show(news);
  const mend = failWrites();
  await press(box());
  await press(offer());
  mend();
  await press(box());
  expect([status(), holds('ci_newsletter')]).toEqual(['Saved', true]);
});

test.each([
  ['a tick', optional, 'Going on without it. The box is not ticked.'],
  ['a withdrawal', ticked, 'Going on. The box is still ticked.'],
])(
  'NF20: the text about %s that the shopper goes on without ends when the order is placed',
  async (_, input, text) => {
    const { sandbox, orderId, show, failWrites, queryClient } = setUp(input);
    await show(news);
    failWrites();
    await press(box());
    await press(screen.getByRole('button', { name: /^Go on/ }));
    expect(status()).toBe(text);
    sandbox.orders.setStatus(orderId, 'completed');
    await act(() => queryClient.invalidateQueries());
    expect(status()).toBe('');
  },
);

test('NF20: whenSettled resolves once the shopper goes on without the answer', async () => {
  const { show, failWrites, gate } = setUp();
  await show(news);
  failWrites();
  await press(box());
  const ends: string[] = [];
  const note = (end: string) => () => void ends.push(end);
  gate().whenSettled().then(note('settled'), note('rejected'));
  await press(offer());
  gate().whenSettled().then(note('settled'), note('rejected'));
  await pass(100);
  expect(ends).toEqual(['rejected', 'settled']);
});

/** A field with a value that the order refuses, and one that is required. */
function Fields({ optional }: { optional: boolean }) {
  const note = usePatchAttributes<{ note: string }>({ optional });
  const { mutate } = usePatchAttributes<{ phone: string }>();
  return (
    <>
      <button onClick={() => note.mutate({ note: 'ring' })}>{`note ${note.failedKeys.join()}`}</button>
      <button onClick={() => mutate({ phone: '1' })}>phone</button>
      <ConsentErrorSummary />
    </>
  );
}
const field = (name: RegExp) => screen.getByRole('button', { name });
const attributeOffers = () => screen.queryAllByRole('button', { name: 'Go on without it' });
const failAttributes = ({ sandbox }: Pick<ReturnType<typeof setUp>, 'sandbox'>) =>
  sandbox.faults.add({ kind: 'status', status: 403, operation: 'patchAttributes' });

test('GO5: an optional attribute that cannot be saved stops the order until the shopper goes on without it', async () => {
  const page = setUp();
  await page.show(<Fields optional />);
  failAttributes(page);
  await press(field(/note/));
  expect(page.gate()).toMatchObject({
    ready: false,
    blockers: [{ attribute: 'note', reason: 'not-saved', canGoOnWithout: true }],
  });
  await press(place());
  const summary = screen.getByRole('group');
  expect(within(summary).getByRole('listitem').textContent).toContain(
    'Something you filled in is not saved.',
  );
  expect(field(/note/).textContent).toBe('note note');
  await press(attributeOffers()[0] ?? null);
  expect([summary.hidden, page.gate().ready, document.activeElement]).toEqual([true, true, place()]);
  expect(field(/note/).textContent).toBe('note ');
  await press(place());
  expect(page.onReady).toHaveBeenCalledTimes(1);
  expect(page.sandbox.orders.get(page.orderId)?.attributes).not.toHaveProperty('note');
});

test('GO5: an attribute that is not optional blocks, also beside one that the shopper goes on without', async () => {
  const page = setUp();
  await page.show(<Fields optional />);
  failAttributes(page);
  await press(field(/note/));
  await press(field(/phone/));
  await press(place());
  expect(screen.getAllByRole('listitem')).toHaveLength(2);
  expect(attributeOffers()).toHaveLength(1);
  await press(attributeOffers()[0] ?? null);
  expect(page.gate().blockers).toMatchObject([{ attribute: 'phone', canGoOnWithout: false }]);
  expect(attributeOffers()).toEqual([]);
});

test.each([
  { optional: false, gate: {} },
  { optional: true, gate: { optional: 'block' } as const },
])('GO5: an attribute blocks: $optional, gate $gate', async ({ optional: isOptional, gate: given }) => {
  const page = setUp();
  await page.show(<Fields optional={isOptional} />, given);
  failAttributes(page);
  await press(field(/note/));
  void page.gate().goOnWithout();
  await pass(100);
  expect(page.gate().blockers).toMatchObject([{ attribute: 'note', canGoOnWithout: false }]);
});

test('GO5: an optional attribute stays optional when its component is gone, and a new value is written', async () => {
  const page = setUp();
  function Steps() {
    const [isOpen, setIsOpen] = useState(true);
    return (
      <>
        {isOpen && <Fields optional />}
        <button onClick={() => setIsOpen(!isOpen)}>step</button>
      </>
    );
  }
  await page.show(<Steps />);
  const mend = failAttributes(page);
  await press(field(/note/));
  await press(field(/step/));
  await act(() => page.gate().goOnWithout());
  expect(page.gate().ready).toBe(true);
  mend();
  await press(field(/step/));
  await press(field(/note/));
  expect(page.sandbox.orders.get(page.orderId)?.attributes).toMatchObject({ note: 'ring' });
});
