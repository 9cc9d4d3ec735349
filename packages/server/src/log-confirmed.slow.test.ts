import { expect, onTestFinished, test, vi } from 'vitest';
import { createTable, openPage, openShop, runToEnd, secret, simulateTime } from '../test/shop.ts';

/** A generator of numbers from 0 to 1, the same for each run of a seed. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}

/** An order API that loses requests and responses. */
function createUpstream(happens: (probability: number) => boolean) {
  const orders = new Map<string, boolean>();
  return async (request: Request): Promise<Response> => {
    const [, id = ''] = /orders\/([^/]+)/.exec(request.url) ?? [];
    if (happens(0.08)) throw new TypeError('The request is lost.');
    if (request.method === 'GET')
      return Response.json({ id, consents: [{ id: 'a', checked: orders.get(id) ?? false }] });
    const { checked } = (await request.json()) as { checked: boolean };
    orders.set(id, checked);
    if (happens(0.15)) throw new TypeError('The response is lost.');
    return new Response(null);
  };
}

test.each([1, 2, 3])(
  'CL6: no answer is saved without its row, whatever is lost or killed (seed %i)',
  async (seed) => {
    simulateTime();
    const random = createRandom(seed);
    // The pauses between attempts are random too.
    const pauses = vi.spyOn(Math, 'random').mockImplementation(createRandom(seed + 1_000));
    onTestFinished(() => pauses.mockRestore());
    const happens = (probability: number) => random() < probability;
    const table = createTable();
    const fetch = createUpstream(happens);
    // The database is down for a second, again and again.
    const isDown = () => Math.floor(performance.now() / 1_000) % 3 === 2;
    const write: typeof table.insert = (row) => {
      if (isDown() || happens(0.1)) throw new Error('The connection is cut before the row is stored.');
      table.insert(row);
      if (happens(0.1)) throw new Error('The connection is cut after it.');
    };
    const { startHandler } = openShop();
    const start = () => startHandler({ consentLog: { secret, awaited: true, write } }, fetch);
    let processes = [start(), start()];
    const { answers } = openPage(async (request) => {
      if (happens(0.05)) processes = [start(), start()];
      const response = await processes[happens(0.5) ? 0 : 1]?.(request);
      if (happens(0.1) || !response) throw new TypeError('The response is lost on the way to the browser.');
      return response;
    });
    const wrong: string[] = [];
    let saved = 0;

    const answerOften = async (orderId: string) => {
      let checked = false;
      for (let count = 0; count < 12; count++) {
        checked = !checked;
        const end = await answers.set(orderId, 'a', checked).catch(() => 'not-saved');
        if (end === 'saved') {
          saved++;
          // The order holds false before the first answer.
          if ((table.last(orderId, 'a') ?? false) !== checked) wrong.push(`${orderId} ${checked}`);
        } else {
          const { desired, confirmed } = answers.get(orderId, 'a');
          checked = desired ?? confirmed ?? checked;
        }
      }
    };
    await runToEnd(Promise.all(Array.from({ length: 40 }, (_, index) => answerOften(`o_${index}`))));
    expect(wrong).toEqual([]);
    expect(saved).toBeGreaterThan(200);
    expect(new Set(table.rows().map(({ id }) => id)).size).toBe(table.rows().length);
  },
);
