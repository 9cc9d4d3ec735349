import { evidenceKey, hashWording, readEvidence } from '@norce-kit/core';
import type { JsonValue } from '@norce-kit/core';
import {
  ConsentErrorSummary,
  NewsletterConsent,
  ObjectionConsent,
  TermsConsent,
  consentEvidence,
  useConsentGate,
  useOrderConsent,
  useOrderConsents,
} from '@norce-kit/react';
import type { UseConsentGateOptions } from '@norce-kit/react';
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import type { ReactElement } from 'react';
import { describe, expect, test, vi } from 'vitest';
import { setUpOrder } from '../test/order.tsx';
import { sv } from './locales/sv.ts';
import { de } from './locales/de.ts';

const oldText = 'I accept the terms of 2025';
const newText = 'I accept the terms of 2026';
const changed = /has changed since your answer/;

interface RecordInput {
  readonly text: string;
  readonly checked?: boolean;
  readonly at?: string;
}

interface SetUpInput {
  readonly consentId?: string;
  readonly checked?: boolean;
  readonly attributes?: 'merge' | 'replace';
  readonly required?: boolean;
}

const toRecords = (consentId: string, records: readonly RecordInput[]): Promise<JsonValue[]> =>
  Promise.all(
    records.map(async ({ text, checked = true, at = '2026-11-01T10:00:00.000Z' }, index) => ({
      consentId,
      checked,
      textHash: await hashWording(text),
      at: at.replace('.000', `.00${index}`),
      source: 'checkout',
      kit: 'kit 1',
    })),
  );

/** Creates an order that holds an answer to other words, and its page. */
async function setUp(
  records: readonly RecordInput[] = [{ text: oldText }],
  { consentId = 'ci_terms', checked = true, attributes = 'merge', required = true }: SetUpInput = {},
) {
  const order = setUpOrder(
    { unknowns: { attributes, lateWrites: 'accept' } },
    {
      consents: [{ id: consentId, required, checked, text: 'The text of the order' }],
      attributes: { [evidenceKey(consentId)]: await toRecords(consentId, records) },
    },
  );
  const kept = () => readEvidence(order.sandbox.orders.get(order.orderId) ?? {}, consentId);
  const props = { evidence: consentEvidence() };
  const initialOrder = await order.client.getOrder(order.orderId);
  return { ...order, kept, props: { ...props, initialOrder } };
}

const Terms = ({ text = newText }: { text?: string }) => (
  <TermsConsent consentId="ci_terms" termsUrl="/terms" label={text} required />
);
const confirmButton = () => screen.findByRole('button', { name: /^Confirm my answer/ });
const box = () => screen.getByRole<HTMLInputElement>('checkbox');
/** Resolves when the order was read and nothing is left to compute. */
const rest = async ({ queryClient }: Pick<ReturnType<typeof setUpOrder>, 'queryClient'>) => {
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  await hashWording('');
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
};

function Gate(options: UseConsentGateOptions): ReactElement {
  const { ready, blockers, getSubmitProps } = useConsentGate(options);
  const reasons = blockers.map(({ reason }) => reason).join();
  return (
    <>
      <output aria-label="gate">{ready ? 'ready' : reasons}</output>
      <button {...getSubmitProps()}>Pay</button>
      <ConsentErrorSummary {...options} />
    </>
  );
}
const gate = () => screen.getByRole('status', { name: 'gate' }).textContent;

