import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLanguageServer } from './language-server.ts';
import type { LanguageServer } from './language-server.ts';

const results = fileURLToPath(new URL('../test-results/', import.meta.url));
mkdirSync(results, { recursive: true });
const folder = mkdtempSync(`${results}completions-`);
const file = 'page.tsx';

const compilerOptions = {
  target: 'es2022',
  module: 'esnext',
  moduleResolution: 'bundler',
  customConditions: ['@norce-kit/source'],
  allowImportingTsExtensions: true,
  jsx: 'react-jsx',
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
};

const components = ['ConsentCheckbox', 'NewsletterConsent', 'TermsConsent', 'ObjectionConsent'] as const;

/** Elements with the reason why they do not compile. */
const refused = {
  '<kit.NewsletterConsent consentId="c" required />': 'a newsletter is never a condition of an order',
  '<kit.NewsletterConsent channels={{ email: "c" }} required />':
    'a newsletter is never a condition of an order',
  '<kit.NewsletterConsent consentId="c" kind="agreement" />': 'a newsletter is always of kind consent',
  '<kit.ObjectionConsent consentId="c" required />': 'an objection is never a condition of an order',
  '<kit.ObjectionConsent consentId="c" onCheckedChange={() => undefined} />': 'use onObjectionChange',
  '<kit.TermsConsent consentId="c" termsUrl="/t" kind="consent" />': 'terms are always of kind agreement',
  '<kit.ConsentCheckbox consentId="c" defaultChecked />': 'a pre-ticked box is no consent',
  '<kit.ConsentCheckbox consentId="c" checked={true} />': 'the box shows the answer on the order',
  '<kit.NewsletterConsent consentId="c" defaultChecked={true} />': 'a pre-ticked box is no consent',
  '<kit.TermsConsent consentId="c" termsUrl="/t" type="radio" />': 'the box is always a checkbox',
};

/** Code with a prop or a member, and a part of the docstring that an editor shows for it. */
const documented = [
  ['<kit.ConsentCheckbox consentId="c" label="l" />', 'label', "or else the order's own wording"],
  ['<kit.NewsletterConsent consentId="c" label="l" />', 'consentId', 'Id of the consent on the order.'],
  ['<kit.NewsletterConsent consentId="c" label="l" />', 'label', 'or else a ready text'],
  ['<kit.NewsletterConsent consentId="c" links={[]} />', 'links', 'They open in a new tab'],
  ['<kit.NewsletterConsent channels={{ email: "c" }} />', 'channels', 'each channel has a box of its own'],
  [
    '<kit.NewsletterConsent channels={{ email: "c" }} readOnly />',
    'readOnly',
    'Shows the answer with a note',
  ],
  ['<kit.TermsConsent consentId="c" termsUrl="/t" label="l" />', 'label', 'or else a ready text'],
  ['<kit.ObjectionConsent consentId="c" lang="sv" />', 'consentId', 'Id of the objection on the order.'],
  ['<kit.ObjectionConsent consentId="c" lang="sv" />', 'lang', 'Language of label and description'],
  [
    '<kit.ObjectionConsent consentId="c" onObjectionChange={() => undefined} />',
    'onObjectionChange',
    '`objects` is true for a tick',
  ],
  ['<kit.ConsentErrorSummary outdated="warn" />', 'outdated', 'other words than those beside its box'],
  ['<kit.ConsentPreferences filter={() => true} />', 'filter', 'Selects the consents to show.'],
  ['<lazy.NewsletterConsent consentId="c" lang="sv" />', 'lang', 'Language of label and description'],
  ['<lazy.OrderProvider client={client} orderId="o" />', 'orderId', 'Id of the order of this checkout.'],
  ['{} as import("@norce-kit/core").Consent', 'Consent', 'One statement the shopper can agree to.'],
  ['{} as import("@norce-kit/core").Price', 'Price', 'in major currency units'],
  ['admin.patchConsent', 'patchConsent', 'Ticks or un-ticks one consent.'],
] as const;

/** Code on one line, as a part of the page. */
const statementOf = (element: string) => `[${element}];`;
const unfinished = (component: string) => statementOf(`<kit.${component} />`);
const spread = (component: string) => {
  const terms = component === 'TermsConsent' ? 'termsUrl="/t"' : '';
  const element = `<kit.${component} consentId="c" ${terms} {...register('news')} />`;
  return `export function Page${component}() { const { register } = useForm<{ news: boolean }>(); return ${element}; }`;
};

/** One page with all codes, a line each, because the compiler checks a page faster than each of its lines. */
const lines = [
  `import * as kit from '@norce-kit/react'; import * as lazy from '@norce-kit/react/lazy';`,
  `import { useForm } from 'react-hook-form'; const client = lazy.createOrderClient({ baseUrl: '/' });`,
  `declare const admin: import('@norce-kit/core/admin').OrderAdmin;`,
  ...components.map(unfinished),
  ...Object.keys(refused).map(statementOf),
  ...documented.map(([element]) => statementOf(element)),
  ...components.map(spread),
];
const lineOf = (code: string) => lines.indexOf(code);

let server: LanguageServer;
let errors: Awaited<ReturnType<LanguageServer['check']>>;
beforeAll(async () => {
  writeFileSync(`${folder}/tsconfig.json`, JSON.stringify({ compilerOptions, files: [file] }));
  server = await startLanguageServer(folder);
  server.open(file, lines.join('\n'));
  errors = await server.check(file);
});
afterAll(() => {
  server.stop();
  rmSync(folder, { recursive: true });
});

/** Returns the errors of the compiler about a line. */
const errorsOf = (code: string) =>
  errors.filter(({ line }) => line === lineOf(code)).map(({ message }) => message);

test.each(components)('an editor offers no attributes of other inputs for %s', async (component) => {
  const line = lineOf(unfinished(component));
  const props = await server.complete(file, line, (lines[line] ?? '').indexOf('/>'));
  for (const known of ['consentId', 'label', 'name', 'form', 'disabled', 'onFocus', 'aria-label']) {
    expect(props).toContain(known);
  }
  const foreign =
    /^(accept|alt|capture|src|list|multiple|pattern|placeholder|step|min|max|minLength|maxLength|size|width|height|formAction|autoComplete|on(Play|Load|Composition|Submit).*)$/;
  expect(props.filter((name) => foreign.test(name))).toEqual([]);
});

test.each(documented)('in %s an editor shows the docstring of %s', async (element, prop, words) => {
  const code = statementOf(element);
  expect(errorsOf(code)).toEqual([]);
  expect(await server.hover(file, lineOf(code), code.search(new RegExp(`[ .]${prop}\\b`)) + 1)).toContain(
    words,
  );
});

test.each(Object.entries(refused))('the error about %s contains the reason', (element, reason) => {
  expect(errorsOf(statementOf(element)).join('\n')).toContain(reason);
});

test.each(components)('`register` of react-hook-form can be spread into %s', (component) => {
  expect(errorsOf(spread(component))).toEqual([]);
});
