import fc from 'fast-check';
import { connect } from 'node:net';
import { expect } from 'vitest';
import { codePoint } from '../../../tests/code-points.ts';
import type { Recorded } from './rig.ts';
import { afterTurns, key, orders } from './rig.ts';

const oddText = fc.oneof(fc.string({ maxLength: 12 }), fc.string({ unit: codePoint, maxLength: 8 }));
const id = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('o_1', 'ci_news', 'a-b.c~d') },
  { weight: 2, arbitrary: oddText.map(encodeURI) },
  fc.constantFrom(
    '..',
    '.',
    '%2e%2e',
    '%2F',
    '%00',
    '%0d%0a',
    '//evil.test',
    'https://evil.test',
    '@evil.test',
    '\\',
    '*',
    '{order_id}',
    '%',
    '',
  ),
);
const rest = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('', '/consents', '/consents/', '/attributes', '/validations', '/validate'),
  },
  fc.tuple(fc.constant('/consents/'), id).map(([start, consent]) => start + consent),
  fc.constantFrom(
    '/state',
    '/payments',
    '/hooks',
    '/../o_2',
    '/consents/a/b',
    '?x=/consents/a',
    '#/consents',
    ';/consents/a',
  ),
);
const path = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(id, rest).map(([order, end]) => `${orders}/${order}${end}`) },
  fc.constantFrom(
    '*',
    '/',
    orders,
    `${orders}/../../../configuration`,
    `http://evil.test${orders}/o_1`,
    `//evil.test${orders}/o_1`,
  ),
  oddText.map((text) => `/${encodeURI(text)}`),
);
const method = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('GET', 'PATCH', 'POST') },
  fc.constantFrom('PUT', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'CONNECT', 'patch', 'PROPFIND', 'G E T', ''),
);
const value = fc.oneof(
  fc.boolean(),
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom('false', '{order_id}', 'https://evil.test'),
);
const member = fc.constantFrom(
  'checked',
  'id',
  'text',
  'required',
  'gift',
  'note',
  'name',
  'url',
  'adapterId',
  '__proto__',
  'constructor',
);
const object = fc.dictionary(member, value, { maxKeys: 4 });
const known = fc.constantFrom<unknown>(
  { checked: true },
  { checked: false, required: false },
  [{ id: 'a', checked: true }],
  { gift: { a: [1, null] } },
  { name: 'stock' },
  { name: 'stock', url: 'https://evil.test' },
);
const json = fc
  .oneof({ weight: 4, arbitrary: known }, object, fc.array(object, { maxLength: 3 }), value)
  .map((made) => JSON.stringify(made));
const body = fc.oneof(
  { weight: 8, arbitrary: json },
  {
    weight: 1,
    arbitrary: fc
      .tuple(json, fc.nat(40), oddText)
      .map(([text, at, odd]) => text.slice(0, at) + odd + text.slice(at)),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      '{"checked":true,"checked":false}',
      '{"checked":',
      '['.repeat(5_000),
      '\u0000',
      `{"gift":"${'x'.repeat(70_000)}"}`,
    ),
  },
);
const header = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.tuple(
      fc.constantFrom(
        'traceparent',
        'tracestate',
        'x-merchant',
        'x-channel',
        'x-adapterid',
        'authorization',
        'cookie',
        'host',
        'x-http-method-override',
        'x-forwarded-host',
        'expect',
        'range',
        'accept',
        'te',
        'connection',
        'transfer-encoding',
        'content-encoding',
        'upgrade',
      ),
      fc.constantFrom(
        'evil',
        'DELETE',
        'chunked',
        'gzip',
        'x-merchant',
        'evil\r\nx-merchant: evil',
        '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      ),
    ),
  },
  fc.tuple(oddText, oddText),
);
const mark = fc.oneof(
  { weight: 8, arbitrary: fc.constant('sec-fetch-site: same-origin') },
  fc.constantFrom('origin: https://evil.test', 'sec-fetch-site: cross-site', 'origin: null', 'x: y'),
);
const type = fc.oneof(
  { weight: 8, arbitrary: fc.constant('application/json') },
  fc.constantFrom('text/plain', 'application/json; charset=utf-16', ''),
);

/** Forms: fields that belong together, fields that contradict each other, and fields of other forms. */
const field = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom('a', 'ci_news', 'a%2Fb', '..', '%F0%9F%8E%81', '%C0%AF', ''), fc.boolean())
      .map(([name, isTicked]) => `${isTicked ? `consent.${name}=on&` : ''}shown.${name}=false`),
  },
  fc
    .tuple(
      fc.constantFrom('consent.a', 'shown.a', 'consent-submission', 'email', '%', '%63onsent.a'),
      fc.constantFrom('on', 'true', 'false', '', 'page-0001', '%', '%C0%AF', '../../x'),
    )
    .map((pair) => pair.join('=')),
  oddText.map(encodeURI),
);
const formBody = fc.oneof(
  { weight: 8, arbitrary: fc.array(field, { maxLength: 4 }).map((fields) => fields.join('&')) },
  fc.constantFrom('a=b&'.repeat(2_000), `email=${'x'.repeat(70_000)}`, '&&&', '=', '\u0000'),
);
const form = fc.record({
  isForm: fc.nat(7).map((number) => number === 0),
  formBody,
  formType: fc.constantFrom(
    'application/x-www-form-urlencoded',
    'application/x-www-form-urlencoded; charset=UTF-8',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
  ),
  query: fc.constantFrom(
    '',
    '?return-to=https://evil.test/',
    '?return-to=//evil.test',
    '?return-to=/checkout',
  ),
});

