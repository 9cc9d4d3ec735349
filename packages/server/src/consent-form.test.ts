import { expect, onTestFinished, test, vi } from 'vitest';
import { fieldsOf, openFormShop } from '../test/form.ts';
import type { Fields } from '../test/form.ts';
import { createTable, secret } from '../test/shop.ts';
import type { HandlerEvent } from './events.ts';
import { createOrderHandler } from './handler.ts';

const saved = [303, '/checkout?consents=saved'];
const unchanged = [303, '/checkout'];
const changed = [303, '/checkout?consents=changed'];
const notSaved = [303, '/checkout?consents=not-saved'];
const unknown = [303, '/checkout?consents=unknown'];

const tick = fieldsOf('ci_newsletter', false, true);
const untick = fieldsOf('ci_newsletter', true, false);

test('NJ1: a form ticks and un-ticks', async () => {
  const { submit, holds, writes } = openFormShop();
  expect(await submit([...tick, ...fieldsOf('ci_terms', false, false)])).toEqual(saved);
  expect(holds('ci_newsletter')).toBe(true);
  expect(await submit([...untick, ...fieldsOf('ci_terms', false, true)])).toEqual(saved);
  expect([holds('ci_newsletter'), holds('ci_terms')]).toEqual([false, true]);
  expect(writes()).toEqual([
    ['patchConsent', 'ci_newsletter', true],
    ['patchConsent', 'ci_newsletter', false],
    ['patchConsent', 'ci_terms', true],
  ]);
});

test('NJ1: other fields of a form are ignored', async () => {
  const { submit, holds } = openFormShop();
  const others: Fields = [
    ['email', 'ann@shop.test'],
    ['__proto__', 'x'],
    ['consents', 'ci_terms'],
    ['_charset_', 'utf-8'],
    ['', ''],
  ];
  expect(await submit([...others, ...tick])).toEqual(saved);
  expect(await submit('&&note=%E5&&')).toEqual(unchanged);
  expect([holds('ci_newsletter'), holds('ci_terms')]).toEqual([true, false]);
});

test.each(['ci:a', 'a.b', 'with space', 'å ö', 'a+b', 'a=b;c,d&e', '🎁', '100%', 'constructor', 'shown.x'])(
  'NJ1: a form answers the consent %j',
  async (id) => {
    const { sandbox, orderId, submit, holds } = openFormShop();
    sandbox.orders.update(orderId, { consents: [{ id, checked: false, required: false }] });
    expect(await submit(fieldsOf(id, false, true))).toEqual(saved);
    expect(holds(id)).toBe(true);
  },
);

test('NJ2: a form with untouched boxes writes nothing', async () => {
  const { submit, writes } = openFormShop();
  const fields = [...fieldsOf('ci_newsletter', false, false), ...fieldsOf('ci_terms', false, false)];
  expect(await submit(fields)).toEqual(unchanged);
  expect(await submit([])).toEqual(unchanged);
  expect(await submit([['email', 'x']])).toEqual(unchanged);
  expect(writes()).toEqual([]);
});

test.each([true, false])(
  'NJ2: an untouched box leaves the value %s of another tab, and the page shows that',
  async (held) => {
    const { sandbox, orderId, submit, holds, writes } = openFormShop();
    sandbox.orders.setChecked(orderId, 'ci_newsletter', held);
    expect(await submit(fieldsOf('ci_newsletter', !held, !held))).toEqual(changed);
    expect(holds('ci_newsletter')).toBe(held);
    // An answer to another consent is written all the same.
    const both = [...fieldsOf('ci_newsletter', !held, !held), ...fieldsOf('ci_terms', false, true)];
    expect(await submit(both)).toEqual(changed);
    expect([holds('ci_newsletter'), holds('ci_terms')]).toEqual([held, true]);
    expect(writes()).toEqual([['patchConsent', 'ci_terms', true]]);
  },
);

test('NJ2: an un-tick on a page of the browser history that first showed no tick leads to a note', async () => {
  const { submit, holds } = openFormShop();
  expect(await submit(tick)).toEqual(saved);
  expect(await submit(fieldsOf('ci_newsletter', false, false))).toEqual(changed);
  expect(holds('ci_newsletter')).toBe(true);
});

