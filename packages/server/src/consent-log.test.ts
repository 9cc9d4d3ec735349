import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { startRig } from '../test/rig.ts';
import type { LoggedConsentAnswer } from './consent-log.ts';
import { hashConsentAnswer } from './consent-log.ts';
import type { HandlerEvent } from './events.ts';

const secret = 'a-secret-for-hashes-of-thirty-two-bytes';
const tick = { method: 'PATCH', path: '/o_1/consents/sms%3Anews', body: { checked: true } };

test('logs a confirmed answer with the time of the server and a hash that detects changes', async () => {
  const logged: LoggedConsentAnswer[] = [];
  const before = new Date().toISOString();
  const { ask } = await startRig({ consentLog: { secret, write: (answer) => void logged.push(answer) } });
  const { headers } = await ask({ ...tick, headers: { date: 'Thu, 01 Jan 1970 00:00:00 GMT' } });
  await expect.poll(() => logged.length).toBe(1);
  const [answer] = logged;
  if (!answer) throw new Error('nothing was logged');
  expect(answer).toMatchObject({
    orderId: 'o_1',
    consentId: 'sms:news',
    checked: true,
    correlationId: headers['x-correlation-id'],
  });
  expect(answer.time >= before && answer.time <= new Date().toISOString()).toBe(true);
  const list = ['o_1', 'sms:news', true, answer.time, answer.correlationId, answer.id, answer.pageId, 0];
  const text = JSON.stringify(list);
  expect(answer.hash).toBe(createHmac('sha256', secret).update(text).digest('hex'));
  expect(await hashConsentAnswer(secret, answer)).toBe(answer.hash);
  expect(await hashConsentAnswer(secret, { ...answer, checked: false })).not.toBe(answer.hash);
  // Rows of older versions lack members.
  const older = { ...answer, pageId: undefined, sequence: undefined };
  for (const [row, length] of [
    [older, 6],
    [{ ...older, id: undefined }, 5],
  ] as const) {
    const olderText = JSON.stringify(list.slice(0, length));
    expect(await hashConsentAnswer(secret, row)).toBe(
      createHmac('sha256', secret).update(olderText).digest('hex'),
    );
  }
});

test('logs several answers of one request one by one', async () => {
  const logged: LoggedConsentAnswer[] = [];
  const { ask } = await startRig({
    consentLog: { secret, write: (answer) => void logged.push(answer), awaited: true },
  });
  await ask({
    method: 'PATCH',
    path: '/o_1/consents',
    body: [
      { id: 'a', checked: true },
      { id: 'b', checked: false },
    ],
  });
  expect(logged.map(({ consentId, checked }) => [consentId, checked])).toEqual([
    ['a', true],
    ['b', false],
  ]);
});

test('does not log unconfirmed answers and other writes', async () => {
  const logged: unknown[] = [];
  const consentLog = { secret, write: (answer: unknown) => void logged.push(answer), awaited: true };
  const refusing = await startRig({ consentLog }, (_request, response) => response.writeHead(409).end());
  await refusing.ask(tick);
  const { ask } = await startRig({ consentLog });
  await ask({ method: 'PATCH', path: '/o_1/attributes', body: { gift: 1 } });
  await ask({ method: 'POST', path: '/o_1/validate' });
  await ask({ method: 'POST', path: '/o_1/validations', body: { name: 'stock' } });
  await ask({ ...tick, headers: { 'sec-fetch-site': 'cross-site' } });
  expect(logged).toEqual([]);
});

test('writes an awaited log before the response, and fails the request if it fails', async () => {
  let stored = false;
  const write = async () => {
    await new Promise((resolve) => setTimeout(resolve, 30));
    stored = true;
  };
  const { ask } = await startRig({ consentLog: { secret, write, awaited: true } });
  expect((await ask(tick)).status).toBe(200);
  expect(stored).toBe(true);
  const failing = await startRig({
    consentLog: { secret, write: () => Promise.reject(new Error('disk')), awaited: true },
  });
  expect((await failing.ask(tick)).status).toBe(500);
});

test('a log that is not awaited does not delay the response, and its failure is an event', async () => {
  const events: HandlerEvent[] = [];
  const write = () => {
    throw Object.assign(new Error('canary: ann@shop.test'), { code: 'ENOSPC' });
  };
  const { ask } = await startRig({
    consentLog: { secret, write },
    onEvent: (event) => void events.push(event),
  });
  const answer = await ask(tick);
  expect(answer.status).toBe(200);
  await expect.poll(() => events.length).toBe(2);
  expect(events).toContainEqual({
    type: 'consent-log',
    level: 'error',
    correlationId: answer.headers['x-correlation-id'],
    operation: 'patchConsent',
    orderId: 'o_1',
    error: 'Error ENOSPC',
    answers: [expect.objectContaining({ orderId: 'o_1', consentId: 'sms:news', checked: true })],
  });
});