describe.each(['merge', 'replace'] as const)('with attributes that %s', (attributes) => {
  test('OD1: a box with new words shows the answer of the order, and asks again', async () => {
    const order = await setUp(undefined, { attributes });
    order.show(<Terms />, order.props);
    await confirmButton();
    expect(box().checked).toBe(true);
    expect(screen.getByText(changed)).toBeDefined();
    expect(order.writes()).toEqual([]);
  });

  test('OD2: the same answer, given again, is written and adds a record', async () => {
    const order = await setUp(undefined, { attributes });
    order.show(<Terms />, order.props);
    fireEvent.click(await confirmButton());
    await waitFor(() => expect(order.kept()).toHaveLength(2));
    expect(order.values('ci_terms')).toEqual([true]);
    expect(order.kept().map(({ textHash }) => textHash)).toEqual([
      await hashWording(oldText),
      await hashWording(newText),
    ]);
    await waitFor(() => expect(screen.queryByText(changed)).toBeNull());
    expect(screen.queryByRole('button')).toBeNull();
    expect(box().checked).toBe(true);
  });

  test('OD2: a tick that is taken back and given again adds records, and is not asked again', async () => {
    const order = await setUp(undefined, { attributes });
    const view = order.show(<Terms />, order.props);
    await confirmButton();
    fireEvent.click(box());
    await waitFor(() => expect(order.kept().at(-1)?.checked).toBe(false));
    expect(screen.queryByText(changed)).toBeNull();
    fireEvent.click(box());
    await waitFor(() => expect(order.kept().map(({ checked }) => checked)).toEqual([true, false, true]));
    view.unmount();
    order.queryClient.clear();
    order.show(<Terms />, { evidence: consentEvidence() });
    await rest(order);
    expect(box().checked).toBe(true);
    expect(screen.queryByText(changed)).toBeNull();
  });
});

test('OD1: isOutdated compares the words that the hook is given', async () => {
  const order = await setUp();
  function Own({ text }: { text: string }) {
    const { isOutdated, checked } = useOrderConsent('ci_terms', { wording: { text } });
    return <p>{`${text}: ${String(isOutdated)}, ${String(checked)}`}</p>;
  }
  order.show(
    <>
      <Own text={oldText} />
      <Own text={newText} />
    </>,
    order.props,
  );
  await screen.findByText(`${newText}: true, true`);
  await screen.findByText(`${oldText}: false, true`);
});

test('OD1: a refusal that was given to other words is outdated as well', async () => {
  const order = await setUp([{ text: oldText, checked: false }], { checked: false });
  order.show(<Terms />, order.props);
  fireEvent.click(await confirmButton());
  await waitFor(() => expect(order.kept().map(({ checked }) => checked)).toEqual([false, false]));
  expect(order.values('ci_terms')).toEqual([false]);
});

test.each<[string, readonly RecordInput[], string]>([
  ['the same words', [{ text: newText }], newText],
  ['words in another Unicode form', [{ text: 'Ja, fo\u0308r' }], 'Ja, f\u00F6r'],
  ['words confirmed after a change', [{ text: oldText }, { text: newText }], newText],
  ['the words of two boxes', [{ text: newText }, { text: oldText }], newText],
  ['no record', [], newText],
  ['a record of the other answer', [{ text: oldText, checked: false }], newText],
])('OD3: is silent with %s', async (_, records, text) => {
  const order = await setUp(records);
  order.show(<Terms text={text} />, order.props);
  await rest(order);
  expect(screen.queryByText(changed)).toBeNull();
  expect(screen.queryByRole('button')).toBeNull();
});

test('OD3: a tick before an un-tick is not the answer of the order', async () => {
  const order = await setUp([{ text: newText }, { text: oldText, checked: false }, { text: oldText }]);
  order.show(<Terms />, order.props);
  await confirmButton();
});

test('OD3: a ready text in another language is the same text', async () => {
  const order = await setUp([{ text: sv.messages.termsLabel }]);
  order.show(<TermsConsent consentId="ci_terms" termsUrl="/terms" />, { ...order.props, locale: de });
  await rest(order);
  expect(screen.queryByRole('button')).toBeNull();
});

test('OD3: another ready text of the same version is another text', async () => {
  const order = await setUp([{ text: sv.messages.termsLabel }]);
  order.show(<TermsConsent consentId="ci_terms" termsUrl="/terms" privacyUrl="/privacy" />, order.props);
  await confirmButton();
});