test('NJ3: two boxes of one consent are one answer, the one that changed', async () => {
  const { submit, holds, writes } = openFormShop();
  const box: Fields = [['consent.ci_newsletter', 'on']];
  const shown = (value: string): Fields => [['shown.ci_newsletter', value]];
  expect(await submit([...shown('false'), ...box, ...shown('false')])).toEqual(saved);
  expect(holds('ci_newsletter')).toBe(true);
  expect(await submit([...box, ...shown('true'), ...box, ...shown('true')])).toEqual(unchanged);
  expect(await submit([...shown('true'), ...box, ...shown('true')])).toEqual(saved);
  expect(holds('ci_newsletter')).toBe(false);
  expect(writes()).toHaveLength(2);
});

test.each<[string, string]>([
  ['a box without its hidden field', 'consent.ci_newsletter=on'],
  ['more ticks than boxes', 'consent.ci_newsletter=on&consent.ci_newsletter=on&shown.ci_newsletter=false'],
  [
    'contradicting hidden fields',
    'consent.ci_newsletter=on&shown.ci_newsletter=false&shown.ci_newsletter=true',
  ],
  ['another value of a box', 'consent.ci_newsletter=0&shown.ci_newsletter=false'],
  ['an empty box', 'consent.ci_newsletter&shown.ci_newsletter=false'],
  ['another value of a hidden field', 'consent.ci_newsletter=on&shown.ci_newsletter=off'],
  ['an empty hidden field', 'consent.ci_newsletter=on&shown.ci_newsletter'],
  ['an id with a slash', 'consent.a%2Fb=on&shown.a%2Fb=false'],
  ['an id with an escape', 'consent.a%252Fb=on&shown.a%252Fb=false'],
  ['no id', 'consent.=on&shown.=false'],
  ['dots', 'consent...=on&shown...=false'],
  ['a control character', 'consent.a%00=on&shown.a%00=false'],
  ['a long id', `consent.${'a'.repeat(257)}=on&shown.${'a'.repeat(257)}=false`],
  ['bytes of another encoding', 'consent.%E5=on&shown.%E5=false'],
  ['a broken escape', 'consent.a%=on&shown.a%=false'],
  ['too many fields', `${'a=b&'.repeat(1_000)}consent.ci_newsletter=on&shown.ci_newsletter=false`],
  [
    'too many answers',
    Array.from({ length: 101 }, (_, at) => `consent.c${at}=on&shown.c${at}=false`).join('&'),
  ],
])('NJ4: a form with %s writes nothing', async (_what, body) => {
  const { submit, writes } = openFormShop();
  expect(await submit(`consent.ci_terms=on&shown.ci_terms=false&${body}`)).toEqual(notSaved);
  expect(writes()).toEqual([]);
});

test('NJ4: up to 100 answers of a form are written one after the other', async () => {
  const ids = Array.from({ length: 100 }, (_, at) => `c${at}`);
  const { sandbox, orderId, submit, holds, writes } = openFormShop();
  sandbox.orders.update(orderId, { consents: ids.map((id) => ({ id, checked: false, required: false })) });
  expect(await submit(ids.flatMap((id) => fieldsOf(id, false, true)))).toEqual(saved);
  expect(ids.every((id) => holds(id) === true)).toBe(true);
  expect(writes().map(([, id]) => id)).toEqual(ids);
});

test('NJ5: a consent that is no longer on the order does not keep the others from being written', async () => {
  const { submit, holds } = openFormShop();
  expect(await submit([...fieldsOf('ci_gone', false, true), ...tick])).toEqual(notSaved);
  expect(holds('ci_newsletter')).toBe(true);
});

test.each<[number, readonly (string | number | null)[], number]>([
  [500, unknown, 1],
  [503, unknown, 1],
  [408, unknown, 1],
  [302, notSaved, 1],
  [401, notSaved, 1],
  [429, notSaved, 1],
  [409, notSaved, 2],
  [404, notSaved, 2],
])('NJ5: a write that gets %i leads to the right result', async (status, expected, sent) => {
  const events: HandlerEvent[] = [];
  const fetch = vi.fn(() => Promise.resolve(new Response(null, { status })));
  const { submit } = openFormShop({ onEvent: (event) => void events.push(event) }, fetch);
  expect(await submit([...tick, ...fieldsOf('ci_terms', false, true)])).toEqual(expected);
  expect(fetch).toHaveBeenCalledTimes(sent);
  expect(events).toMatchObject([
    { type: 'request', method: 'POST', operation: 'patchConsents', status: 303, upstreamStatus: status },
  ]);
  expect(events[0]).toHaveProperty('problem');
});

