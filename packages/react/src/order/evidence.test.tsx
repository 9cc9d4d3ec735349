import { evidenceKey, hashWording, readEvidence } from '@norce-kit/core';
import type { JsonValue } from '@norce-kit/core';
import {
  ConsentCheckbox,
  consentEvidence,
  patchConsentMutationOptions,
  useConsentGate,
  useOrderActivity,
  useOrderConsent,
  useOrderConsents,
} from '@norce-kit/react';
import type { OrderEvent, UseOrderConsentsResult } from '@norce-kit/react';
import { QueryClient, useMutation } from '@tanstack/react-query';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { readFileSync } from 'node:fs';
import type { ReactElement } from 'react';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Box, click, pass, setUpOrder } from '../../test/order.tsx';
import { expectWarnings, twoClients } from '../../test/warnings.ts';
import { kit } from '../version.ts';

const news = { id: 'ci_newsletter', text: 'Send me the newsletter' };

function setUp(...[options = {}, input = {}, client = {}]: Parameters<typeof setUpOrder>) {
  const order = setUpOrder(options, { culture: 'sv-SE', consents: [news], ...input }, client);
  const kept = () => readEvidence(order.sandbox.orders.get(order.orderId) ?? {}, news.id);
  const events: OrderEvent[] = [];
  const props = { evidence: consentEvidence(), onEvent: (event: OrderEvent) => void events.push(event) };
  return { ...order, kept, props, events };
}

test('the record names package and version as they are published', () => {
  const manifest = JSON.parse(readFileSync('packages/react/package.json', 'utf8')) as {
    name: string;
    version: string;
  };
  expect(kit).toBe(`${manifest.name} ${manifest.version}`);
});

test('each confirmed answer, refusals included, adds a record of the answer and the wording', async () => {
  const { show, kept, props, events } = setUp();
  show(<Box />, props);
  await waitFor(() => expect(events).toEqual([]));
  const before = Date.now();
  click();
  await waitFor(() => expect(kept()).toHaveLength(1));
  click();
  await waitFor(() => expect(kept()).toHaveLength(2));
  const record = {
    consentId: 'ci_newsletter',
    textHash: await hashWording('Send me the newsletter'),
    lang: 'sv-SE',
    source: 'checkout',
    kit,
  };
  expect(kept()).toMatchObject([
    { ...record, checked: true },
    { ...record, checked: false },
  ]);
  const [first, second] = kept().map(({ at }) => Date.parse(at));
  expect(first).toBeGreaterThanOrEqual(before);
  expect(second).toBeGreaterThanOrEqual(first ?? Infinity);
  await waitFor(() =>
    expect(events.map(({ type }) => type)).toEqual([
      'consent-saved',
      'evidence-saved',
      'consent-saved',
      'evidence-saved',
    ]),
  );
});

test('without it nothing but the answer is written', async () => {
  const { show, holds, writes } = setUp();
  show(<Box />);
  click();
  await waitFor(() => expect(holds('ci_newsletter')).toBe(true));
  expect(writes().map(({ operation }) => operation)).toEqual(['patchConsent']);
});

test('an answer that is not saved, or that a newer one replaces, leaves no record', async () => {
  const { show, kept, props, sandbox, orderId } = setUp({ latency: 40 });
  show(<Box />, props);
  click();
  click();
  click();
  await waitFor(() => expect(kept()).toMatchObject([{ checked: true }]));
  sandbox.orders.setStatus(orderId, 'completed');
  click();
  await screen.findByText('not-saved');
  expect(kept()).toHaveLength(1);
});