test('OD3: the wordings of the shop name texts that are the same in several languages', async () => {
  const wordings = {
    terms: {
      sv: [{ version: '2', sha256: await hashWording('Villkor 2') }],
      en: [
        { version: '1', sha256: await hashWording('Terms 1') },
        { version: '2', sha256: await hashWording('Terms 2') },
      ],
    },
  };
  const order = await setUp([{ text: 'Villkor 2' }]);
  const props = { ...order.props, evidence: consentEvidence({ wordings }) };
  const view = render(order.page(<Terms text="Terms 2" />, props));
  await rest(order);
  expect(screen.queryByRole('button')).toBeNull();
  view.rerender(order.page(<Terms text="Terms 1" />, props));
  await confirmButton();
});

test('OD4: an objection to unknown words stays one, and to known older words is asked again', async () => {
  const wordings = {
    objection: {
      en: [
        { version: '1', sha256: await hashWording('No offers 1') },
        { version: '2', sha256: await hashWording('No offers 2') },
      ],
    },
  };
  const evidence = consentEvidence({ wordings });
  const show = async (recorded: string, label: string) => {
    const order = await setUp([{ text: recorded }], { consentId: 'ci_no', required: false });
    const view = order.show(<ObjectionConsent consentId="ci_no" label={label} />, {
      ...order.props,
      evidence,
    });
    await rest(order);
    expect(box().checked).toBe(true);
    return view;
  };
  const first = await show('Words that the shop did not keep', 'No offers 2');
  expect(screen.queryByText(changed)).toBeNull();
  first.unmount();
  const second = await show('No offers 1', 'Words of a test');
  expect(screen.queryByText(changed)).toBeNull();
  second.unmount();
  await show('No offers 1', 'No offers 2');
  await confirmButton();
});

test('OD1: a change by the shop is shown as one, and asks about no words', async () => {
  const order = await setUp();
  const { orderId, sandbox, queryClient } = order;
  order.show(<Terms />, order.props);
  await confirmButton();
  sandbox.orders.setChecked(orderId, 'ci_terms', false);
  await act(() => queryClient.invalidateQueries());
  await screen.findByText('Changed elsewhere. The box is no longer ticked.');
  expect([box().checked, screen.queryByText(changed)]).toEqual([false, null]);
});

test("OD1: the shopper's answer to older words in another tab is shown, and asked about", async () => {
  const unticked = [{ text: newText, checked: false }];
  const order = await setUp(unticked, { checked: false });
  const { orderId, sandbox, queryClient } = order;
  order.show(<Terms />, order.props);
  await rest(order);
  const records = await toRecords('ci_terms', [...unticked, { text: oldText }]);
  const [consent] = sandbox.orders.get(orderId)?.consents ?? [];
  sandbox.orders.update(orderId, {
    consents: [{ ...consent, checked: true }],
    attributes: { [evidenceKey('ci_terms')]: records },
  });
  await act(() => queryClient.invalidateQueries());
  await confirmButton();
  expect([box().checked, screen.getByText(changed).tagName]).toEqual([true, 'SPAN']);
});

test('OD5: the gate is closed until a required tick is given to the words on screen', async () => {
  const order = await setUp();
  order.show(
    <>
      <Terms />
      <Gate />
    </>,
    order.props,
  );
  await waitFor(() => expect(gate()).toBe('outdated'));
  fireEvent.click(screen.getByRole('button', { name: 'Pay' }));
  const link = await screen.findByRole('link', {
    name: `The text of “${newText}” has changed. Please confirm your answer.`,
  });
  expect(screen.queryByRole('button', { name: /Go on anyway/ })).toBeNull();
  fireEvent.click(link);
  expect(document.activeElement).toBe(box());
  fireEvent.click(await confirmButton());
  await waitFor(() => expect(gate()).toBe('ready'));
  expect(order.values('ci_terms')).toEqual([true]);
});