test('NJ5: a write whose connection breaks is not sent again, and its result is unknown', async () => {
  const fetch = vi.fn(() => Promise.reject(new TypeError('cut')));
  const { submit } = openFormShop({}, fetch);
  expect(await submit(tick)).toEqual(unknown);
  expect(fetch).toHaveBeenCalledTimes(1);
});

test('NJ5: a write that the order API accepted and that cannot be compared is not called saved', async () => {
  const fetch = (request: Request) =>
    Promise.resolve(new Response(null, { status: request.method === 'GET' ? 500 : 200 }));
  expect(await openFormShop({}, fetch).submit(tick)).toEqual(unknown);
});

test('NJ5: an order whose consents cannot be read is no fault of the handler', async () => {
  const events: HandlerEvent[] = [];
  const answer = ({ method }: Request) =>
    Promise.resolve(method === 'GET' ? Response.json({ id: 'o_1', consents: [null] }) : new Response());
  const { submit } = openFormShop({ onEvent: (event) => void events.push(event) }, answer);
  expect(await submit(tick)).toEqual(changed);
  expect(events).toEqual([expect.objectContaining({ level: 'info', status: 303 })]);
});

test('NJ5: an order API that hangs ends the form after the time limit', async () => {
  const { submit } = openFormShop({ timeout: 20 }, () => new Promise(() => undefined));
  expect(await submit([...tick, ...fieldsOf('ci_terms', false, true)])).toEqual(unknown);
});

test('NJ5: a key that cannot be read writes nothing', async () => {
  const { sandbox, orderId, writes } = openFormShop();
  const handler = createOrderHandler({
    upstream: {
      baseUrl: 'https://api.test',
      merchant: 'acme',
      channel: 'acme-se',
      apiKey: () => Promise.reject(new Error('vault')),
      fetch: sandbox.fetch,
    },
    authorize: () => true,
  });
  const headers = new Headers({ 'sec-fetch-site': 'same-origin' });
  expect(await handler.submitConsents(tick, { orderId, headers })).toBe('not-saved');
  expect(writes()).toEqual([]);
});

test('NJ6: a form that is sent twice has one row, and its last answer is the last row', async () => {
  // The order of rows of one millisecond is undefined, and a shopper needs longer between two forms.
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const table = createTable();
  const { submit, orderId } = openFormShop({ consentLog: { secret, awaited: true, write: table.insert } });
  const sent: Fields = [['consent-submission', 'page-0001']];
  await submit([...sent, ...tick]);
  await submit([...sent, ...tick]);
  expect(table.answers()).toEqual(['ci_newsletter true']);
  vi.advanceTimersByTime(1_000);
  await submit(untick);
  expect(table.last(orderId, 'ci_newsletter')).toBe(false);
  vi.advanceTimersByTime(1_000);
  await submit(tick);
  expect(table.answers()).toEqual(['ci_newsletter true', 'ci_newsletter false', 'ci_newsletter true']);
});

test.each(['short', 'x'.repeat(61), 'with space', '../../../etc'])(
  'NJ6: the malformed id %j of a form is ignored',
  async (id) => {
    const table = createTable();
    const { submit } = openFormShop({ consentLog: { secret, awaited: true, write: table.insert } });
    expect(await submit([['consent-submission', id], ...tick])).toEqual(saved);
    expect(table.rows()[0]?.pageId).toMatch(/^[\da-f-]{36}$/);
  },
);

test('NJ6: an untouched box has no row', async () => {
  const table = createTable();
  const { submit } = openFormShop({ consentLog: { secret, awaited: true, write: table.insert } });
  await submit([...tick, ...fieldsOf('ci_terms', false, false)]);
  expect(table.answers()).toEqual(['ci_newsletter true']);
});

test('CL1: a form whose row an awaited log refuses is not called saved, also when it is sent again untouched', async () => {
  const events: HandlerEvent[] = [];
  const { submit, orderId } = openFormShop({
    consentLog: { secret, awaited: true, write: () => Promise.reject(new Error('disk')) },
    onEvent: (event) => void events.push(event),
  });
  expect(await submit(tick)).toEqual(unknown);
  expect(await submit(fieldsOf('ci_newsletter', true, true))).toEqual(unknown);
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'consent-log', operation: 'patchConsents', orderId }),
  );
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'request', level: 'error', problem: 'log-failed', status: 303 }),
  );
});

