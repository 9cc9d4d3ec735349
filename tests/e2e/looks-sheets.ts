import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const read = (path: string) => readFileSync(path, 'utf8');

/** Utilities of Tailwind that the tests put on parts. */
const utilities = [
  'p-4',
  'rounded-lg',
  'font-medium',
  'underline',
  'no-underline',
  'border-4',
  'text-xl',
  'bg-black',
];

/** Style sheets by their names. */
export type Sheets = Readonly<Record<string, string>>;

/** The page around the components. Important, so that only the components change with the style sheets. */
export const stage =
  'main { display: block !important; box-sizing: content-box !important; inline-size: 480px !important;' +
  'margin: 0 !important; padding: 16px !important; background: #fff; color: #222 }' +
  "main[data-nk-theme='dark'] { background: #16181d; color: #f2f3f5 }" +
  "main, main * { font-family: 'Liberation Sans', Arial, sans-serif !important }";

/** Compiles a style sheet of Tailwind 4, with the utilities. */
export async function compileTailwind4(css: string): Promise<string> {
  const { compile } = await import('tailwindcss');
  const compiler = await compile(css, {
    loadStylesheet: (id, base) => {
      const name = id === 'tailwindcss' ? 'tailwindcss/index.css' : id;
      const path = id.startsWith('.') ? join(base, id) : require.resolve(name);
      return Promise.resolve({ path, base: dirname(path), content: read(path) });
    },
  });
  return compiler.build(utilities);
}

async function compileTailwind3(css: string): Promise<string> {
  const { default: postcss } = await import('postcss');
  const { default: tailwind3 } = await import('tailwindcss-3');
  const content = [{ raw: utilities.join(' ') }];
  return (await postcss([tailwind3({ content })]).process(css, { from: undefined })).css;
}

/** The style sheets that many pages start with, from their packages. */
export async function packagedSheets(): Promise<Sheets> {
  return {
    'normalize.css': read(require.resolve('normalize.css')),
    'modern-normalize': read(require.resolve('modern-normalize')),
    'Bootstrap 5 Reboot': read(require.resolve('bootstrap/dist/css/bootstrap-reboot.css')),
    'Bootstrap 5': read(require.resolve('bootstrap/dist/css/bootstrap.css')),
    'Tailwind 3': await compileTailwind3('@tailwind base; @tailwind components; @tailwind utilities;'),
    'Tailwind 4': await compileTailwind4('@import "tailwindcss";'),
    'Tailwind 4 without layers': await compileTailwind4('@import "tailwindcss/preflight.css";'),
  };
}

/** Rules that pages have, from resets to the styles of their own forms. */
export const everydayRules: Sheets = {
  'no margin, padding or border': '* { margin: 0; padding: 0; border: 0 }',
  'no margin, padding or border, in a layer': '@layer reset { * { margin: 0; padding: 0; border: 0 } }',
  'content-box': '*, *::before, *::after { box-sizing: content-box }',
  'wide inputs': 'input { width: 100% }',
  'inputs without appearance': 'input { appearance: none; -webkit-appearance: none }',
  'lists without style': 'ul { margin: 0; padding: 0; list-style: none }',
  'block labels': 'label { display: block; font-weight: bold }',
  'fieldsets with a width': 'fieldset { min-width: auto; border: 1px solid; padding: 1em }',
  'floating legends':
    'legend { float: left; width: 100%; margin-bottom: 8px; border-bottom: 1px solid; font-size: 24px }',
  'plain links': 'a { color: inherit; text-decoration: none }',
  'plain links in every state':
    'a:link, a:visited, a:hover, a:focus, a:active { text-decoration: none; outline: none }',
  'unset buttons': 'button { all: unset }',
  'no outline': ':focus { outline: 0 }',
  'no outline on controls':
    'input:focus, button:focus, a:focus, *:focus-visible { outline: none; box-shadow: none }',
  'block graphics': 'svg, img { display: block; max-width: 100% }',
  'all unset': '*:where(:not(html, head, head *, body, input)) { all: unset; display: revert }',
  'one font for all':
    'body { line-height: 1 } div, span, form, fieldset, legend, label, ul, li, p, h2, a, section' +
    '{ margin: 0; padding: 0; border: 0; font: inherit; font-size: 100%; vertical-align: baseline }',
  'fields of a form':
    'form input { display: block; width: 100%; height: 48px; min-height: 48px; margin: 0 0 16px; padding: 12px;' +
    'border: 1px solid #ccc; border-radius: 8px; background: #fff; box-shadow: 0 1px 2px #ccc; opacity: 0.5 }' +
    'form button { width: 100%; height: 60px; margin: 16px 0; padding: 0; border: 0; background: #1a4fd6; color: #fff }',
  'labels in a column':
    'label { float: left; position: relative; width: 30%; margin: 0 0 8px; padding: 0; text-align: right; font-size: 12px; color: #999 }',
  'marks around text':
    'li { margin: 0 0 8px 2em; list-style: square } ul li::before { content: "–" } label::after { content: ":" } a::after { content: " ↗" }',
  'rows of a form':
    'div { display: flex; align-items: center; line-height: 1 } form div { gap: 8px } form div div { margin: 0 0 8px }' +
    'form > * { display: flex }',
  'floating labels':
    'label { position: absolute; top: 8px; max-width: 120px; height: 20px; overflow: hidden; white-space: nowrap;' +
    'text-overflow: ellipsis; transform: translateY(-50%) scale(0.75); pointer-events: none }',
  'hidden inputs': 'input { visibility: hidden; clip-path: inset(50%); transform: scale(0) }',
  'indented lines': 'main { text-indent: 2em }',
  'headings and lists of an article':
    'h2, p, ul { margin: 2em 0; padding: 1em; color: #999; text-align: center } h2 { font-size: 40px } li { font-size: 10px }',
};

