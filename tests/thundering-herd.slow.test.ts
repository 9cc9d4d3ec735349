import { createOrderClient } from '@norce-kit/core';
import { createOrderHandler } from '@norce-kit/server';
import { expect, onTestFinished, test } from 'vitest';
import { installClock } from './model/clock.ts';
import { seededRandom } from './seeded-random.ts';

const clients = 500;
const outage = 30_000;
const observed = 20_000;
/** Mean time between two answers of a shopper, in ms. */
const pause = 30_000;

type Down = (request: Request) => Promise<Response>;

/** Behaviour of the upstream while it is down. */
const ways: Readonly<Record<string, Down>> = {
  'answers 503': () => Promise.resolve(new Response(null, { status: 503 })),
  'answers nothing': ({ signal }) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
};

/** Returns the number of upstream requests per second after the outage, while 500 shoppers keep clicking. */
async function countArrivals(down: Down): Promise<readonly number[]> {
  const clock = installClock();
  onTestFinished(clock.uninstall);
  const random = seededRandom(7);
  Math.random = random;
  const arrivals = Array.from({ length: observed / 1_000 }, () => 0);
  const handler = createOrderHandler({
    upstream: {
      baseUrl: 'https://upstream.invalid',
      apiKey: 'key',
      merchant: 'acme',
      channel: 'acme-se',
      fetch: (request) => {
        if (performance.now() < outage) return down(request);
        const second = Math.floor(performance.now() / 1_000) - outage / 1_000;
        arrivals[second] = (arrivals[second] ?? 0) + 1;
        return Promise.resolve(new Response(null));
      },
    },
    authorize: () => true,
  });
  const shop = async (_: unknown, index: number) => {
    const client = createOrderClient({
      baseUrl: 'https://shop.invalid/api/norce',
      fetch: (request) => {
        request.headers.set('origin', 'https://shop.invalid');
        return handler(request);
      },
    });
    let checked = false;
    while (performance.now() < outage + observed) {
      await new Promise((resolve) => setTimeout(resolve, random() * 2 * pause));
      checked = !checked;
      await client.patchConsent(`o_${index}`, 'ci_newsletter', checked).catch(() => undefined);
    }
  };
  let leaving = clients;
  const shoppers = Array.from({ length: clients }, (_, index) => shop(_, index).finally(() => leaving--));
  await clock.pass(outage + observed);
  const counted = arrivals.slice(0, observed / 1_000);
  while (leaving > 0) await clock.pass(pause);
  await Promise.all(shoppers);
  return counted;
}

test.each(Object.entries(ways))(
  'SK3: 500 shoppers do not overload the order API after an outage of 30 s in which it %s',
  async (_, down) => {
    const arrivals = await countArrivals(down);
    const mean = arrivals.reduce((sum, count) => sum + count, 0) / arrivals.length;
    expect(mean).toBeGreaterThan(clients / (pause / 1_000) / 2);
    expect(Math.max(...arrivals)).toBeLessThanOrEqual(3 * mean);
  },
);