test('NJ7: two submissions of one order are written in their order', async () => {
  const held: (() => void)[] = [];
  const { sandbox, submit, holds, writes } = openFormShop(
    {},
    // Holds the first write.
    async (request) => {
      if (held.length === 0) await new Promise<void>((resolve) => held.push(resolve));
      return await sandboxFetch(request);
    },
  );
  const sandboxFetch = (request: Request) => sandbox.fetch(request);
  const first = submit(tick);
  await expect.poll(() => held).toHaveLength(1);
  const second = submit(untick);
  held[0]?.();
  expect(await Promise.all([first, second])).toEqual([saved, saved]);
  expect(writes()).toEqual([
    ['patchConsent', 'ci_newsletter', true],
    ['patchConsent', 'ci_newsletter', false],
  ]);
  expect(holds('ci_newsletter')).toBe(false);
});

test('NJ7: a submission behind one that hangs is not written later', async () => {
  let sent = 0;
  const { submit } = openFormShop({ timeout: 100 }, () => {
    sent++;
    return new Promise(() => undefined);
  });
  const first = submit(tick);
  await expect.poll(() => sent).toBe(1);
  const others = [submit(untick), submit(untick)];
  expect(await first).toEqual(unknown);
  for (const other of others) expect([unknown, notSaved]).toContainEqual(await other);
});

test('NJ8: code of the shop writes the consents of a form that it received, through the same checks', async () => {
  const asked: unknown[] = [];
  const { handler, orderId, holds } = openFormShop({
    formReturnTo: undefined,
    rateLimit: (_request, scope) => void asked.push(scope),
    authorize: (request) => request.headers.get('cookie') === 'mine',
  });
  const form = new FormData();
  for (const [name, value] of [...tick, ['note', 'x']] as Fields) form.append(name, value);
  form.append('consent.file', new Blob(['x']));
  const headers = new Headers({
    host: 'shop.test',
    cookie: 'mine',
    'sec-fetch-site': 'same-origin',
    'content-type': 'multipart/form-data; boundary=x',
    'content-length': '12345',
  });
  expect(await handler.submitConsents(form, { orderId, headers })).toBe('saved');
  expect(holds('ci_newsletter')).toBe(true);
  expect(asked).toEqual([{ orderId, operation: 'patchConsents' }]);
  headers.set('cookie', 'other');
  expect(await handler.submitConsents(untick, { orderId, headers })).toBe('not-saved');
  expect(await handler.submitConsents(untick, { orderId: '../o', headers })).toBe('not-saved');
  expect(holds('ci_newsletter')).toBe(true);
});

test.each([
  ['no form', undefined, { orderId: 'o', headers: new Headers() }],
  ['the body of a form', 'shown.a=false&consent.a=on', { orderId: 'o', headers: new Headers() }],
  ['a list of names', ['shown.a', 'consent.a'], { orderId: 'o', headers: new Headers() }],
  ['the names of a form', new Map(tick).keys(), { orderId: 'o', headers: new Headers() }],
  ['no order', tick, { orderId: undefined, headers: new Headers() }],
  ['no scope', tick, undefined],
  ['headers as an object', tick, { orderId: 'o', headers: { host: 'shop.test' } }],
  ['the promise of headers', tick, { orderId: 'o', headers: Promise.resolve(new Headers()) }],
])('submitConsents with %s names what it takes', async (_, form, scope) => {
  const { handler } = openFormShop();
  await expect(handler.submitConsents(form as never, scope as never)).rejects.toThrow(
    'submitConsents takes the FormData of the request, and { orderId, headers } with its Headers. In Next.js await headers().',
  );
});

test.each<[Record<string, string>, string]>([
  [{ origin: 'https://shop.test', host: 'shop.test' }, 'saved'],
  [{ origin: 'http://shop.test', host: 'shop.test', 'x-forwarded-proto': 'http' }, 'saved'],
  [{ origin: 'http://shop.test', host: 'shop.test' }, 'not-saved'],
  [{ origin: 'https://evil.test', host: 'shop.test' }, 'not-saved'],
  [{ origin: 'null', host: 'shop.test' }, 'not-saved'],
  [{ host: 'shop.test' }, 'not-saved'],
  [{}, 'not-saved'],
  [{ origin: 'https://shop.test', host: 'shop.test', 'sec-fetch-site': 'cross-site' }, 'not-saved'],
  [{ origin: 'https://shop.test', host: 'a b/@' }, 'not-saved'],
])('NJ8: code of the shop with the headers %o gets %s', async (headers, result) => {
  const { handler, orderId, holds } = openFormShop({ allowMissingOrigin: true });
  expect(await handler.submitConsents(tick, { orderId, headers: new Headers(headers) })).toBe(result);
  expect(holds('ci_newsletter')).toBe(result === 'saved');
});
