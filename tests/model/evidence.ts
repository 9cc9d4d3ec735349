import { readDroppedAnswers, readEvidence } from '@norce-kit/core';
import type { OrderEvent } from '@norce-kit/react';
import { expect } from 'vitest';
import { keyOf } from './commands.ts';
import type { Model } from './commands.ts';
import { isInOrder } from './in-order.ts';
import { consentIds } from './world.tsx';
import type { World } from './world.tsx';

/** Checks the evidence of an order at rest against the answers of the shopper and the events of the page. */
export function checkEvidence(
  order: 0 | 1,
  { hasRefusal, memories }: Model,
  { boxes, holds, orderIds, sandbox }: World,
  events: readonly OrderEvent[],
): void {
  const orderId = orderIds[order];
  const held = sandbox.orders.get(orderId) ?? {};
  boxes().forEach(({ saveState }, box) => {
    const consentId = consentIds[box] ?? '';
    const { answers = [], isChanged, isDropped } = memories.get(keyOf(order, consentId)) ?? {};
    const records = readEvidence(held, consentId);
    const values = records.map(({ checked }) => checked);
    const times = records.map(({ at }) => at);
    const outcomes = events.flatMap((event) =>
      'consentId' in event && event.orderId === orderId && event.consentId === consentId ? [event.type] : [],
    );
    const about = `${consentId} has the records ${values.join()} for ${answers.join()}, told as ${outcomes.join()}`;
    expect(isInOrder(values, answers), `EV1: ${about}`).toBe(true);
    expect([...times].sort(), `EV2: ${about}`).toEqual(times);
    expect(new Set(records.map((record) => JSON.stringify(record))).size, `EV3: ${about}`).toBe(
      records.length,
    );
    const saved = outcomes.filter((type) => type === 'evidence-saved').length;
    expect(
      records.length + readDroppedAnswers(held, consentId).length,
      `EV4: ${about}`,
    ).toBeGreaterThanOrEqual(saved);
    if (hasRefusal || saveState === 'not-saved' || isChanged || isDropped) return;
    const writes = sandbox.receipts.list({ orderId, consentId, operation: 'patchConsent' });
    if (writes.length === 0) return;
    expect(values.at(-1), `EV5: ${about}`).toBe(holds(orderId, consentId));
  });
}
