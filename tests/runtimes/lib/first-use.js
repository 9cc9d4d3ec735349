// Uses cookie and transport for the first time while no file can be opened, and again afterwards.
import { createOrderHandler, orderCookie } from '@norce-kit/server';
import { undiciTransport } from '@norce-kit/server/node';
import { closeSync, openSync } from 'node:fs';

const withoutFiles = async (work) => {
  const files = [];
  try {
    for (;;) files.push(openSync('/dev/null'));
  } catch {
    // There is no further one.
  }
  const failed = await work().then(
    ({ status }) => status === 502,
    () => true,
  );
  for (const file of files) closeSync(file);
  return failed ? 'fails' : 'works';
};

const cookie = orderCookie({ secret: 'c'.repeat(32) });
const failures = [await withoutFiles(() => cookie.bind('o_1'))];
const request = (value) =>
  new Request('https://shop.test/api/norce/api/v0/checkout/orders/o_1', {
    headers: { cookie: value.split(';')[0], 'sec-fetch-site': 'same-origin' },
  });
const bound = await cookie.bind('o_1');
failures.push(await withoutFiles(() => cookie.read(request(bound))));
const transport = undiciTransport();
const handler = createOrderHandler({
  upstream: {
    baseUrl: `${process.env.UPSTREAM}/checkout/order`,
    apiKey: 'key',
    merchant: 'acme',
    channel: 'acme-se',
    transport,
  },
  authorize: () => true,
});
failures.push(await withoutFiles(() => handler(request(bound))));
const { status } = await handler(request(bound));
console.log(JSON.stringify({ failures, order: await cookie.read(request(bound)), status }));
await transport.close();