test('the record has the words the shopper saw, with their version and language', async () => {
  const { show, kept, props } = setUp();
  const wording = { text: 'Skicka nyhetsbrevet', version: '2026-11', lang: 'sv' };
  function Own(): ReactElement {
    const { getCheckboxProps } = useOrderConsent('ci_newsletter', { wording });
    return (
      <label>
        <input {...getCheckboxProps()} /> {wording.text}
      </label>
    );
  }
  show(<Own />, { evidence: consentEvidence({ source: 'account' }), onEvent: props.onEvent });
  click(wording.text);
  await waitFor(() =>
    expect(kept()).toMatchObject([{ textVersion: '2026-11', lang: 'sv', source: 'account', checked: true }]),
  );
  expect(kept()[0]?.textHash).toBe(await hashWording('Skicka nyhetsbrevet'));
});

test.each<[string, JsonValue, unknown, OrderEvent['type']]>([
  ['appends to what is there', [{ theirs: true }], [{ theirs: true }, { checked: true }], 'evidence-saved'],
  ['leaves what is none of its own', 'kept by the shop', 'kept by the shop', 'evidence-not-saved'],
])('%s', async (_, there, expected, end) => {
  const { show, props, events, sandbox, orderId } = setUp();
  const key = evidenceKey('ci_newsletter');
  sandbox.orders.update(orderId, { attributes: { [key]: there, other: 1 } });
  show(<Box />, props);
  click();
  await waitFor(() => expect(events.map(({ type }) => type)).toContain(end));
  const attributes = sandbox.orders.get(orderId)?.attributes;
  if (Array.isArray(expected)) expect(attributes?.[key]).toMatchObject(expected);
  else expect(attributes?.[key]).toBe(expected);
  expect(attributes?.['other']).toBe(1);
});

test('keeps so many records and no more', async () => {
  const { show, kept, props } = setUp();
  show(<Box />, { ...props, evidence: consentEvidence({ limit: 2 }) });
  await screen.findByRole('checkbox');
  for (const checked of [true, false, true]) {
    click();
    await waitFor(() => expect(kept().at(-1)?.checked).toBe(checked));
  }
  expect(kept().map(({ checked }) => checked)).toEqual([false, true]);
});

test('a purchase waits for the evidence, and does not fail where it cannot be written', async () => {
  const { show, kept, props, sandbox } = setUp({ latency: 30 });
  function Order(): ReactElement {
    const { getSubmitProps } = useConsentGate();
    const { isWriting } = useOrderActivity();
    const onReady = () => document.body.setAttribute('data-placed', String(kept().length));
    return (
      <>
        <Box />
        <output aria-label="activity">{String(isWriting)}</output>
        <button {...getSubmitProps({ onReady })}>Order</button>
      </>
    );
  }
  show(<Order />, props);
  await screen.findByRole('checkbox');
  await waitFor(() => expect(screen.getByRole('status', { name: 'activity' }).textContent).toBe('false'));
  click();
  fireEvent.click(screen.getByRole('button', { name: 'Order' }));
  await waitFor(() => expect(document.body.getAttribute('data-placed')).toBe('1'));

  sandbox.faults.add({ kind: 'status', operation: 'patchAttributes', status: 403 });
  click();
  fireEvent.click(screen.getByRole('button', { name: 'Order' }));
  expect(screen.getByRole('status', { name: 'activity' }).textContent).toBe('true');
  document.body.removeAttribute('data-placed');
  await waitFor(() => expect(document.body.getAttribute('data-placed')).toBe('1'));
  document.body.removeAttribute('data-placed');
});

test('a page that is left right after an answer sends its record', async () => {
  const { show, kept, props, holds, sandbox, queryClient } = setUp();
  show(<Box />, props);
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  sandbox.faults.add({ kind: 'hang', operation: 'getOrder' });
  click();
  await waitFor(() => expect(holds('ci_newsletter')).toBe(true));
  await waitFor(() => {
    fireEvent(window, new Event('pagehide'));
    expect(kept()).toMatchObject([{ checked: true }]);
  });
  expect(kept()).toHaveLength(1);
});

test('the record is written although the box unmounted', async () => {
  const { page, kept, props } = setUp({ latency: 30 });
  const { rerender } = render(page(<Box />, props));
  await screen.findByRole('checkbox');
  click();
  rerender(page(null, props));
  await waitFor(() => expect(kept()).toMatchObject([{ checked: true }]));
});

