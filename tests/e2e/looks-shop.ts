import { fileURLToPath } from 'node:url';
import type { Locator, Page } from '@playwright/test';
import type { Rolldown } from 'vite';
import type { Looks } from './looks-page/looks.ts';
import { packagedSheets, stage } from './looks-sheets.ts';
import type { Sheets } from './looks-sheets.ts';
import { expect, test as base } from './shared.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The form of the style sheet: compiled for older browsers, unchanged, without support for light-dark(), or in a layer.
 */
export type Delivery = 'bundled' | 'native' | 'unknown' | 'layered';

interface Look {
  readonly text?: string;
  readonly locale?: 'de' | 'en' | 'fi';
  readonly dir?: 'ltr' | 'rtl';
  readonly styles?: Delivery;
  /** Attributes of the root element of the page. */
  readonly attributes?: string;
  /** The shop's own style sheet. */
  readonly css?: string;
  /** Whether the order cannot be read. */
  readonly isUnread?: boolean;
}

interface Fixtures {
  /** Opens the page of all components. */
  readonly open: (look?: Look) => Promise<void>;
  readonly built: Built;
  readonly shown: Shown;
  readonly packaged: Sheets;
}

/** The page with an error, a failed save, a saved tick and a summary, and its looks without other style sheets. */
export interface Shown {
  readonly page: Page;
  readonly bare: Looks;
}

/** The script of the page, and the forms of its style sheet. */
interface Built {
  readonly script: Promise<string>;
  readonly stylesOf: (delivery: Delivery) => Promise<string>;
}

const native = ['chrome125', 'firefox125', 'safari18'];

/** Builds the page with Vite's defaults, and each form of its style sheet when it is used first. */
function buildPage(): Built {
  const output = async (input: string, cssTarget?: string[]) => {
    const { build } = await import('vite');
    const result = (await build({
      configFile: false,
      logLevel: 'error',
      root,
      resolve: { conditions: ['@norce-kit/source', 'module', 'browser', 'production'] },
      build: {
        write: false,
        ...(cssTarget && { cssTarget }),
        rolldownOptions: { input: `${root}${input}`, output: { codeSplitting: false } },
      },
    })) as Rolldown.RolldownOutput;
    return result.output.map((file) => (file.type === 'chunk' ? file.code : String(file.source))).join('');
  };
  const folder = 'packages/react/src/';
  const builders: Readonly<Record<Delivery, () => Promise<string>>> = {
    bundled: () => output(`${folder}styles.css`),
    native: () => output(`${folder}styles.css`, native),
    unknown: async () => (await stylesOf('native')).replaceAll('light-dark(', 'unknown('),
    layered: () => output(`${folder}styles.layered.css`, native),
  };
  const styles: Partial<Record<Delivery, Promise<string>>> = {};
  const stylesOf = (delivery: Delivery) => (styles[delivery] ??= builders[delivery]());
  return { script: output('tests/e2e/looks-page/page.tsx'), stylesOf };
}

/** Opens the page of all components. */
async function openLooks(page: Page, built: Built, look: Look = {}): Promise<void> {
  const { text = '', locale = 'en', dir = 'ltr', styles = 'bundled', attributes = '', css = '' } = look;
  const { isUnread = false } = look;
  const html = `<!doctype html><html lang="${locale}" dir="${dir}"><meta charset="utf-8">
    <meta name="viewport" content="width=device-width"><title>Looks</title><link rel="icon" href="data:,">
    <style id="host-before"></style><style id="kit">${await built.stylesOf(styles)}</style>
    <style id="host-after"></style><style id="shop">body { margin: 16px; font: 1rem/1.5 'Liberation Sans', Arial, sans-serif } ${css}</style>
    <main ${attributes}></main><script type="module" src="/page.js"></script>`;
  const script = await built.script;
  await page.route('**/*', (route) =>
    new URL(route.request().url()).pathname === '/page.js'
      ? route.fulfill({ contentType: 'text/javascript', body: script })
      : route.fulfill({ contentType: 'text/html', body: html }),
  );
  await page.goto(
    `https://looks.test/?${new URLSearchParams({ locale, ...(text !== '' && { text }), ...(isUnread && { unread: '' }) }).toString()}`,
  );
  if (isUnread) await expect(page.getByRole('alert')).toHaveText(/\S/);
  else await expect(page.getByRole('checkbox').nth(8)).toBeVisible();
}

/**
 * A browser with a page that has all components, the kit's styles and a sandbox. Tests that change only style sheets
 * share one page: `shown`.
 */
export const test = base.extend<Fixtures>({
  built: async ({ share }, use) => use(await share('looks', buildPage)),
  open: async ({ page, built }, use) => use((look) => openLooks(page, built, look)),
  shown: async ({ browser, built, share }, use) => {
    const shown = await share('looks, shown', async () => {
      const page = await browser.newPage({ viewport: { width: 560, height: 5000 }, reducedMotion: 'reduce' });
      await openLooks(page, built);
      await fillWithStates(page);
      await dress(page, stage, ['class', 'shop']);
      return { page, bare: await page.evaluate(() => inspectPage()) };
    });
    await use(shown);
  },
  packaged: async ({ share }, use) => use(await share('looks, packaged', packagedSheets)),
});

/** The consents of the checkout, in their order on the page. */
export function locate(page: Page) {
  const consent = (index: number) => page.locator('.nk-consent').nth(index);
  return {
    terms: consent(0),
    objection: consent(1),
    email: consent(2),
    sms: consent(3),
    fixed: consent(4),
    after: page.locator('#after'),
    placeOrder: page.getByRole('button', { name: 'Place order' }),
    summary: page.locator('.nk-error-summary'),
  };
}

/** The checkbox of a consent. */
export const boxOf = (consent: Locator) => consent.locator('.nk-consent-box');

/** Brings the page into three states: a missing consent, a failed save, a saved one. */
export async function fillWithStates(page: Page): Promise<void> {
  const { objection, sms, placeOrder, summary } = locate(page);
  await page.evaluate(() =>
    sandbox.faults.add({ kind: 'status', status: 503, operation: 'patchConsent', consentId: 'ci_objection' }),
  );
  await boxOf(objection).click();
  await expect(objection).toHaveAttribute('data-save-state', 'not-saved');
  await boxOf(sms).check();
  await expect(sms).toHaveAttribute('data-save-state', 'saved');
  // By keyboard, so that the focus is visible.
  await placeOrder.press('Enter');
  await expect(summary).toBeVisible();
}

/** Changes the shop's style sheet and one attribute of the root element. */
export async function dress(page: Page, css: string, attribute: readonly string[] = []) {
  await page.evaluate(
    ([text, [name, value = '']]) => {
      const [main, shop] = [document.querySelector('main'), document.getElementById('shop')];
      if (main === null || shop === null) throw new Error('This is not the page of the looks.');
      for (const { name: old } of [...main.attributes]) main.removeAttribute(old);
      if (name !== undefined) main.setAttribute(name, value);
      shop.textContent = text;
    },
    [css, attribute] as const,
  );
}

/** Returns a computed value of an element or of its `::before`. */
export function styleOf(locator: Locator, property: string, pseudo?: '::before'): Promise<string> {
  return locator.evaluate((element, [name, part]) => getComputedStyle(element, part).getPropertyValue(name), [
    property,
    pseudo,
  ] as const);
}

/** Returns the bounding box of an element; fails if there is none. */
export async function boundsOf(locator: Locator) {
  const bounds = await locator.boundingBox();
  if (bounds === null) throw new Error('It takes no room.');
  return bounds;
}

export { expect };
