// Runs in a process of its own, so that the test can read its whole stdout and stderr. Every failure is given the key and
// personal data; the output for browsers and operators is sent to the parent.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import type { OrderHandlerOptions } from '../src/index.ts';
import { createOrderHandler, orderCookie } from '../src/index.ts';
import { toNodeListener, undiciTransport } from '../src/node.ts';

const key = 'canarykey7731';
const mail = 'canary.ann@shop.test';
const secret = 'canarysecret'.repeat(4);
let leaks = 0;
/** Every second error has the key, which an event could take for a code, and nothing around it. */
const leak = () => {
  const isAlone = leaks++ % 2 === 0;
  return Object.assign(new Error(`${key} ${mail}`, { cause: Object.assign(new Error(key), { code: key }) }), {
    code: isAlone ? key : `${key} ${mail}`,
    headers: { key },
    ...(isAlone && { name: key }),
  });
};

const upstreamAnswers: Record<string, (echo: string) => [number, Record<string, string>, string]> = {
  ...Object.fromEntries(
    [200, 204, 304, 400, 401, 403, 404, 409, 422, 429, 500, 502, 503].map((status) => [
      `echo-${status}`,
      (echo: string) => [
        status,
        { 'x-echo': key, 'set-cookie': key, location: `https://evil.test/${key}` },
        echo,
      ],
    ]),
  ),
  code: () => [400, {}, JSON.stringify({ code: key, message: mail })],
  reasons: () => [400, {}, JSON.stringify([{ code: key, adapterId: key, message: mail }])],
  redirect: () => [302, { location: `https://evil.test/${key}?${mail}` }, key],
  html: () => [200, { 'content-type': 'text/html' }, `<p>${key} ${mail}`],
  retry: () => [429, { 'retry-after': key }, key],
};

const upstream = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    const name = /orders\/([\w-]+)/.exec(request.url ?? '')?.[1] ?? '';
    if (name === 'hangup') return void request.socket.destroy();
    if (name === 'cut')
      return void response.writeHead(200, { 'content-length': '999' }).write(key, () => response.destroy());
    if (name === 'silent') return;
    const echo = JSON.stringify({
      id: name,
      customer: { email: mail },
      headers: request.headers,
      hooks: [key],
      body,
    });
    const [status, headers, text] = upstreamAnswers[name]?.(echo) ?? [200, {}, ''];
    response.writeHead(status, headers).end(status === 204 || status === 304 ? undefined : text);
  });
});

const seen: unknown[] = [];
const asked = {
  attributes: { gift: { mail }, note: key },
  other: { [mail]: mail },
  consents: [{ id: mail, checked: mail }],
};

async function askAll(origin: string, orderId: string, cookie: string): Promise<void> {
  const path = `${origin}/api/norce/api/v0/checkout/orders/${orderId}`;
  const requests: [string, string, unknown][] = [
    ['GET', '', undefined],
    ['PATCH', '/consents/a', { checked: true, text: mail }],
    ['PATCH', '/consents/a', { checked: mail }],
    ['PATCH', `/consents/${encodeURIComponent(`${mail}/${key}`)}`, { checked: true }],
    ['PATCH', '/consents', asked.consents],
    ['PATCH', '/attributes', asked.attributes],
    ['PATCH', '/attributes', asked.other],
    ['PATCH', '/attributes', `{"gift":"${mail}`],
    ['POST', '/validations', { name: mail, url: `https://${key}.test/` }],
    ['POST', '/validations', { name: 'stock' }],
    ['POST', '/validate', undefined],
    ['PUT', `/state/${key}`, { mail }],
  ];
  for (const [method, suffix, body] of requests) {
    const headers = {
      'content-type': 'application/json',
      origin,
      cookie,
      authorization: mail,
      'x-merchant': mail,
      traceparent: mail,
    };
    const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const response = await fetch(path + suffix, { method, headers, ...sent, redirect: 'manual' });
    seen.push([response.status, [...response.headers], await response.text()]);
  }
}

async function run(
  baseUrl: string,
  changed: Partial<OrderHandlerOptions>,
  orderIds: readonly string[],
): Promise<void> {
  const transport = undiciTransport();
  const options: OrderHandlerOptions = {
    upstream: { baseUrl, apiKey: key, merchant: 'acme', channel: 'acme-se', transport },
    authorize: () => true,
    attributes: ['gift', 'note'],
    validations: { stock: { adapterId: 'stock', url: 'https://checks.test' } },
    timeout: 200,
    onEvent: (event) => void seen.push(event, inspect(event, { depth: 9, showHidden: true })),
    ...changed,
  };
  const handler = createOrderHandler(options);
  seen.push(inspect(handler, { depth: 9, showHidden: true }));
  const server = createServer(toNodeListener(handler));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const orderId of orderIds) await askAll(origin, orderId, `__Host-norce-order=${key}; mail=${mail}`);
  server.closeAllConnections();
  server.close();
  await transport.close();
}

function build(make: () => unknown): void {
  try {
    make();
  } catch (error) {
    seen.push(inspect(error, { depth: 9, showHidden: true }), String(error), JSON.stringify(error));
  }
}

await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
const baseUrl = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
await run(baseUrl, {}, [
  ...Object.keys(upstreamAnswers),
  'hangup',
  'cut',
  'silent',
  `%3C${key}%3E`,
  encodeURIComponent(mail),
]);
const rejecting = {
  baseUrl,
  apiKey: key,
  merchant: 'acme',
  channel: 'acme-se',
  fetch: () => Promise.reject(leak()),
};
const throwing = {
  ...rejecting,
  fetch: () => {
    throw leak();
  },
};
const failing: Partial<OrderHandlerOptions>[] = [
  { upstream: rejecting },
  { upstream: throwing },
  { authorize: () => Promise.reject(leak()) },
  { authorize: orderCookie({ secret }) },
  {
    rateLimit: () => {
      throw leak();
    },
  },
  {
    project: () => {
      throw leak();
    },
  },
  {
    attributes: {
      '~standard': { version: 1, vendor: key, validate: () => ({ issues: [{ message: mail }] }) },
    },
  },
  { attributes: { '~standard': { version: 1, vendor: key, validate: () => Promise.reject(leak()) } } },
  { consentLog: { secret, write: () => Promise.reject(leak()) } },
  { consentLog: { secret, awaited: true, write: () => Promise.reject(leak()) } },
  {
    onEvent: () => {
      throw leak();
    },
  },
  { onEvent: () => Promise.reject(leak()) },
];
for (const changed of failing) await run(baseUrl, changed, ['echo-200']);
for (const apiKey of [`${key}\n`, `${key} x`, `\ufeff${key}`]) {
  build(() => createOrderHandler({ upstream: { ...rejecting, apiKey }, authorize: () => true }));
}
for (const name of ['baseUrl', 'merchant', 'channel', 'adapterId']) {
  build(() => createOrderHandler({ upstream: { ...rejecting, [name]: `${key}\n` }, authorize: () => true }));
}
build(() => orderCookie({ secret: key }));
build(() =>
  createOrderHandler({ upstream: rejecting, authorize: () => true, basePath: key, trustedOrigins: [key] }),
);
upstream.closeAllConnections();
upstream.close();
process.send?.(seen, () => process.disconnect());
