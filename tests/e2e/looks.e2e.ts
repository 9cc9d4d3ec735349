import type { Locator, Page } from '@playwright/test';
import { loadAxe } from './axe.ts';
import { boundsOf, boxOf, dress, expect, fillWithStates, locate, styleOf, test } from './looks-shop.ts';

const longWords =
  'Tietosuojaselosteenhyväksymisvelvollisuusilmoitus Datenschutzgrundverordnungskonformitätserklärung';
/** The text spacing of WCAG 1.4.12. */
const textSpacing =
  '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }' +
  'p { margin-block-end: 2em !important }';

const labelOf = (consent: Locator) => consent.locator('.nk-consent-label');

const widthOf = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth);

test('AX5: each control is at least 44 px high, and 24 px with compact density', async ({ page, open }) => {
  for (const [attributes, least] of [
    ['', 44],
    ['data-density="compact"', 24],
  ] as const) {
    await open({ attributes });
    await fillWithStates(page);
    const controls = page.locator('.nk-consent-label, .nk-consent-retry, .nk-error-summary a');
    expect(await controls.count()).toBeGreaterThan(10);
    for (const control of await controls.all()) {
      const { width, height } = await boundsOf(control);
      expect(Math.min(width, height), (await control.textContent()) ?? '').toBeGreaterThanOrEqual(least);
    }
    for (const link of await page.locator('.nk-consent-link').all()) {
      const isHit = await link.evaluate(
        (element, reach) => {
          element.scrollIntoView({ block: 'center' });
          const { x, y, width, height } = element.getBoundingClientRect();
          const middle = [x + width / 2, y + height / 2] as const;
          const ends = [-reach, reach].map((far) => document.elementFromPoint(middle[0], middle[1] + far));
          return width > 2 * reach && ends.every((end) => end === element);
        },
        least / 2 - 1,
      );
      expect(isHit, (await link.textContent()) ?? '').toBe(true);
    }
  }
});

test('AX5: the whole row is clickable, including the space around the box', async ({ page, open }) => {
  await open();
  const { sms } = locate(page);
  const { x, y, width, height } = await boundsOf(sms.locator('.nk-consent-row'));
  const corners = [
    [x + 1, y + 1],
    [x + 1, y + height - 1],
    [x + width - 1, y + 1],
    [x + width - 1, y + height - 1],
  ] as const;
  for (const [index, corner] of corners.entries()) {
    await page.mouse.click(...corner);
    await expect(boxOf(sms)).toBeChecked({ checked: index % 2 === 0 });
  }
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`AX4: the focus is visible on each control and no footer covers it, ${colorScheme}`, async ({
    page,
    open,
  }) => {
    await page.setViewportSize({ width: 600, height: 420 });
    await page.emulateMedia({ colorScheme });
    await open({
      styles: 'native',
      css: `:root { color-scheme: light dark } body { background: light-dark(#fff, #16181d); padding-block-end: 80px }
        body::after { content: ''; position: fixed; inset: auto 0 0; height: 80px; background: #777; z-index: 9 }`,
    });
    await fillWithStates(page);
    const seen = new Set<string>();
    await page.evaluate(() => document.querySelector<HTMLElement>('.nk-error-summary a')?.focus());
    for (let index = 0; index < 16; index += 1) {
      const focus = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        const { top, bottom } = element.getBoundingClientRect();
        const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
        return {
          name: element.className || element.tagName,
          top,
          bottom,
          outlineStyle,
          outlineWidth,
          outlineColor,
        };
      });
      if (focus.name === 'BUTTON' || focus.name === 'BODY') {
        await page.keyboard.press('Tab');
        continue;
      }
      seen.add(focus.name);
      expect(focus.outlineStyle, focus.name).toBe('solid');
      expect(parseFloat(focus.outlineWidth), focus.name).toBeGreaterThanOrEqual(2);
      // tests/tokens.test.ts checks the contrast of this colour.
      expect(focus.outlineColor).toBe(colorScheme === 'light' ? 'rgb(26, 79, 214)' : 'rgb(169, 195, 255)');
      expect(focus.top, focus.name).toBeGreaterThanOrEqual(0);
      expect(focus.bottom, focus.name).toBeLessThanOrEqual(420 - 80);
      await page.keyboard.press('Tab');
    }
    expect([...seen].sort()).toEqual(['A', 'nk-consent-box', 'nk-consent-link', 'nk-consent-retry']);
  });
}