test('OD5: with `warn` the shopper may go on with the earlier answer', async () => {
  const order = await setUp();
  order.show(
    <>
      <Terms />
      <Gate outdated="warn" />
    </>,
    order.props,
  );
  await waitFor(() => expect(gate()).toBe('outdated'));
  fireEvent.click(screen.getByRole('button', { name: 'Pay' }));
  fireEvent.click(await screen.findByRole('button', { name: `Go on anyway: ${newText}` }));
  await waitFor(() => expect(gate()).toBe('ready'));
  expect(screen.getByText(changed)).toBeDefined();
  expect(order.writes()).toEqual([]);
});

test('OD5: the gate remembers the words of a box that is no longer on the page', async () => {
  const order = await setUp();
  const view = render(order.page(<Terms />, order.props));
  await confirmButton();
  view.rerender(order.page(<Gate />, order.props));
  await waitFor(() => expect(gate()).toBe('outdated'));
});

test('OD5: an optional consent that is outdated keeps no gate closed', async () => {
  const order = await setUp([{ text: oldText }], { consentId: 'ci_news', required: false });
  order.show(
    <>
      <NewsletterConsent consentId="ci_news" />
      <Gate />
    </>,
    order.props,
  );
  await confirmButton();
  expect(gate()).toBe('ready');
});

test('OD6: without evidence nothing is compared', async () => {
  const order = await setUp();
  order.show(
    <>
      <Terms />
      <Gate />
    </>,
    { initialOrder: order.props.initialOrder },
  );
  await rest(order);
  await waitFor(() => expect(gate()).toBe('ready'));
  expect(screen.queryByText(changed)).toBeNull();
});

test('OD7: a confirmation that is refused is asked for again', async () => {
  const order = await setUp();
  order.sandbox.faults.add({ kind: 'status', operation: 'patchConsent', status: 403, times: 1 });
  order.show(<Terms />, order.props);
  fireEvent.click(await confirmButton());
  fireEvent.click(await confirmButton());
  await waitFor(() => expect(order.kept()).toHaveLength(2));
  expect(order.kept().at(-1)?.textHash).toBe(await hashWording(newText));
});

test('OD7: an answer whose record cannot be written is asked for by the next page only', async () => {
  const order = await setUp();
  order.sandbox.faults.add({ kind: 'status', operation: 'patchAttributes', status: 403 });
  const view = order.show(<Terms />, order.props);
  fireEvent.click(await confirmButton());
  await screen.findByText('Saved');
  await rest(order);
  expect(screen.queryByText(changed)).toBeNull();
  view.unmount();
  order.queryClient.clear();
  order.show(<Terms />, { evidence: consentEvidence() });
  await confirmButton();
});

test('OD7: a list that answers all consents writes outdated ones anew', async () => {
  const order = await setUp();
  function All() {
    const { consents, setMany } = useOrderConsents();
    return (
      <button onClick={() => setMany([{ id: 'ci_terms', checked: true }])}>
        {consents?.length ?? 0} all
      </button>
    );
  }
  order.show(<All />, order.props);
  fireEvent.click(await screen.findByRole('button', { name: '1 all' }));
  await waitFor(() => expect(order.kept()).toHaveLength(2));
  expect(order.values('ci_terms')).toEqual([true]);
});

test('OD7: an answer whose words are unknown is not asked for again', async () => {
  const order = await setUp([], { checked: false });
  const { sandbox } = order;
  sandbox.faults.add({ kind: 'delay', operation: 'getOrder', before: 300 });
  const onEvent = vi.fn();
  const props = { evidence: order.props.evidence, onEvent };
  function All() {
    const { setMany } = useOrderConsents();
    return <button onClick={() => setMany([{ id: 'ci_terms', checked: true }])}>all</button>;
  }
  const { rerender } = render(order.page(<All />, props));
  fireEvent.click(screen.getByRole('button', { name: 'all' }));
  const about = { orderId: order.orderId, consentId: 'ci_terms' };
  await waitFor(() => expect(onEvent).toHaveBeenCalledWith({ type: 'evidence-not-saved', ...about }));
  rerender(order.page(<Terms />, props));
  await waitFor(() => expect(box().checked).toBe(true));
  await rest(order);
  expect(screen.queryByText(changed)).toBeNull();
  expect(order.kept()).toEqual([]);
});

