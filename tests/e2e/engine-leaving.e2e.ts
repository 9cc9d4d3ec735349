import { readEvidence } from '@norce-kit/core';
import { expect, expectView, openIn, targets, test } from './hooks-shop.ts';

const { leave, newsletter, note, other } = targets;

// In one tab, because a tab takes longer to start than a run. Each run has an order of its own.
for (const [title, runs, tag] of [
  ['NV1: a tick right before leaving the page is saved', 1, ['@short']],
  ['NV1: a tick right before leaving the page is saved, 19 times more', 19, []],
] as const) {
  test(title, { tag: [...tag] }, async ({ tab, shop }) => {
    const { sandbox } = shop;
    const ids: string[] = [];
    const valuesOf = (orderId: string) => sandbox.receipts.list({ orderId }).map(({ value }) => value);
    for (let run = 0; run < runs; run += 1) {
      const { id } = sandbox.orders.create({ id: crypto.randomUUID() });
      ids.push(id);
      shop.orderId = id;
      await openIn(tab);
      await tab.run(() => {
        document.querySelector<HTMLInputElement>('input[name=newsletter]')?.click();
        location.assign('/next');
      });
      await expectView(tab, { heading: 'Next' });
      await expect
        .poll(() => sandbox.orders.get(id)?.consents.find((one) => one.id === 'ci_newsletter')?.checked)
        .toBe(true);
    }
    expect(ids.map(valuesOf)).toEqual(ids.map(() => [true]));
  });
}

for (const how of ['a link', 'a form that is posted', 'a reload', 'the back button'] as const) {
  for (const keepsPages of [false, true]) {
    test.describe(keepsPages ? 'with a back/forward cache' : 'without a back/forward cache', () => {
      test.use({ keepsPages });

      test(`NV1: a tick right before leaving by ${how} is saved`, async ({ tab, order }) => {
        await tab.open('/next');
        await expectView(tab, { heading: 'Next' });
        await openIn(tab);
        const tick = tab.run((way: typeof how) => {
          document.querySelector<HTMLInputElement>('input[name=newsletter]')?.click();
          if (way === 'a link') location.href = '/next';
          // Skips the browser's validation, which would stop the navigation at the terms.
          if (way === 'a form that is posted') document.forms[0]?.submit();
          if (way === 'a reload') location.reload();
          if (way === 'the back button') history.back();
        }, how);
        // The page may be gone before the function returns.
        await tick.catch(() => undefined);
        await expectView(tab, how === 'a reload' ? { isAlive: true, newsletter: true } : { heading: 'Next' });
        await expect.poll(() => order.holds('ci_newsletter')).toBe(true);
        expect(order.values()).toEqual([true]);
      });
    });
  }
}

test('NV1: a click on the box and then on a link is saved', async ({ tab, order }) => {
  await openIn(tab);
  await tab.click(newsletter);
  await tab.click(leave);
  await expectView(tab, { heading: 'Next' });
  await expect.poll(() => order.holds('ci_newsletter')).toBe(true);
});

test('NV6: a tick behind a slow preflight of another origin is saved after the page is gone', async ({
  tab,
  shop,
  order,
}) => {
  shop.isCrossOrigin = true;
  await openIn(tab);
  await tab.run(() => {
    document.querySelector<HTMLInputElement>('input[name=newsletter]')?.click();
    location.assign('/next');
  });
  await expectView(tab, { heading: 'Next' });
  await expect.poll(() => order.holds('ci_newsletter')).toBe(true);
});

test('NV11: a tick right before closing the tab is saved', async ({ tab, order }) => {
  await openIn(tab);
  await tab.run(() => document.querySelector<HTMLInputElement>('input[name=newsletter]')?.click());
  await tab.close();
  await expect.poll(() => order.holds('ci_newsletter')).toBe(true);
});

for (const run of [1, 2, 3, 4, 5]) {
  test(
    `NV1: an un-tick behind a slow tick is saved after the page is gone, run ${run}`,
    { tag: run === 1 ? '@short' : [] },
    async ({ tab, shop, order }) => {
      await openIn(tab);
      shop.sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 1_500, times: 1 });
      await tab.run(() => {
        const box = document.querySelector<HTMLInputElement>('input[name=newsletter]');
        box?.click();
        box?.click();
        location.assign('/next');
      });
      await expectView(tab, { heading: 'Next' });
      await expect.poll(() => order.values()).toEqual([true, false]);
      await expect
        .poll(() => shop.sandbox.receipts.list({ applied: true }).map(({ value }) => value))
        .toEqual([true, false]);
      expect(order.holds('ci_newsletter')).toBe(false);
    },
  );
}