const newText = 'Send me the newsletter and calls';

/** A list that answers with a function, below a box with words of its own. */
function List({ act }: { act: (list: UseOrderConsentsResult) => void }): ReactElement {
  const list = useOrderConsents();
  return (
    <>
      <p>{list.consents?.map(({ text }) => text).join()}</p>
      <button onClick={() => act(list)}>act</button>
    </>
  );
}
const act = () => fireEvent.click(screen.getByRole('button', { name: 'act' }));
const noneTicked = ({ consents, setMany }: UseOrderConsentsResult) =>
  setMany((consents ?? []).map(({ id }) => ({ id, checked: true })));

test('an answer of setMany has the words on screen, although the order has new ones', async () => {
  const { show, kept, props, sandbox, orderId } = setUp();
  show(<List act={noneTicked} />, props);
  await screen.findByText(news.text);
  sandbox.orders.update(orderId, { consents: [{ ...news, text: newText, checked: false }] });
  act();
  await waitFor(() => expect(kept()).toMatchObject([{ checked: true }]));
  expect(kept()[0]?.textHash).toBe(await hashWording(news.text));
});

test('an answer of setMany has the words of the box on the page, if there is one', async () => {
  const { show, kept, props } = setUp();
  const wording = { text: 'Yes, write to me', version: '3', lang: 'en' };
  function OwnBox() {
    return <input {...useOrderConsent(news.id, { wording }).getCheckboxProps()} aria-label={wording.text} />;
  }
  show(
    <>
      <OwnBox />
      <List act={noneTicked} />
    </>,
    props,
  );
  await screen.findByText(news.text);
  act();
  await waitFor(() => expect(kept()).toMatchObject([{ checked: true, textVersion: '3', lang: 'en' }]));
  expect(kept()[0]?.textHash).toBe(await hashWording(wording.text));
});

test('an answer of own mutation options leaves a record with the words on screen', async () => {
  const { show, kept, props, sandbox, orderId, client, queryClient } = setUp();
  function Own() {
    const { mutate } = useMutation(patchConsentMutationOptions(client, orderId, news.id), queryClient);
    return <List act={() => mutate(true)} />;
  }
  show(<Own />, props);
  await screen.findByText(news.text);
  sandbox.orders.update(orderId, { consents: [{ ...news, text: newText, checked: false }] });
  act();
  await waitFor(() => expect(kept()).toMatchObject([{ checked: true }]));
  expect(kept()[0]?.textHash).toBe(await hashWording(news.text));
});

/** Client options whose reads wait for `release`. */
function holdReads() {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const options = (sandbox: ReturnType<typeof setUpOrder>['sandbox']) => ({
    fetch: async (request: Request) => {
      if (request.method === 'GET') await released;
      return sandbox.fetch(request);
    },
  });
  return { options, release };
}

function Labelled() {
  const { getCheckboxProps, text } = useOrderConsent(news.id);
  return (
    <label>
      <input {...getCheckboxProps()} /> {text ?? 'Yes, please'}
    </label>
  );
}

test.each([
  ['a box without a label', <ConsentCheckbox consentId={news.id} key="box" />, news.id],
  ['an own box', <Labelled key="own" />, 'Yes, please'],
])(
  'OD1: an answer on %s before the order is read has the words beside it, and the words of the order are asked about',
  async (_, page, words) => {
    const { options, release } = holdReads();
    const { show, kept, props, holds } = setUp({}, {}, options);
    show(page, props);
    fireEvent.click(screen.getByRole('checkbox', { name: words }));
    await waitFor(() => expect(holds(news.id)).toBe(true));
    release();
    await screen.findByRole('checkbox', { name: news.text });
    await waitFor(() => expect(kept()).toMatchObject([{ checked: true }]));
    expect(kept()[0]?.textHash).toBe(await hashWording(words));
  },
);

