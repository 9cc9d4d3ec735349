import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assertInBudget } from '../../../tests/in-budget.ts';
import { allowed, checkReceived, hostileMessages, sendHostile } from '../test/hostile-requests.ts';
import { key, startRig } from '../test/rig.ts';

const batch = 100;
const { FUZZ_REQUESTS } = process.env;
const batches = Number(FUZZ_REQUESTS ?? 10_000) / batch;

test(`HB3: of ${batches * batch} hostile requests only the shopper’s operations get through, and the server stays up`, async () => {
  const rig = await startRig({ bodyTimeout: 50, formReturnTo: '/checkout' }, (_request, response) =>
    response.end('{"id":"o_1"}'),
  );
  const port = Number(new URL(rig.origin).port);
  const host = new URL(rig.upstreamOrigin).host;
  const passed = new Map<string, number>();
  const statuses = new Map<string, number>();
  const count = (counts: Map<string, number>, name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  let sent = 0;
  await assertInBudget(
    fc.asyncProperty(
      fc.array(hostileMessages(), { minLength: batch, maxLength: batch, size: 'max' }),
      async (messages) => {
        sent += messages.length;
        const answers = await Promise.all(messages.map((bytes) => sendHostile(port, bytes)));
        for (const recorded of rig.received.splice(0)) count(passed, checkReceived(recorded, { host }));
        // One expectation for all, because each takes as long as a request.
        expect(answers.filter((answer) => answer.includes(key) || answer.startsWith('HTTP/1.1 5'))).toEqual(
          [],
        );
        const places = answers.flatMap((answer) => /\r\nlocation: (.*)\r\n/i.exec(answer)?.[1] ?? []);
        expect(places.filter((place) => !/^\/checkout(\?|$)/.test(place))).toEqual([]);
        for (const answer of answers) count(statuses, answer.slice(9, 12));
      },
    ),
    {
      name: 'HB3, batches',
      runs: batches,
      seconds: FUZZ_REQUESTS === undefined ? 90 : Infinity,
      chunk: 25,
    },
  );
  // A run in which nothing passed, or everything did, would prove nothing.
  expect(passed.size).toBe(allowed.length);
  expect([...passed.values()].reduce((sum, times) => sum + times, 0)).toBeGreaterThan(sent / 50);
  for (const status of ['200', '303', '400', '403', '404', '405', '415'])
    expect(statuses.get(status)).toBeGreaterThan(0);
  expect((await rig.ask()).status).toBe(200);
}, 3_600_000);