test('AX4: the focus is visible on the button of a group that could not be read, and no footer covers it', async ({
  page,
  open,
}) => {
  await page.setViewportSize({ width: 600, height: 420 });
  await open({
    isUnread: true,
    css: `:focus, :focus-visible { outline: none } body { padding-block: 600px }
      body::after { content: ''; position: fixed; inset: auto 0 0; height: 80px; background: #777; z-index: 9 }`,
  });
  const group = page.getByRole('group', { name: 'Your choices' });
  const retry = group.getByRole('button', { name: 'Try again' });
  const bottomOf = async (element: Locator) => {
    const { y, height } = await boundsOf(element);
    return y + height;
  };
  /** Scrolls until the footer covers the element and nothing else does. */
  const coverBelow = async (element: Locator) => {
    const bottom = await bottomOf(element);
    await page.evaluate((distance) => scrollBy(0, distance), bottom - 415);
    expect(await bottomOf(element)).toBeCloseTo(415, 0);
  };
  await page.getByRole('button', { name: 'Place order' }).focus();
  await coverBelow(retry);
  await page.keyboard.press('Tab');
  await expect(retry).toBeFocused();
  expect(await styleOf(retry, 'outline-style')).toBe('solid');
  expect(await styleOf(retry, 'outline-color')).toBe('rgb(26, 79, 214)');
  expect(await bottomOf(retry)).toBeLessThanOrEqual(420 - 80);

  await coverBelow(group);
  await group.evaluate((element) => element.focus());
  expect(await bottomOf(group)).toBeLessThanOrEqual(420 - 80);
});

test('AX4: the focus ring of a link covers no text above or below it', async ({ page, open }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await open();
  await fillWithStates(page);
  const { terms } = locate(page);
  for (const link of await terms.locator('.nk-consent-link').all()) {
    await link.focus();
    const covered = await link.evaluate((element) => {
      const { outlineWidth, outlineOffset } = getComputedStyle(element);
      const reach = parseFloat(outlineWidth) + parseFloat(outlineOffset);
      const { top, bottom } = element.getBoundingClientRect();
      const words = [
        ...document.querySelectorAll('.nk-consent-label > span, .nk-consent-status-text, .nk-consent-error'),
      ];
      return words
        .flatMap((each) => {
          const range = document.createRange();
          range.selectNodeContents(each);
          return [...range.getClientRects()];
        })
        .filter((line) => line.bottom > top - reach && line.top < bottom + reach).length;
    });
    expect(covered).toBe(0);
  }
});

test('AX17: a link in text is distinguishable without colour, and named by its target', async ({
  page,
  open,
}) => {
  await open();
  const link = page.getByRole('link', { name: 'rules of the club', exact: true });
  expect(await styleOf(link, 'text-decoration-line')).toBe('underline');
  await link.focus();
  await expect(link).toBeFocused();
  await loadAxe(page);
  const { violations, passes } = await page.evaluate(() =>
    globalThis.axe.run({ runOnly: ['link-in-text-block', 'link-name'] }),
  );
  expect(violations).toEqual([]);
  expect(passes.map(({ id }) => id).sort()).toEqual(['link-in-text-block', 'link-name']);
});

test('a disabled box looks disabled', async ({ page, open }) => {
  await open();
  const { email, fixed } = locate(page);
  const lookOf = async (consent: Locator) => ({
    border: await styleOf(boxOf(consent), 'border-top-color'),
    cursors: [await styleOf(boxOf(consent), 'cursor'), await styleOf(labelOf(consent), 'cursor')],
  });
  expect(await lookOf(email)).not.toEqual(await lookOf(fixed));
  await page.getByRole('group', { name: 'News and offers' }).evaluate((group: HTMLFieldSetElement) => {
    group.disabled = true;
    for (const animation of document.getAnimations()) animation.finish();
  });
  await labelOf(email).hover();
  await expect.poll(() => lookOf(email)).toEqual(await lookOf(fixed));
  expect(await styleOf(boxOf(email), 'box-shadow')).toBe('none');
});