test('OD7: words that change on the page are asked about, and words that change back are not', async () => {
  const order = await setUp();
  const view = render(order.page(<Terms text={oldText} />, order.props));
  await rest(order);
  expect(screen.queryByText(changed)).toBeNull();
  view.rerender(order.page(<Terms text={newText} />, order.props));
  await confirmButton();
  view.rerender(order.page(<Terms text={oldText} />, order.props));
  await waitFor(() => expect(screen.queryByText(changed)).toBeNull());
});

test('I2: words that change after a save announce it no second time', async () => {
  const order = await setUp([], { checked: false });
  const states: string[] = [];
  function Own({ text }: { text: string }) {
    const { saveState, isOutdated, getCheckboxProps } = useOrderConsent('ci_terms', { wording: { text } });
    const shown = isOutdated ? `${saveState}, outdated` : saveState;
    if (states.at(-1) !== shown) states.push(shown);
    return (
      <label>
        <input {...getCheckboxProps()} /> {text} ({shown})
      </label>
    );
  }
  const { rerender } = order.show(<Own text={oldText} />, order.props);
  fireEvent.click(box());
  await screen.findByRole('checkbox', { name: `${oldText} (saved)` });
  await waitFor(() => expect(order.kept()).toHaveLength(1));
  for (let round = 0; round < 2; round += 1) {
    rerender(order.page(<Own text={newText} />, order.props));
    await screen.findByRole('checkbox', { name: `${newText} (idle, outdated)` });
    rerender(order.page(<Own text={oldText} />, order.props));
    await screen.findByRole('checkbox', { name: `${oldText} (idle)` });
  }
  expect(states.filter((shown) => shown.startsWith('saved'))).toEqual(['saved']);
});

test('OD5: the gate follows words that change to ones that were shown before', async () => {
  const order = await setUp();
  const page = (text: string) =>
    order.page(
      <>
        <Gate />
        <Terms text={text} />
      </>,
      order.props,
    );
  const { rerender } = render(page(newText));
  await waitFor(() => expect(gate()).toBe('outdated'));
  rerender(page(oldText));
  await waitFor(() => expect(gate()).toBe('ready'));
  rerender(page(newText));
  await waitFor(() => expect(gate()).toBe('outdated'));
  rerender(page(oldText));
  await waitFor(() => expect(gate()).toBe('ready'));
});

test('OD5: going on with an earlier answer does not count for a later one', async () => {
  const order = await setUp();
  const otherText = 'I accept the terms of 2027';
  const page = (text: string) =>
    order.page(
      <>
        <Terms text={text} />
        <Gate outdated="warn" />
      </>,
      order.props,
    );
  const { rerender } = render(page(newText));
  await waitFor(() => expect(gate()).toBe('outdated'));
  fireEvent.click(screen.getByRole('button', { name: 'Pay' }));
  fireEvent.click(await screen.findByRole('button', { name: `Go on anyway: ${newText}` }));
  await waitFor(() => expect(gate()).toBe('ready'));
  rerender(page(otherText));
  fireEvent.click(await confirmButton());
  await waitFor(() => expect(order.kept()).toHaveLength(2));
  rerender(page(newText));
  await waitFor(() => expect(gate()).toBe('outdated'));
});

test('OD1: all boxes of an order share one listener to the query cache', async () => {
  const countListeners = async (boxes: number) => {
    const order = await setUp();
    const subscribe = vi.spyOn(order.queryClient.getQueryCache(), 'subscribe');
    const view = order.show(
      <>
        {Array.from({ length: boxes }, (_, index) => (
          <Terms key={index} />
        ))}
      </>,
      order.props,
    );
    await waitFor(() => expect(screen.getAllByText(changed)).toHaveLength(boxes));
    view.unmount();
    return subscribe.mock.calls.length;
  };
  expect(await countListeners(5)).toBe(await countListeners(1));
});
