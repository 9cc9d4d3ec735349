import { expect } from 'vitest';
import { keyOf } from './commands.ts';
import type { Model } from './commands.ts';
import { isInOrder } from './in-order.ts';
import { consentIds } from './world.tsx';
import type { World } from './world.tsx';

/** Settles everything: removes faults, goes online, waits for all timeouts, and focuses the page. */
export async function comeToRest(model: Model, world: World): Promise<void> {
  world.sandbox.faults.clear();
  world.setOnline(true);
  await world.pass(200_000);
  for (const order of [0, 1] as const) {
    world.show(world.orderIds[order]);
    world.focus();
    await world.pass(1_000);
    checkBoxes(order, model, world);
    checkWrites(order, model, world);
  }
  expect(world.queryClient.isMutating(), 'I5: every operation has ended').toBe(0);
}

/** I1: the order holds the last answer, or the page shows that it does not. */
function checkBoxes(order: 0 | 1, { memories }: Model, { boxes, holds, orderIds }: World): void {
  boxes().forEach(({ checked, saveState }, box) => {
    const consentId = consentIds[box] ?? '';
    const about = `box ${box} of order ${order} is ${saveState}`;
    const held = holds(orderIds[order], consentId);
    const { answers = [], isChanged, isDropped } = memories.get(keyOf(order, consentId)) ?? {};
    expect(['idle', 'saved', 'not-saved'], `I5: ${about}`).toContain(saveState);
    expect(checked, `I1: ${about} and shows what the order holds`).toBe(held);
    if (saveState === 'not-saved' || isChanged || isDropped || answers.length === 0) return;
    expect(held, `I1: ${about}, so the order holds the last answer`).toBe(answers.at(-1));
  });
}

/** I2, I3 and I4: the received writes are answers given on this order, in sequence. */
function checkWrites(order: 0 | 1, { memories, hasLeft }: Model, { sandbox, orderIds }: World): void {
  for (const consentId of new Set(consentIds)) {
    const { answers = [] } = memories.get(keyOf(order, consentId)) ?? {};
    const values = sandbox.receipts
      .list({ orderId: orderIds[order], consentId, operation: 'patchConsent' })
      .map(({ value }) => value);
    const about = `${consentId} received ${values.join()} for ${answers.join()}`;
    expect(answers, `I2: ${about}`).toEqual(expect.arrayContaining(values));
    if (!hasLeft) expect(isInOrder(values, answers), `I4: ${about}`).toBe(true);
  }
}
