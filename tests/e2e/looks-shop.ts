import { fileURLToPath } from 'node:url';
import { expect, test as base } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { build } from 'vite';
import type { Rolldown } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The form of the style sheet: compiled for older browsers, unchanged, or without support for light-dark(). */
export type Delivery = 'bundled' | 'native' | 'unknown';

interface Look {
  readonly text?: string;
  readonly locale?: 'de' | 'en' | 'fi';
  readonly dir?: 'ltr' | 'rtl';
  readonly styles?: Delivery;
  /** Attributes of the root element of the page. */
  readonly attributes?: string;
  /** The shop's own style sheet. */
  readonly css?: string;
}

interface Fixtures {
  /** Opens the page of all components. */
  readonly open: (look?: Look) => Promise<void>;
}

interface Built {
  readonly script: string;
  readonly styles: Readonly<Record<Delivery, string>>;
}

/** Builds the page and both forms of its style sheet with Vite's defaults. */
async function buildPage(): Promise<Built> {
  const output = async (input: string, cssTarget?: string[]) => {
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
  const styles = 'packages/react/src/styles.css';
  const native = await output(styles, ['chrome125', 'firefox125', 'safari18']);
  return {
    script: await output('tests/e2e/looks-page/page.tsx'),
    styles: {
      bundled: await output(styles),
      native,
      unknown: native.replaceAll('light-dark(', 'unknown('),
    },
  };
}

/** A browser with a page that has all components, the kit's styles and a sandbox. */
export const test = base.extend<Fixtures, { built: Built }>({
  built: [async ({}, use) => use(await buildPage()), { scope: 'worker' }],
  open: async ({ page, built }, use) => {
    await use(
      async ({
        text = '',
        locale = 'en',
        dir = 'ltr',
        styles = 'bundled',
        attributes = '',
        css = '',
      } = {}) => {
        const html = `<!doctype html><html lang="${locale}" dir="${dir}"><meta charset="utf-8">
        <meta name="viewport" content="width=device-width"><title>Looks</title><link rel="icon" href="data:,">
        <style>${built.styles[styles]}</style>
        <style id="shop">body { margin: 16px; font: 1rem/1.5 'Liberation Sans', Arial, sans-serif } ${css}</style>
        <main ${attributes}></main><script type="module" src="/page.js"></script>`;
        await page.route('**/*', (route) =>
          new URL(route.request().url()).pathname === '/page.js'
            ? route.fulfill({ contentType: 'text/javascript', body: built.script })
            : route.fulfill({ contentType: 'text/html', body: html }),
        );
        await page.goto(
          `https://looks.test/?${new URLSearchParams({ locale, ...(text !== '' && { text }) }).toString()}`,
        );
        await expect(page.getByRole('checkbox').nth(8)).toBeVisible();
      },
    );
  },
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
    summary: page.getByRole('alert'),
  };
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
