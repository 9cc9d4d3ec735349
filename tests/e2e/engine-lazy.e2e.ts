import { readEvidence } from '@norce-kit/core';
import type { Order } from '@norce-kit/core';
import { expect, expectView, leaveBy, openIn, test } from './lazy-shop.ts';
import type { Tab } from './tab.ts';

const newsletter = { role: 'checkbox', name: 'newsletter' } as const;
const label = { text: 'newsletter' } as const;

const saved = { saveState: 'saved', isSame: true, errors: [] };

/** Whether an engine never comes after a load that failed: a page without the kit shows the same. */
const remembersImports = (browserName: string) => browserName === 'firefox';

const waits = expect.stringMatching(/^Waiting for a connection/) as never;
const cannotRead = expect.stringMatching(/^We could not load your present answer/) as never;

const clicks = (times: number) => (tab: Tab) =>
  tab.run((count) => {
    for (let time = 0; time < count; time += 1) document.querySelector('input')?.click();
  }, times);

/** Ticks and leaves in one task. */
const tickAndLeave = (tab: Tab) =>
  leaveBy(tab, () => {
    document.querySelector('input')?.click();
    location.assign('/next');
  });

for (const isRendered of [false, true]) {
  test.describe(isRendered ? 'rendered by the server' : 'rendered by the browser', () => {
    test.beforeEach(({ shop }) => void (shop.isRendered = isRendered));

    test(
      'LZ1: a tick before the engine shows at once, and is saved with the same element',
      { tag: isRendered ? [] : '@short' },
      async ({ tab, shop, order }) => {
        shop.engine = 'held';
        await openIn(tab);
        await tab.click(newsletter);
        await expectView(tab, { checked: true, saveState: 'saving', isSame: true, hasFocus: true });
        expect(order.values()).toEqual([]);
        shop.engine = 'there';
        await expectView(tab, { ...saved, checked: true, hasFocus: true, said: ['Saving …', 'Saved'] });
        expect([order.holds(), order.values(), shop.engineRequests]).toEqual([true, [true], 1]);
      },
    );

    test('LZ2: a slow save is announced once, before and after the engine', async ({ tab, shop, order }) => {
      shop.engine = 'held';
      await openIn(tab);
      const release = shop.holdWrites();
      await tab.click(newsletter);
      await expectView(tab, { saveState: 'saving', said: ['Saving …'] });
      shop.engine = 'there';
      await expectRead(tab);
      await expectView(tab, { checked: true, saveState: 'saving', said: ['Saving …'] });
      release();
      await expectView(tab, { ...saved, checked: true, hasFocus: true, said: ['Saving …', 'Saved'] });
      expect([order.holds(), order.values()]).toEqual([true, [true]]);
    });

    test('LZ3: a tick after the engine is saved', async ({ tab, order }) => {
      await openIn(tab);
      await expectRead(tab);
      await tab.click(newsletter);
      await expectView(tab, { ...saved, checked: true, hasFocus: true });
      expect([order.holds(), order.values()]).toEqual([true, [true]]);
    });

    for (const [title, times] of [
      ['a double click', 2],
      ['two clicks and one more', 3],
    ] as const) {
      test(`LZ4: ${title} before the engine ends in the newest answer`, async ({ tab, shop, order }) => {
        const expected = times === 3;
        shop.engine = 'held';
        await openIn(tab);
        await clicks(times)(tab);
        await expectView(tab, { checked: expected, isSame: true });
        shop.engine = 'there';
        await expectRead(tab);
        await expectView(tab, { checked: expected, isSame: true, errors: [] });
        await expect.poll(() => order.holds()).toBe(expected);
        // One more answer: all before it has ended then.
        await tab.click(newsletter);
        await expectView(tab, { ...saved, checked: !expected });
        expect(order.holds()).toBe(!expected);
        // Without the order of the page, a value that it holds already may be written.
        expect(order.values().slice(expected ? 0 : -1)).toEqual(expected ? [true, false] : [true]);
      });
    }

    test('LZ4: a tick that was taken back during the load ends unticked', async ({ tab, shop, order }) => {
      shop.engine = 'held';
      await openIn(tab);
      await tab.click(newsletter);
      await expectView(tab, { checked: true });
      await tab.click(label);
      await expectView(tab, { checked: false });
      shop.engine = 'there';
      await expectRead(tab);
      await expectView(tab, { checked: false, isSame: true, errors: [] });
      expect(order.values()).not.toContain(true);
      expect(order.holds()).toBe(false);
    });

    test('LZ5: the keyboard answers before the engine, and Enter submits nothing', async ({
      tab,
      shop,
      order,
    }) => {
      shop.engine = 'held';
      await openIn(tab);
      await tab.run(() => document.querySelector('a')?.focus());
      await tab.press('Tab');
      await expectView(tab, { hasFocus: true, checked: false });
      await tab.press('Enter');
      await tab.press('Space');
      await expectView(tab, { heading: '', hasFocus: true, checked: true });
      shop.engine = 'there';
      await expectView(tab, { ...saved, heading: '', hasFocus: true, checked: true });
      await tab.press('Enter');
      await tab.press('Space');
      await expectView(tab, { ...saved, heading: '', hasFocus: true, checked: false });
      await expect.poll(() => order.holds()).toBe(false);
      expect(order.values()).toEqual([true, false]);
    });
  });
}

