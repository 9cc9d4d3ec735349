import { expect, expectView, leaveBy, openIn, targets, test } from './hooks-shop.ts';
import type { Shop } from './hooks-shop.ts';
import type { Tab } from './tab.ts';

const { newsletter } = targets;

const noWayBack =
  'WebKit without its page cache sometimes shows nothing after going back; the cause is open.';

/** Goes to the next page and back. */
async function leaveAndReturn(tab: Tab, meanwhile: () => void): Promise<void> {
  await leaveBy(tab, () => location.assign('/next'));
  await expectView(tab, { heading: 'Next' });
  meanwhile();
  await leaveBy(tab, () => history.back());
}

/** Ticks the newsletter, and waits for the read after the save: Firefox keeps no page with a read under way. */
async function tickAndRead(tab: Tab, { countReads }: Pick<Shop, 'countReads'>): Promise<void> {
  const before = countReads();
  await tab.click(newsletter);
  await expect.poll(countReads).toBeGreaterThan(before);
  await expectView(tab, { newsletterState: 'saved' });
}

test.describe('with a back/forward cache', () => {
  test.use({ keepsPages: true });

  test(
    'NV9: a page from the back/forward cache shows the value on the order, without a write',
    { tag: '@short' },
    async ({ tab, shop, order }) => {
      await openIn(tab);
      await tickAndRead(tab, shop);
      await leaveAndReturn(tab, () => shop.sandbox.orders.setChecked(shop.orderId, 'ci_newsletter', false));
      await expectView(tab, { isKept: true, newsletter: false });
      expect(order.values()).toEqual([true]);
    },
  );

  test('NV9: an un-tick that waited in a cached page is saved, and shows when the page is back', async ({
    tab,
    shop,
    order,
  }) => {
    await openIn(tab);
    await tickAndRead(tab, shop);
    shop.sandbox.faults.add({ kind: 'delay', operation: 'patchConsent', before: 1_000, times: 1 });
    await tab.run(() => {
      const box = document.querySelector<HTMLInputElement>('input[name=newsletter]');
      for (let times = 0; times < 3; times += 1) box?.click();
    });
    await leaveAndReturn(tab, () => undefined);
    await expectView(tab, { isKept: true, newsletter: false, newsletterState: 'saved' });
    await expect.poll(() => order.holds('ci_newsletter')).toBe(false);
  });

  test('NV9: a page from the back/forward cache shows an answer of the page after it that arrives later', async ({
    tab,
    shop,
    order,
  }) => {
    await openIn(tab);
    await leaveBy(tab, () => location.assign('/page?later'));
    await expect.poll(() => tab.run(() => location.search).catch(() => '')).toBe('?later');
    await expectView(tab, { isAlive: true, hasRead: true });
    const release = shop.holdWrites();
    // Chromium removes a page from the cache that gets a message.
    await tab.run(() => void (BroadcastChannel.prototype.postMessage = () => undefined));
    await tab.click(newsletter);
    await leaveBy(tab, () => history.back());
    await expectView(tab, { isKept: true, newsletter: false });
    release();
    await expectView(tab, { newsletter: true });
    expect(order.values()).toEqual([true]);
  });
});

for (const [what, isRendered, hasComponents] of [
  ['hooks rendered by the browser', false, false],
  ['hooks rendered by the server', true, false],
  ['components rendered by the server', true, true],
] as const) {
  test.describe(what, () => {
    test.use({ keepsPages: false });
    test.beforeEach(({ shop }) => void Object.assign(shop, { isRendered, hasComponents }));

    test('NV9: the back button shows the current value on the order, without a write', async ({
      tab,
      shop,
      order,
      browserName,
    }) => {
      test.skip(browserName === 'webkit', noWayBack);
      await openIn(tab);
      await tab.click(newsletter);
      await expectView(tab, { newsletterState: 'saved' });
      await leaveAndReturn(tab, () => shop.sandbox.orders.setChecked(shop.orderId, 'ci_newsletter', false));
      await expectView(tab, { isAlive: true, hasRead: true, isKept: false, newsletter: false });
      expect(order.values()).toEqual([true]);
    });

    test('NV10: a reload shows the current value on the order, without a write', async ({
      tab,
      shop,
      order,
    }) => {
      await openIn(tab);
      await tab.click(newsletter);
      await expectView(tab, { newsletterState: 'saved' });
      shop.sandbox.orders.setChecked(shop.orderId, 'ci_newsletter', false);
      await leaveBy(tab, () => location.reload());
      await expectView(tab, { isAlive: true, hasRead: true, newsletter: false, newsletterState: 'idle' });
      expect(order.values()).toEqual([true]);
    });

    test('NV10: a reload during a slow save ends in the value on the order', async ({ tab, shop, order }) => {
      await openIn(tab);
      const release = shop.holdWrites();
      await tab.click(newsletter);
      await leaveBy(tab, () => location.reload());
      await expectView(tab, { newsletter: false });
      release();
      await expect.poll(() => order.holds('ci_newsletter')).toBe(true);
      await expectView(tab, { isAlive: true, newsletter: true });
      expect(order.values()).toEqual([true]);
    });
  });
}

test.describe('without a back/forward cache', () => {
  test.use({ keepsPages: false });

  test('NF3: a lost tick that arrives after a reload does not undo the un-tick before it', async ({
    tab,
    shop,
    order,
  }) => {
    Object.assign(shop, { isRendered: true, hasComponents: true });
    await openIn(tab);
    shop.sandbox.faults.add({
      kind: 'drop-then-apply',
      after: 3_000,
      operation: 'patchConsent',
      times: 1,
    });
    // The second attempt saves it.
    await tab.click(newsletter);
    await expectView(tab, { newsletter: true, newsletterState: 'saved' });
    await tab.click(newsletter);
    await expectView(tab, { newsletter: false, newsletterState: 'saved' });
    await leaveBy(tab, () => location.reload());
    await expectView(tab, { isAlive: true, hasRead: true, newsletter: false });
    await expect.poll(() => order.values()).toEqual([true, true, false, false]);
    await expect.poll(() => order.holds('ci_newsletter')).toBe(false);
    await expectView(tab, { newsletter: false });
  });
});

for (const how of ['a reload', 'the back button'] as const) {
  for (const [react, hasComponents] of [
    [19, true],
    [19, false],
    [18, false],
  ] as const) {
    test.describe(`React ${react}, ${hasComponents ? 'components' : 'hooks'}`, () => {
      const isShort = how === 'a reload' && hasComponents;
      if (!isShort) test.use({ keepsPages: false });

      test(
        `I2: a tick that the browser restores by ${how} before hydration is no answer`,
        { tag: isShort ? '@short' : [] },
        async ({ tab, shop, order, browserName }) => {
          test.skip(browserName === 'webkit' && how === 'the back button', noWayBack);
          Object.assign(shop, { react, hasComponents, isRendered: true });
          await openIn(tab);
          await tab.click(newsletter);
          await expectView(tab, { newsletterState: 'saved' });
          shop.sandbox.orders.setChecked(shop.orderId, 'ci_newsletter', false);
          if (how === 'the back button') {
            await leaveBy(tab, () => location.assign('/next'));
            await expectView(tab, { heading: 'Next' });
          }
          const release = shop.holdScript();
          await leaveBy(tab, how === 'a reload' ? () => location.reload() : () => history.back());
          await expectView(tab, { isAlive: false, newsletter: false });
          release();
          await expectView(tab, { isAlive: true, hasRead: true, newsletter: false });
          expect(order.values()).toEqual([true]);
        },
      );
    });
  }
}
