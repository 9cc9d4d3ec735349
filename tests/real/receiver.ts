import type { DeliveredAnswer } from '@norce-kit/server/delivery';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** Settings of a worker process. */
export interface WorkerSettings {
  readonly databaseUrl: string;
  readonly apiUrl: string;
  readonly receiverUrl: string;
  readonly port: number;
}

/** An answer as the receiver gets it. */
export type ReceivedAnswer = Omit<DeliveredAnswer, 'order'>;

/** The other system. */
export interface Receiver {
  readonly url: string;
  /** All calls that arrived, duplicates included. */
  readonly calls: readonly ReceivedAnswer[];
  /** Those with a new idempotency key. */
  readonly applied: readonly ReceivedAnswer[];
  readonly applyOnce: (answer: ReceivedAnswer) => void;
}

/** Starts the other system. A part of the calls fails before it is carried out, another part after it. */
export async function startReceiver(random: () => number): Promise<Receiver> {
  const calls: ReceivedAnswer[] = [];
  const applied: ReceivedAnswer[] = [];
  const known = new Set<string>();
  const applyOnce = (answer: ReceivedAnswer) => {
    calls.push(answer);
    if (known.has(answer.idempotencyKey)) return;
    known.add(answer.idempotencyKey);
    applied.push(answer);
  };
  const server = createServer((request, response) => {
    void text(request).then(
      (body) => {
        const luck = random();
        if (luck >= 0.05) applyOnce(JSON.parse(body) as ReceivedAnswer);
        if (luck >= 0.05 && luck < 0.08) request.socket.destroy();
        else response.writeHead(luck < 0.05 ? 503 : 200).end();
      },
      () => undefined,
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, calls, applied, applyOnce };
}

/** The answers to one consent, oldest first, by their keys. */
export type GivenKeys = ReadonlyMap<string, readonly string[]>;

/** Returns what is wrong with the calls: answers that are missing, out of order, or applied twice. */
export function auditCalls({ calls, applied }: Pick<Receiver, 'calls' | 'applied'>, given: GivenKeys) {
  const wrong: string[] = [];
  const keyOf = ({ orderId, consentId }: ReceivedAnswer) => `${orderId} ${consentId}`;
  for (const [consent, keys] of given) {
    const places = calls
      .filter((call) => keyOf(call) === consent)
      .map(({ idempotencyKey }) => keys.indexOf(idempotencyKey));
    const missing = keys.filter((_key, place) => !places.includes(place));
    if (missing.length > 0) wrong.push(`${consent}: ${missing.length} answers did not arrive`);
    if (places.some((place, index) => place < (places[index - 1] ?? 0)))
      wrong.push(`${consent}: arrived as ${places.join(' ')}`);
    const once = applied
      .filter((call) => keyOf(call) === consent)
      .map(({ idempotencyKey }) => idempotencyKey);
    if (missing.length === 0 && once.join() !== keys.join()) wrong.push(`${consent}: applied twice or not`);
  }
  const unknown = calls.filter((call) => !given.has(keyOf(call)));
  return [...wrong, ...unknown.map((call) => `${keyOf(call)}: not completed, and delivered`)];
}