test(
  'LZ6: a tick before hydration is kept, and saved once',
  { tag: '@short' },
  async ({ tab, shop, order }) => {
    shop.isRendered = true;
    const release = shop.holdScript();
    shop.engine = 'held';
    await tab.open('/page');
    await tab.click(newsletter);
    await expectView(tab, { isAlive: false, checked: true });
    release();
    await expectView(tab, { isAlive: true, checked: true, isSame: true });
    shop.engine = 'there';
    await expectView(tab, { ...saved, checked: true, hasFocus: true });
    expect([order.holds(), order.values()]).toEqual([true, [true]]);
  },
);

test('LZ6: a tick that was taken back before hydration is no answer', async ({ tab, shop, order }) => {
  shop.isRendered = true;
  const release = shop.holdScript();
  await tab.open('/page');
  await tab.click(newsletter);
  await expectView(tab, { checked: true });
  await tab.click(newsletter);
  await expectView(tab, { checked: false });
  release();
  await expectRead(tab);
  await expectView(tab, { isAlive: true, checked: false, isSame: true, errors: [] });
  expect(order.values()).toEqual([]);
});

test.describe('the engine does not come', () => {
  test.beforeEach(({ shop, browserName }) => {
    // A preload that failed stays failed in WebKit: a page without the kit shows the same.
    shop.hasPreloads = browserName !== 'webkit';
  });

  for (const [title, how] of [
    ['is missing for a while', 'missing'],
    ['breaks off for a while', 'broken'],
  ] as const) {
    test(`LZ7: the box shows that an engine ${title}, and the answer is saved once, before the engine comes`, async ({
      tab,
      shop,
      order,
      browserName,
    }) => {
      shop.engine = how;
      await openIn(tab);
      await tab.click(newsletter);
      await expectView(tab, { checked: true, message: waits });
      await expect.poll(() => order.values()).toEqual([true]);
      shop.engine = 'there';
      if (!remembersImports(browserName)) await expectView(tab, { ...saved, checked: true, hasFocus: true });
      else await expectView(tab, { checked: true, saveState: 'waiting' });
      expect([order.holds(), order.values()]).toEqual([true, [true]]);
    });
  }

  for (const how of ['missing', 'broken'] as const) {
    test(`LZ7: without an engine, which is ${how} all the time, each answer is saved, and the next page has its engine`, async ({
      tab,
      shop,
      order,
    }) => {
      shop.engine = how;
      await openIn(tab);
      await tab.click(newsletter);
      await expectView(tab, { checked: true, message: waits });
      await expect.poll(() => order.values()).toEqual([true]);
      await tab.click(newsletter);
      await expectView(tab, { checked: false, message: waits });
      await expect.poll(() => order.values()).toEqual([true, false]);
      await tab.click(newsletter);
      await expectView(tab, { checked: true });
      await leaveBy(tab, () => location.assign('/next'));
      await expectView(tab, { heading: 'Next' });
      await expect.poll(() => order.values().at(-1)).toBe(true);
      shop.engine = 'there';
      await tab.open('/page');
      await expectView(tab, { isAlive: true, checked: true });
      await expectRead(tab);
      await tab.click(newsletter);
      await expectView(tab, { saveState: 'saved', checked: false });
      await expect.poll(() => order.holds()).toBe(false);
    });
  }

  test('LZ7: an answer with evidence waits for the engine, and leaving saves it', async ({
    tab,
    shop,
    order,
  }) => {
    shop.hasEvidence = true;
    shop.engine = 'missing';
    await openIn(tab);
    await tab.click(newsletter);
    await expectView(tab, { checked: true, message: waits });
    await expect.poll(() => shop.engineRequests).toBeGreaterThan(0);
    expect(order.values()).toEqual([]);
    await leaveBy(tab, () => location.assign('/next'));
    await expectView(tab, { heading: 'Next' });
    await expect.poll(() => order.values()).toEqual([true]);
  });

  test('LZ7: the box shows that the engine is missing, before and after the answer', async ({
    tab,
    shop,
  }) => {
    shop.engine = 'missing';
    await openIn(tab);
    await expectView(tab, { message: cannotRead });
    await tab.click(newsletter);
    await expectView(tab, { checked: true, message: waits });
  });

  test('LZ8: a server that is down while the engine loads gets the answer when it is back', async ({
    tab,
    shop,
    order,
    browserName,
  }) => {
    shop.engine = 'held';
    await openIn(tab);
    await tab.click(newsletter);
    shop.isDown = true;
    shop.engine = 'there';
    await expectView(tab, { checked: true, message: waits });
    shop.isDown = false;
    await expect.poll(() => order.values()).toEqual([true]);
    if (!remembersImports(browserName)) await expectView(tab, { ...saved, checked: true, hasFocus: true });
    else await expectView(tab, { checked: true, saveState: 'waiting' });
    expect([order.holds(), order.values()]).toEqual([true, [true]]);
  });
});