test('an answer on a box whose words are unknown, before the order is read, leaves no record', async () => {
  const { options, release } = holdReads();
  const { show, kept, props, holds, events } = setUp({}, {}, options);
  function Unnamed() {
    return <input {...useOrderConsent(news.id).getCheckboxProps()} aria-label="News" />;
  }
  show(<Unnamed />, props);
  fireEvent.click(screen.getByRole('checkbox'));
  await waitFor(() => expect(holds(news.id)).toBe(true));
  release();
  await waitFor(() => expect(events.map(({ type }) => type)).toContain('evidence-not-saved'));
  expect(kept()).toEqual([]);
});

test('an answer below a provider without evidence has the words of its own box, not those of an earlier act', async () => {
  const { show, page, kept, props, sandbox } = setUp();
  const wording = (text: string) => ({ text });
  function Own({ text }: { text: string }) {
    const { getCheckboxProps } = useOrderConsent(news.id, { wording: wording(text) });
    return <input {...getCheckboxProps()} aria-label={text} />;
  }
  show(
    <>
      <Own text="First words" />
      {page(<Own text="Other words" />)}
    </>,
    props,
  );
  const first = await screen.findByRole('checkbox', { name: 'First words' });
  const mend = sandbox.faults.add({ kind: 'status', status: 403, operation: 'patchConsent' });
  fireEvent.click(first);
  await waitFor(() => expect(first).toHaveProperty('checked', false));
  mend();
  fireEvent.click(screen.getByRole('checkbox', { name: 'Other words' }));
  await waitFor(() => expect(kept()).toMatchObject([{ checked: true }]));
  expect(kept()[0]?.textHash).toBe(await hashWording('Other words'));
});

test('words that change while the write waits do not change the record', async () => {
  const { show, kept, props, sandbox, orderId, queryClient } = setUp();
  show(
    <>
      <Box />
      <List act={noneTicked} />
    </>,
    props,
  );
  await screen.findByText(news.text);
  sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 200 });
  click();
  sandbox.orders.update(orderId, { consents: [{ ...news, text: newText, checked: false }] });
  void queryClient.refetchQueries();
  await screen.findByText(newText);
  await waitFor(() => expect(kept()).toMatchObject([{ checked: true }]));
  expect(kept()[0]?.textHash).toBe(await hashWording(news.text));
});

test('two tabs that answer at the same time leave a record each', async () => {
  let last: Promise<unknown> = Promise.resolve();
  const request = (_: string, __: object, run: () => Promise<unknown>) =>
    (last = last.catch(() => undefined).then(run));
  vi.stubGlobal('navigator', { onLine: true, locks: { request } });
  const terms = { id: 'ci_terms', text: 'Terms' };
  const { show, page, kept, props, sandbox, orderId } = setUp({ latency: 20 }, { consents: [news, terms] });
  expectWarnings(twoClients(orderId));
  const other = setUpOrder({}, {}, { fetch: sandbox.fetch });
  render(page(<Box name="first" />, props));
  const { unmount } = show(<Box name="second" />, {
    ...props,
    client: other.client,
    queryClient: other.queryClient,
  });
  await screen.findByRole('checkbox', { name: 'first' });
  await waitFor(() => expect(sandbox.receipts.list()).toEqual([]));
  click('first');
  click('second');
  await waitFor(() => expect(kept()).toHaveLength(2));
  expect(sandbox.orders.get(orderId)?.consents[0]?.checked).toBe(true);
  unmount();
  vi.unstubAllGlobals();
});