/** Rules by type or class, which weigh more than those of a reset. */
export const heavyRules: Sheets = {
  'checkboxes by type':
    "input[type='checkbox'] { appearance: auto; width: auto; height: auto; margin: 0 8px 0 0; padding: 2px; border: 0; background: none }",
  'fields by class':
    '.shop input { display: inline-block; position: absolute; width: 100%; height: 48px; padding: 12px; border: 1px solid #555; opacity: 0 }',
  'checkboxes drawn on their labels':
    "input[type='checkbox'] { position: absolute; left: -9999px; visibility: hidden }" +
    "input[type='checkbox'] + label { display: inline-block; position: relative; margin: 0 1rem 0 0.5rem; height: 25px }" +
    "input[type='checkbox'] + label::before { content: ''; display: inline-block; width: 18px; height: 18px; border: 1px solid }" +
    "input[type='checkbox']:checked + label::after { content: '✓'; position: absolute; left: 3px; top: 3px }",
  'checkboxes drawn for each state':
    "[type='checkbox']:not(:checked), [type='checkbox']:checked { position: absolute; opacity: 0; pointer-events: none }" +
    "[type='checkbox']:not(:checked) + label::before { content: ''; position: absolute; inset: 0 auto auto 0; width: 20px; height: 20px; border: 2px solid }",
  'ticks before the content of checkboxes':
    "input[type='checkbox'] { display: grid; place-content: center; place-items: center; transform: translateY(-0.1em) }" +
    "input[type='checkbox']::before { content: ''; width: 0.6em; height: 0.6em; background: #222; transform: scale(0); transition: transform 1s }" +
    "input[type='checkbox']:checked::before { box-shadow: inset 1em 1em #639; transform: scale(1) }",
  'knobs of switches':
    "[type='checkbox']::before { content: ''; position: absolute; left: 2px; width: 20px; height: 20px; opacity: 0; background: #fff }" +
    "[type='checkbox']:checked::before { opacity: 1; transform: translateX(24px) }",
  'checkboxes without a drawing before them': "input[type='checkbox']::before { display: none }",
  'larger checkboxes': "input[type='checkbox'] { transform: scale(1.6) }",
  'ticks behind checkboxes':
    "input[type='checkbox']::after { content: ''; position: absolute; left: 5px; top: 2px; width: 7px; height: 13px; border: 3px solid }",
  'groups in rows': "[role='group'] { display: inline-flex; width: 100% }",
  'links by class': '.shop a { text-decoration: none }',
  'buttons under the pointer': 'button:hover, button:focus { background: #1a4fd6; box-shadow: none }',
};

/** Styles that the components inherit. */
export const inheritedStyles: Sheets = {
  'centred text': 'main { text-align: center }',
  'right-aligned text': 'main { text-align: right }',
  'tight lines': 'main { line-height: 1 }',
  'loose lines': 'main { line-height: 3 }',
  'no size': 'main { font-size: 0; line-height: 0 }',
  'spaced capitals': 'main { letter-spacing: 0.2em; word-spacing: 0.3em; text-transform: uppercase }',
  'right to left': 'main { direction: rtl }',
  'unbroken lines': 'main { white-space: nowrap }',
  'text of twice the size': 'html { font-size: 200% }',
};