const toBytes = (text: string) => Buffer.from(text).toString('latin1');

/**
 * Requests of HTTP/1.1 as bytes, one in each character, most of them malformed or not allowed. `cookie` makes further
 * cookie headers.
 */
export function hostileMessages(cookie: fc.Arbitrary<string> = fc.constant('')): fc.Arbitrary<string> {
  const parts = { method, path, headers: fc.array(header, { maxLength: 2 }), mark, type, body };
  return fc
    .record({ ...parts, form, wrongLength: fc.nat(30), cookie })
    .map(
      ({
        headers,
        wrongLength,
        cookie: cookies,
        form: { isForm, formBody: fields, ...posted },
        ...plain
      }) => {
        const made = isForm
          ? {
              ...plain,
              method: 'POST',
              path: `${orders}/o_1/consents${posted.query}`,
              type: posted.formType,
              body: fields,
            }
          : plain;
        const length = Buffer.byteLength(made.body) + (wrongLength === 1 ? 5 : wrongLength === 2 ? -1 : 0);
        const lines = [
          `${made.method} ${made.path} HTTP/1.1`,
          'host: shop.test',
          made.mark,
          ...headers.map(([name, text]) => `${name}: ${text}`),
          ...(made.method === 'GET' ? [] : [`content-type: ${made.type}`, `content-length: ${length}`]),
          'connection: close',
        ].map(toBytes);
        const all = cookies === '' ? lines : [...lines, `cookie: ${cookies}`];
        return `${all.join('\r\n')}\r\n\r\n${made.method === 'GET' ? '' : toBytes(made.body)}`;
      },
    );
}

/** Sends bytes on a new socket and closes it after the first response bytes. */
export async function sendHostile(port: number, bytes: string): Promise<string> {
  return await new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    const done = () => {
      timer.stop();
      socket.destroy();
      resolve(answer);
    };
    const timer = afterTurns(40, done);
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
    socket.on('end', done).on('close', done).on('error', done);
    socket.write(Buffer.from(bytes, 'latin1'));
  });
}

const api = '/checkout/order/api/v0/checkout/orders';
const orderPath = `${api}/[A-Za-z0-9_-][A-Za-z0-9_.~-]*`;
const isObject = (made: unknown): made is Record<string, unknown> =>
  typeof made === 'object' && made !== null && !Array.isArray(made);
const isAnswer = (made: unknown, ...names: string[]) =>
  isObject(made) &&
  typeof made['checked'] === 'boolean' &&
  JSON.stringify(Object.keys(made).sort()) === JSON.stringify(['checked', ...names].sort());
const isAttributes = (made: unknown) =>
  isObject(made) &&
  Object.keys(made).length > 0 &&
  Object.keys(made).every((name) => ['gift', 'note'].includes(name));
const isStock = (made: unknown) =>
  JSON.stringify(made) === '{"adapterId":"stock_adapter","url":"https://checks.test/{order_id}"}';

/** All requests that may reach the upstream: method, path, and the check of the body. */
export const allowed: readonly [string, RegExp, (text: string) => boolean][] = [
  ['GET', new RegExp(`^${orderPath}$`), (text) => text === ''],
  ['POST', new RegExp(`^${orderPath}/validate$`), (text) => text === ''],
  ['POST', new RegExp(`^${orderPath}/validations$`), (text) => isStock(JSON.parse(text))],
  ['PATCH', new RegExp(`^${orderPath}/attributes$`), (text) => isAttributes(JSON.parse(text))],
  [
    'PATCH',
    new RegExp(`^${orderPath}/consents$`),
    (text) => (JSON.parse(text) as unknown[]).every((entry) => isAnswer(entry, 'id')),
  ],
  [
    'PATCH',
    new RegExp(`^${orderPath}/consents/[A-Za-z0-9_.~%!*'()-]+$`),
    (text) => isAnswer(JSON.parse(text)),
  ],
];
/** Headers of the handler, and of the fetch of each runtime. */
const ownHeaders = [
  'accept',
  'accept-encoding',
  'accept-language',
  'authorization',
  'cache-control',
  'cf-worker',
  'connection',
  'content-length',
  'content-type',
  'host',
  'pragma',
  'sec-fetch-mode',
  'traceparent',
  'tracestate',
  'user-agent',
  'x-channel',
  'x-merchant',
  'x-request-id',
];

/** Checks a request that reached the upstream. Returns the operation. */
export function checkReceived(
  { method: verb, url = '', headers, body: text }: Recorded,
  { host, apiKey = key }: { readonly host: string; readonly apiKey?: string },
): string {
  const row = allowed.findIndex(
    ([wanted, shape, isBody]) => wanted === verb && shape.test(url) && isBody(text),
  );
  expect(row, `${verb ?? ''} ${url} ${text}`).toBeGreaterThanOrEqual(0);
  expect(Object.keys(headers).filter((name) => !ownHeaders.includes(name))).toEqual([]);
  if ('tracestate' in headers) expect(headers).toHaveProperty('traceparent');
  expect(headers).toMatchObject({
    host,
    authorization: `Bearer ${apiKey}`,
    'x-merchant': 'acme',
    'x-channel': 'acme-se',
  });
  return `${verb ?? ''} ${String(row)}`;
}