test('NF3: a record that arrives late does not replace a newer record', async () => {
  const { show, kept, props, events, sandbox } = setUp();
  show(<Box />, props);
  sandbox.faults.add({ kind: 'drop-then-apply', after: 2_000, operation: 'patchAttributes', times: 1 });
  click();
  await waitFor(() => expect(events.map(({ type }) => type)).toContain('evidence-not-saved'));
  click();
  await waitFor(() => expect(kept()).toMatchObject([{ checked: true }, { checked: false }]));
  // Those of both answers, the late one, and both again.
  await waitFor(() => expect(sandbox.receipts.list({ operation: 'patchAttributes' })).toHaveLength(3));
  expect(kept()).toMatchObject([{ checked: true }, { checked: false }]);
});

test('NF3: a late record of the page before does not replace a newer record', async () => {
  const { show, kept, holds, props, sandbox, client } = setUp();
  const first = show(<Box />, props);
  sandbox.faults.add({ kind: 'delay', before: 1_500, operation: 'patchAttributes', times: 1 });
  click();
  await waitFor(() => expect(holds(news.id)).toBe(true));
  await waitFor(() => expect(sandbox.receipts.list().at(-1)?.operation).toBe('patchAttributes'));
  window.dispatchEvent(new Event('pagehide'));
  first.unmount();
  show(<Box />, { ...props, client: { ...client }, queryClient: new QueryClient() });
  await waitFor(() => expect(screen.getByRole('checkbox')).toHaveProperty('checked', true));
  click();
  await waitFor(() => expect(kept()).toMatchObject([{ checked: true }, { checked: false }]));
  await waitFor(() => expect(kept()).toMatchObject([{ checked: true }]));
  await waitFor(() => expect(kept()).toMatchObject([{ checked: true }, { checked: false }]));
  sessionStorage.clear();
});

test('after a 500 of the order API no record can arrive late, so the order is not read for one', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  onTestFinished(() => void vi.useRealTimers());
  const { show, kept, props, events, sandbox, client } = setUp();
  const getOrder = vi.fn(client.getOrder);
  show(<Box />, { ...props, client: { ...client, getOrder } });
  sandbox.faults.add({ kind: 'status', status: 500, operation: 'patchAttributes', times: 1 });
  click();
  await waitFor(() => expect(events.map(({ type }) => type)).toContain('evidence-not-saved'));
  click();
  await waitFor(() => expect(kept()).toMatchObject([{ checked: true }, { checked: false }]));
  await pass(5_000);
  getOrder.mockClear();
  await pass(60_000);
  expect(getOrder).not.toHaveBeenCalled();
});

test('NF3: records that are written again keep their order, and the limit', async () => {
  const { show, kept, props, sandbox, orderId, client } = setUp();
  const getOrder = vi.fn(client.getOrder);
  sessionStorage.setItem(`norce-kit-evidence${orderId}`, `${Date.now()}`);
  show(<Box />, { ...props, client: { ...client, getOrder }, evidence: consentEvidence({ limit: 2 }) });
  for (const checked of [true, false, true]) {
    click();
    await waitFor(() => expect(kept().at(-1)).toMatchObject({ checked }));
  }
  const newest = [{ checked: false }, { checked: true }];
  expect(kept()).toMatchObject(newest);
  getOrder.mockClear();
  await waitFor(() => expect(getOrder.mock.calls.length).toBeGreaterThan(5), { timeout: 5_000 });
  expect(kept()).toMatchObject(newest);
  expect(sandbox.receipts.list({ operation: 'patchAttributes' })).toHaveLength(3);
  await client.patchAttributes(orderId, { [evidenceKey(news.id)]: [] });
  await waitFor(() => expect(kept()).toMatchObject(newest), { timeout: 5_000 });
  sessionStorage.clear();
});

test('without Web Crypto the answer is saved and an event is emitted', async () => {
  vi.spyOn(crypto.subtle, 'digest').mockRejectedValue(new Error('not here'));
  const { show, kept, props, events, holds } = setUp();
  show(<Box />, props);
  click();
  await waitFor(() => expect(events.map(({ type }) => type)).toContain('evidence-not-saved'));
  expect(holds('ci_newsletter')).toBe(true);
  expect(kept()).toEqual([]);
  vi.restoreAllMocks();
});