// LEAVING_RUNS=49 searches further.
const leavingRuns = Number(process.env['LEAVING_RUNS'] ?? 9);

for (const [title, runs, tag] of [
  ['LZ9: a tick right before leaving, before the engine, is saved', 1, ['@short']],
  [
    `LZ9: a tick right before leaving, before the engine, is saved, ${leavingRuns} times more`,
    leavingRuns,
    [],
  ],
] as const) {
  test(title, { tag: [...tag] }, async ({ tab, shop }) => {
    const { sandbox } = shop;
    const ids: string[] = [];
    const valuesOf = (orderId: string) => sandbox.receipts.list({ orderId }).map(({ value }) => value);
    for (let run = 0; run < runs; run += 1) {
      const { id } = sandbox.orders.create({ id: crypto.randomUUID() });
      ids.push(id);
      shop.orderId = id;
      shop.engine = 'held';
      await openIn(tab);
      await tickAndLeave(tab);
      await expectView(tab, { heading: 'Next' });
      await expect.poll(() => valuesOf(id)).toEqual([true]);
    }
    expect(ids.map(valuesOf)).toEqual(ids.map(() => [true]));
  });
}

test('LZ9: an un-tick after a tick, right before leaving, is not inverted', async ({ tab, shop, order }) => {
  shop.sandbox.orders.setChecked(shop.orderId, 'ci_newsletter', true);
  shop.isRendered = true;
  shop.engine = 'held';
  await tab.open('/page');
  await expectView(tab, { isAlive: true, checked: true });
  await tickAndLeave(tab);
  await expectView(tab, { heading: 'Next' });
  await expect.poll(() => order.holds()).toBe(false);
  expect(order.values()).toEqual([false]);
});

test('LZ9: the next page shows the answer that is on its way', async ({ tab, shop, order }) => {
  shop.isRendered = true;
  shop.engine = 'held';
  await openIn(tab);
  const release = shop.holdWrites();
  await leaveBy(tab, () => {
    document.querySelector('input')?.click();
    location.assign('/page');
  });
  // The server read the order before the write.
  await expectView(tab, { isAlive: true });
  shop.engine = 'there';
  release();
  await expect.poll(() => order.holds()).toBe(true);
  await expectView(tab, { isAlive: true, checked: true, errors: [] });
  expect(order.values()).toEqual([true]);
});

for (const keepsPages of [true, false]) {
  test.describe(keepsPages ? 'with a back/forward cache' : 'without a back/forward cache', () => {
    test.use({ keepsPages });

    for (const isRendered of [true, false]) {
      test(`LZ10: the way back shows the answer that leaving sent, and inverts nothing, ${isRendered ? 'rendered by the server' : 'rendered by the browser'}`, async ({
        tab,
        shop,
        order,
        browserName,
      }) => {
        test.skip(browserName === 'webkit' && !keepsPages, 'As in engine-returning.e2e.ts.');
        shop.isRendered = isRendered;
        shop.engine = 'held';
        await openIn(tab);
        await tickAndLeave(tab);
        await expectView(tab, { heading: 'Next' });
        await expect.poll(() => order.holds()).toBe(true);
        await leaveBy(tab, () => history.back());
        await expectView(tab, { heading: '', isAlive: true });
        shop.engine = 'there';
        await expectRead(tab);
        await expectView(tab, { checked: true, errors: [] });
        // Firefox keeps no page whose code was still loading.
        if (browserName !== 'firefox') await expectView(tab, { isKept: keepsPages });
        await tab.click(newsletter);
        await expectView(tab, { checked: false, saveState: 'saved' });
        expect(order.holds()).toBe(false);
        expect(order.values().filter((value) => value === false)).toEqual([false]);
        expect(order.values().at(-1)).toBe(false);
      });
    }
  });
}

test('LZ11: the record of an answer before the engine comes with it', async ({ tab, shop, order }) => {
  shop.hasEvidence = true;
  shop.engine = 'held';
  await openIn(tab);
  await tab.click(newsletter);
  await expectView(tab, { checked: true });
  shop.engine = 'there';
  await expectView(tab, { ...saved, checked: true });
  expect([order.holds(), order.values()]).toEqual([true, [true]]);
  await expect
    .poll(() => readEvidence(shop.sandbox.orders.get(shop.orderId) as Order, 'ci_newsletter'))
    .toMatchObject([{ checked: true, source: 'cart' }]);
});

/** Waits until the engine of a page has read the order. */
async function expectRead(tab: Tab): Promise<void> {
  await expect
    .poll(() =>
      tab.run(() => performance.getEntriesByType('resource').map(({ name }) => name)).catch(() => []),
    )
    .toContainEqual(expect.stringContaining('/orders/'));
}