test('AX11: with forced colours, box, tick, focus and error use system colours', async ({ page, open }) => {
  await page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' });
  await open();
  await fillWithStates(page);
  const { terms, objection, email, sms } = locate(page);
  const [text, canvas, highlight, highlightText] = await page.evaluate(() =>
    ['CanvasText', 'Canvas', 'Highlight', 'HighlightText'].map((color) => {
      const probe = document.body.appendChild(document.createElement('i'));
      probe.style.cssText = `forced-color-adjust: none; color: ${color}`;
      return getComputedStyle(probe).color;
    }),
  );
  expect(text).not.toBe(canvas);
  expect(await styleOf(boxOf(email), 'border-top-color')).toBe(text);
  expect(await styleOf(boxOf(email), 'background-color')).toBe(canvas);
  expect(await styleOf(boxOf(sms), 'background-color')).toBe(highlight);
  expect(await styleOf(boxOf(sms), 'background-color', '::before')).toBe(highlightText);
  expect(await styleOf(boxOf(sms), 'visibility', '::before')).toBe('visible');
  for (const consent of [terms, objection]) {
    expect(parseFloat(await styleOf(boxOf(consent), 'border-top-width'))).toBeGreaterThan(2);
    expect(
      await styleOf(
        consent.locator('.nk-consent-status-text, .nk-consent-error'),
        'background-color',
        '::before',
      ),
    ).toBe(text);
  }
  await boxOf(email).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Shift+Tab');
  expect(await styleOf(boxOf(email), 'outline-color')).toBe(highlight);
  expect(await styleOf(boxOf(email), 'outline-style')).toBe('solid');
  expect(await styleOf(objection.locator('.nk-consent-retry').first(), 'border-top-style')).toBe('solid');
});

test('AX12: nothing moves with prefers-reduced-motion', async ({ page, open }) => {
  const moving = () =>
    page.evaluate(() =>
      document
        .getAnimations()
        .map((animation) => ('animationName' in animation ? animation.animationName : 'transition')),
    );
  const act = async () => {
    await open({ css: ':root { --nk-motion-quick: 600s }' });
    await page.evaluate(() => holdSaves());
    const { email, sms } = locate(page);
    await boxOf(email).check();
    const atTheClick = await moving();
    await expect(email).toHaveAttribute('data-save-state', 'saving');
    const whileSaving = await moving();
    await page.evaluate(() => releaseSaves());
    await boxOf(sms).check();
    await expect(sms).toHaveAttribute('data-save-state', 'saved');
    return [...atTheClick, ...whileSaving, ...(await moving())];
  };
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  expect(await act()).toEqual(expect.arrayContaining(['transition', 'nk-turn', 'nk-fade']));
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await act()).toEqual([]);
});

for (const [what, { css = '', width = 320, attributes = '' }] of Object.entries({
  'a small phone, or 400 %': {},
  'text of twice the size': { css: 'html { font-size: 200% }' },
  'wide spacing of text': { css: textSpacing },
  'a column of 200 pixels': { width: 232 },
  'everything dense': { attributes: 'data-density="compact"' },
} as Readonly<Record<string, { css?: string; width?: number; attributes?: string }>>)) {
  test(`AX13: nothing is lost or scrolled sideways, ${what}`, async ({ page, open }) => {
    await page.setViewportSize({ width, height: 640 });
    await open({ css, attributes, locale: 'de', text: longWords });
    await fillWithStates(page);
    expect(await widthOf(page)).toBe(width);
    // The next element would paint over overflowing text.
    const lost = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('[class^="nk-"] :not(input)')]
        .filter((element) => getComputedStyle(element).display !== 'inline')
        .filter((element) => !element.matches('.nk-consent-name'))
        .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1)
        .map(({ className, textContent }) => `${className}: ${textContent}`),
    );
    expect(lost).toEqual([]);
  });
}

test('HC8: a wording of 200 kB, with a word of a thousand letters, fits into 320 px', async ({
  page,
  open,
}) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await open({ text: 'huge' });
  const { fixed } = locate(page);
  expect((await labelOf(fixed).textContent())?.length).toBeGreaterThan(200_000);
  expect(await widthOf(page)).toBe(320);
  const { y: top } = await boundsOf(labelOf(fixed));
  const { y, height } = await boundsOf(boxOf(fixed));
  expect(y + height - top).toBeLessThan(44);
});

test('LG1: right to left mirrors the layout', async ({ page, open }) => {
  const places = async (dir: 'ltr' | 'rtl') => {
    // Text of the same width in both directions; only positions differ.
    await open({ dir, text: 'أوافق على terms 2.0', css: 'main { inline-size: 480px }' });
    await fillWithStates(page);
    const { x: left, width } = await boundsOf(page.locator('main'));
    const boxes = page.locator(
      '.nk-consent-box, .nk-consent-label, .nk-consent-description, .nk-consent-status, .nk-consent-retry',
    );
    return (await Promise.all((await boxes.all()).map((each) => boundsOf(each)))).map((each) => {
      const start = dir === 'ltr' ? each.x - left : left + width - each.x - each.width;
      return [start, each.y, each.width, each.height].map(Math.round);
    });
  };
  const fromLeft = await places('ltr');
  const fromRight = await places('rtl');
  expect(fromRight).toEqual(fromLeft);
  const { fixed } = locate(page);
  expect((await boundsOf(boxOf(fixed))).x).toBeGreaterThan((await boundsOf(page.locator('main'))).x + 400);
  await expect(page.locator('.nk-error-summary bdi', { hasText: 'No thanks' })).toBeVisible();
});

