import { expect, expectView, openIn, targets, test } from './hooks-shop.ts';

const { newsletter } = targets;

for (const [react, hasComponents] of [
  [19, false],
  [19, true],
  [18, false],
] as const) {
  const short = react === 19 && hasComponents ? ['@short'] : [];

  test.describe(`React ${react}, ${hasComponents ? 'components' : 'hooks'}`, () => {
    test.beforeEach(({ shop }) => void Object.assign(shop, { react, hasComponents, isRendered: true }));

    test(
      'SH2: a tick before hydration is kept, and saved after it',
      { tag: short },
      async ({ tab, shop, order }) => {
        const release = shop.holdScript();
        await tab.open('/page');
        await tab.click(newsletter);
        await expectView(tab, { newsletter: true, isAlive: false });
        release();
        await expectView(tab, { isAlive: true, newsletter: true, newsletterState: 'saved', errors: [] });
        expect(order.values()).toEqual([true]);
      },
    );

    test('SH2: a tick that was undone before hydration is no answer', async ({ tab, shop, order }) => {
      const release = shop.holdScript();
      await tab.open('/page');
      await tab.click(newsletter);
      await expectView(tab, { newsletter: true });
      await tab.click(newsletter);
      await expectView(tab, { newsletter: false });
      release();
      await expectView(tab, { isAlive: true, hasRead: true, newsletter: false });
      expect(order.values()).toEqual([]);
    });

    test('SH4: React hydrates without a mismatch', async ({ tab, shop }) => {
      shop.sandbox.orders.setChecked(shop.orderId, 'ci_newsletter', true);
      await openIn(tab);
      await expectView(tab, { newsletter: true, errors: [] });
    });
  });
}