test('AT2: text typed right before leaving the page is saved', { tag: '@short' }, async ({ tab, shop }) => {
  await openIn(tab);
  await tab.type(note, 'ring');
  await tab.run(() => location.assign('/next'));
  await expectView(tab, { heading: 'Next' });
  await expect.poll(() => shop.sandbox.orders.get(shop.orderId)?.attributes['note']).toBe('ring');
});

test(
  'AT2: text of two fields behind a slow write arrives after it, in one request',
  { tag: '@short' },
  async ({ tab, shop }) => {
    await openIn(tab);
    const { sandbox, orderId } = shop;
    const release = shop.holdWrite();
    await tab.type(note, 'ring');
    // Leaving the field sends it.
    await tab.type(other, 'x');
    await tab.run(() => {
      const field = document.querySelector<HTMLInputElement>('input[type=text]');
      const value = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
      // As typing does: React watches the property of the element, not that of the prototype.
      value?.set?.call(field, 'ring the bell');
      field?.dispatchEvent(new Event('input', { bubbles: true }));
      location.assign('/next');
    });
    await expectView(tab, { heading: 'Next' });
    release();
    const attributes = () => sandbox.orders.get(orderId)?.attributes ?? {};
    await expect.poll(attributes).toMatchObject({ note: 'ring the bell', other: 'x' });
    const writes = sandbox.receipts.list({ orderId, operation: 'patchAttributes' });
    expect(writes.map(({ value }) => value)).toEqual([
      { note: 'ring' },
      { note: 'ring the bell', other: 'x' },
    ]);
  },
);

test(
  'the evidence of an answer that was confirmed right before leaving the page is recorded',
  { tag: '@short' },
  async ({ tab, shop, order }) => {
    shop.hasEvidence = true;
    await openIn(tab);
    const { sandbox, orderId } = shop;
    // The page reads the order before it writes a record.
    sandbox.faults.add({ kind: 'delay', operation: 'getOrder', before: 60_000 });
    await tab.click(newsletter);
    await expectView(tab, { newsletterState: 'saved' });
    await tab.run(() => location.assign('/next'));
    await expectView(tab, { heading: 'Next' });
    const records = () => readEvidence(sandbox.orders.get(orderId) ?? {}, 'ci_newsletter');
    await expect.poll(records).toMatchObject([{ consentId: 'ci_newsletter', checked: true }]);
    expect(order.holds('ci_newsletter')).toBe(true);
  },
);

test('AT2: text is saved on blur', async ({ tab, shop }) => {
  await openIn(tab);
  await tab.type(note, 'ring');
  expect(shop.sandbox.receipts.list()).toEqual([]);
  await tab.run(() => (document.activeElement as HTMLElement).blur());
  await expect.poll(() => shop.sandbox.orders.get(shop.orderId)?.attributes['note']).toBe('ring');
});

for (const [bytes, isKept] of [
  [65_536, true],
  [65_537, false],
] as const) {
  test(
    `NV7: attributes of ${bytes} bytes are saved, ${isKept ? 'and may outlive the page' : 'without outliving the page'}`,
    { tag: '@short' },
    async ({ tab, shop }) => {
      await openIn(tab);
      const keepalive = await tab.run(
        async ({ bytes, orderId }) => {
          const send = window.fetch.bind(window);
          const flags: boolean[] = [];
          window.fetch = (url, init) => {
            flags.push(init?.keepalive === true);
            return send(url, init);
          };
          const other = 'x'.repeat(bytes - JSON.stringify({ other: '' }).length);
          await window.kit.client.patchAttributes(orderId, { other });
          return flags;
        },
        { bytes, orderId: shop.orderId },
      );
      // A request of a connection that the server has just closed is sent again.
      expect([...new Set(keepalive)]).toEqual([isKept]);
      expect(String(shop.sandbox.orders.get(shop.orderId)?.attributes['other'])).toHaveLength(bytes - 12);
    },
  );
}

test('NV8: two writes of 40 KiB at once are both saved', { tag: '@short' }, async ({ tab, shop }) => {
  await openIn(tab);
  await tab.run(async (orderId: string) => {
    const { client } = window.kit;
    const value = 'x'.repeat(40 * 1024);
    await Promise.all([
      client.patchAttributes(orderId, { note: value }),
      client.patchAttributes(orderId, { other: value }),
    ]);
  }, shop.orderId);
  const { note, other } = shop.sandbox.orders.get(shop.orderId)?.attributes ?? {};
  expect([String(note).length, String(other).length]).toEqual([40_960, 40_960]);
});