test('the box is centred on the first line, at any text size and density', async ({ page, open }) => {
  await open();
  for (const [css, attribute] of [
    ['', []],
    ['html { font-size: 200% }', []],
    ['', ['data-density', 'compact']],
    [':root { --nk-font-size: 1.375rem; --nk-size-box: 1rem }', []],
    ['main { inline-size: 240px }', []],
  ] as const) {
    await dress(page, css, attribute);
    for (const consent of await page.locator('.nk-consent').all()) {
      const box = await boundsOf(boxOf(consent));
      const line = await labelOf(consent).evaluate((label) => {
        const range = document.createRange();
        range.selectNodeContents(label.firstElementChild ?? label);
        const { y, height } = range.getClientRects()[0] ?? new DOMRect();
        return y + height / 2;
      });
      expect(Math.abs(box.y + box.height / 2 - line)).toBeLessThanOrEqual(1);
    }
  }
});

test('"Saving" and "Saved" cause no layout shift; "Saved" fades for the eye and for screen readers', async ({
  page,
  open,
}) => {
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  // "Saved" stays until the animation is finished below.
  await open({ css: ':root { --nk-motion-stay: 600s }' });
  await page.evaluate(() => holdSaves());
  const { sms, after } = locate(page);
  const before = await boundsOf(after);
  await boxOf(sms).check();
  for (const word of ['Saving …', 'Saved']) {
    await expect(sms.getByRole('status')).toHaveText(word);
    expect(await boundsOf(after)).toEqual(before);
    await page.evaluate(() => releaseSaves());
  }
  const text = sms.locator('.nk-consent-status-text');
  expect(await styleOf(text, 'opacity')).toBe('1');
  await text.evaluate((element) => element.getAnimations().forEach((animation) => animation.finish()));
  expect(await styleOf(text, 'opacity')).toBe('0');
  await expect(sms.getByRole('status')).toMatchAriaSnapshot('- status');
  await expect(boxOf(sms)).not.toHaveAccessibleDescription(/Saved/);
});

test('AX6: the name of the box that a screen reader reads with "Saved" fades with it', async ({
  page,
  open,
}) => {
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await open({ css: ':root { --nk-motion-stay: 600s }' });
  await page.evaluate(() => holdSaves());
  const { sms } = locate(page);
  const status = sms.getByRole('status');
  await boxOf(sms).check();
  await boxOf(sms).blur();
  await page.evaluate(() => releaseSaves());
  await expect(status).toHaveText(/:\s*Saved$/, { useInnerText: true });
  await page.evaluate(() => document.getAnimations().forEach((animation) => animation.finish()));
  await expect(status).toHaveText('', { useInnerText: true });
});

for (const deviceScaleFactor of [1, 1.5, 2]) {
  test.describe(`with a device scale factor of ${deviceScaleFactor}`, () => {
    test.use({ deviceScaleFactor });
    test('the tick is visible and sharp', async ({ page, open }) => {
      await open({
        css: ':root { --nk-color-on-accent: #fff; --nk-color-accent: #000; --nk-focus-width: 0px }',
      });
      const { sms } = locate(page);
      await boxOf(sms).check();
      await page.mouse.move(0, 0);
      await expect(sms.getByRole('status')).toHaveText('Saved');
      await page.evaluate(() => document.getAnimations().forEach((animation) => animation.finish()));
      const image = (await boxOf(sms).screenshot()).toString('base64');
      const { white, grey } = await page.evaluate(async (data) => {
        const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
        // Excludes the border, which has its own round corners.
        const edge = Math.round(bitmap.width / 6);
        const size = bitmap.width - 2 * edge;
        const context = new OffscreenCanvas(size, size).getContext('2d');
        context?.drawImage(bitmap, -edge, -edge);
        const { data: dots = [] } = context?.getImageData(0, 0, size, size) ?? {};
        const reds = [...dots].filter((_, index) => index % 4 === 0);
        return {
          white: reds.filter((red) => red > 250).length / reds.length,
          grey: reds.filter((red) => red > 5 && red <= 250).length / reds.length,
        };
      }, image);
      expect(white).toBeGreaterThan(0.05);
      expect(white).toBeLessThan(0.4);
      // A slanted edge is grey for about one dot. A blurred one would have more grey than white at any scale.
      expect(grey * deviceScaleFactor).toBeLessThan(0.3);
    });
  });
}

