import { expect, expectView, openIn, targets, test } from './hooks-shop.ts';

const { newsletter, reset, send } = targets;

for (const hasComponents of [true, false]) {
  const tag = hasComponents ? ['@short'] : [];

  test.describe(hasComponents ? 'components' : 'hooks', () => {
    test.beforeEach(({ shop }) => void Object.assign(shop, { hasComponents, isRendered: true }));

    test('I3: a click on the label ticks its own box, once', { tag }, async ({ tab, order }) => {
      await openIn(tab);
      await tab.click({ text: 'newsletter' });
      await expectView(tab, { newsletter: true, terms: false, newsletterState: 'saved' });
      expect(order.values()).toEqual([true]);
      expect(order.holds('ci_terms')).toBe(false);
    });

    test('SE9: a form without a required tick is not sent', async ({ tab, order }) => {
      await openIn(tab);
      await tab.click(newsletter);
      await expectView(tab, { newsletterState: 'saved' });
      await tab.click(send);
      await expectView(tab, { isAlive: true, newsletter: true, terms: false });
      expect(order.holds('ci_terms')).toBe(false);
    });

    test('AX2: Enter on a box neither answers nor submits the form', { tag }, async ({ tab, order }) => {
      await openIn(tab);
      // Without the required tick the browser would not submit the form in any case.
      await tab.run(() => document.querySelector<HTMLInputElement>('input[name=terms]')?.click());
      await expectView(tab, { terms: true });
      await tab.type(newsletter, '\n');
      await tab.click(newsletter);
      await expectView(tab, { isAlive: true, newsletter: true, newsletterState: 'saved' });
      expect(order.values()).toEqual([true]);
    });

    test('NV1: a form sent right after a tick is saved', async ({ tab, order }) => {
      await openIn(tab);
      await tab.run(() => {
        for (const name of ['newsletter', 'terms']) {
          document.querySelector<HTMLInputElement>(`input[name=${name}]`)?.click();
        }
        document.forms[0]?.requestSubmit();
      });
      await expectView(tab, { heading: 'Next' });
      await expect.poll(() => [order.holds('ci_newsletter'), order.holds('ci_terms')]).toEqual([true, true]);
    });

    test(
      'I1: a form reset shows the value on the order, without a write',
      { tag },
      async ({ tab, order }) => {
        await openIn(tab);
        await tab.click(newsletter);
        await expectView(tab, { newsletterState: 'saved' });
        await tab.click(reset);
        await expectView(tab, { newsletter: true });
        expect(order.values()).toEqual([true]);
        await tab.click(newsletter);
        await expectView(tab, { newsletter: false });
        await expect.poll(() => order.holds('ci_newsletter')).toBe(false);
      },
    );
  });
}

test('HC3: a link inside the label opens and does not toggle the box', async ({ tab, shop, order }) => {
  shop.hasComponents = true;
  await openIn(tab);
  await tab.click({ role: 'link', name: 'More' });
  await expect.poll(() => tab.run(() => location.hash)).toBe('#more');
  await expectView(tab, { terms: false });
  expect(order.holds('ci_terms')).toBe(false);
});

test('AX10: colours follow `color-scheme` by light-dark()', { tag: '@short' }, async ({ tab, shop }) => {
  shop.hasComponents = true;
  await openIn(tab);
  const colours = (scheme: string) =>
    tab.run((scheme) => {
      document.documentElement.style.colorScheme = scheme;
      const label = document.querySelector('.nk-consent-label');
      const box = document.querySelector('.nk-consent-box');
      if (label === null || box === null) throw new Error('There is no box.');
      return [getComputedStyle(label).color, getComputedStyle(box).backgroundColor];
    }, scheme);
  await expect.poll(() => colours('light')).toEqual(['rgb(27, 29, 34)', 'rgb(255, 255, 255)']);
  await expect.poll(() => colours('dark')).toEqual(['rgb(242, 243, 245)', 'rgb(22, 24, 29)']);
});
