import { createSandbox } from '@norce-kit/sandbox';
import { loadOpenApi } from '@norce-kit/sandbox/server';
import { show, summarize } from '../handler/statistics.mjs';
import { save } from '../record.mjs';

const rounds = Number(process.env.ROUNDS ?? 8);
const orders = 10_000;
const requests = 2_000;
/** The bar: seconds of one processor for all requests of a round. */
const most = 1;

const sandbox = createSandbox({ authenticate: false, checkRequest: loadOpenApi().checkRequest });
const ids = Array.from({ length: orders }, () => sandbox.orders.create().id);

/** One read for two writes, each on another order. */
async function send(count) {
  const order = `https://sandbox.invalid/api/v0/checkout/orders/${ids[(count * 7) % orders]}`;
  const response = await (count % 3 === 0
    ? sandbox.fetch(order)
    : sandbox.fetch(`${order}/consents/ci_newsletter`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ checked: count % 2 === 0 }),
      }));
  if (response.status !== 200) throw new Error(`Request ${count} got ${response.status}.`);
}

for (let count = 0; count < 500; count++) await send(count);
const seconds = [];
for (let round = 0; round < rounds; round++) {
  const before = process.cpuUsage();
  for (let count = 0; count < requests; count++) await send(count);
  const { user, system } = process.cpuUsage(before);
  seconds.push((user + system) / 1e6);
}

const cpuSeconds = summarize(seconds);
console.table([{ orders, requests, 'processor, s': show(cpuSeconds, 2) }]);
if (cpuSeconds.median > most) {
  console.error(`${requests} requests took ${cpuSeconds.median} s of a processor, more than ${most}.`);
  process.exitCode = 1;
}
save('sandbox', { rounds, orders, requests, most, cpuSeconds });