for (const styles of ['native', 'bundled'] as const) {
  test(`a theme applies where it is set, and a light page stays light on a dark system, ${styles}`, async ({
    page,
    open,
  }) => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await open({ styles });
    const { terms } = locate(page);
    for (const [attribute, css, color] of [
      [[], '', 'rgb(27, 29, 34)'],
      [['data-nk-theme', 'dark'], '', 'rgb(242, 243, 245)'],
      [['data-nk-theme', 'light'], ':root { color-scheme: dark }', 'rgb(27, 29, 34)'],
      [['data-nk-theme', 'light'], 'main { color-scheme: dark }', 'rgb(27, 29, 34)'],
      [['data-nk-theme', 'high-contrast'], '', 'rgb(0, 0, 0)'],
      [[], ':root { --nk-color-text: rgb(1, 2, 3) }', 'rgb(1, 2, 3)'],
    ] as const) {
      await dress(page, css, attribute);
      expect(await styleOf(terms, 'color'), `${attribute.join()} ${css}`).toBe(color);
    }
    await dress(page, '');
    await page.emulateMedia({ contrast: 'more' });
    expect(await styleOf(terms, 'color')).toBe('rgb(0, 0, 0)');
  });
}

test('a page with a dark color-scheme has dark boxes', async ({ page, open }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await open({ styles: 'native', css: ':root { color-scheme: light dark }' });
  expect(await styleOf(locate(page).terms, 'color')).toBe('rgb(242, 243, 245)');
});

test('a browser without light-dark() still shows box, tick and focus', async ({ page, open }) => {
  const text = 'rgb(4, 5, 6)';
  await open({ styles: 'unknown', css: `body { color: ${text} }` });
  const box = boxOf(locate(page).sms);
  await box.press('Space');
  await expect(box).toBeChecked();
  for (const side of ['border-top', 'outline']) {
    expect(await styleOf(box, `${side}-style`)).toBe('solid');
    expect(await styleOf(box, `${side}-color`)).toBe(text);
  }
  expect(await styleOf(box, 'background-color')).toBe('rgba(0, 0, 0, 0)');
  expect(await styleOf(box, 'background-color', '::before')).toBe(text);
});

test('print shows the tick and no button', async ({ page, open }) => {
  await open();
  await fillWithStates(page);
  await page.emulateMedia({ media: 'print' });
  const { objection, sms } = locate(page);
  await expect(objection.locator('.nk-consent-retry').filter({ visible: true })).toHaveCount(0);
  expect(await styleOf(boxOf(sms), 'print-color-adjust')).toBe('exact');
  expect(await styleOf(boxOf(sms), 'print-color-adjust', '::before')).toBe('exact');
});

test('a hidden part of the page hides each box, its tick and the empty summary', async ({ page, open }) => {
  await open({ css: 'form div { display: flex } main.away { visibility: hidden }' });
  const { sms, summary, placeOrder } = locate(page);
  await expect(summary).toBeHidden();
  await boxOf(sms).check();
  await expect(sms).toHaveAttribute('data-save-state', 'saved');
  await placeOrder.press('Enter');
  await expect(summary).toBeVisible();
  await page.evaluate(() => document.querySelector('main')?.classList.add('away'));
  expect(await styleOf(boxOf(sms), 'visibility', '::before')).toBe('hidden');
  await page.evaluate(() => {
    for (const part of document.querySelectorAll<HTMLElement>('.nk-consent-group, .nk-preferences'))
      part.hidden = true;
    document.querySelector('main')?.classList.remove('away');
  });
  await expect(page.getByRole('group', { name: 'News and offers' })).toHaveCount(0);
  await expect(page.locator('.nk-preferences')).toBeHidden();
});

test('a group without boxes on the order renders no name and no description', async ({ page, open }) => {
  await open();
  const groups = ['News and offers', 'Your choices'].map((name) => page.getByRole('group', { name }));
  for (const group of groups) await expect(group).toBeVisible();
  await page.evaluate(() => {
    const [order] = sandbox.orders.list();
    if (order === undefined) throw new Error('There is no order.');
    const consents = order.consents.filter(({ id }) => id === 'ci_terms');
    sandbox.orders.update(order.id, { consents });
    window.dispatchEvent(new Event('visibilitychange'));
  });
  for (const group of groups) await expect(group).toBeHidden();
});
