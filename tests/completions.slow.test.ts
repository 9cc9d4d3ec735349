import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = `${root}packages/react/test/completions-page.tsx`;

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  customConditions: ['@norce-kit/source'],
  allowImportingTsExtensions: true,
  jsx: ts.JsxEmit.ReactJSX,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
};

let text = '';
let version = 0;
const { sys } = ts;
const read = (name: string) => (name === file ? text : sys.readFile(name));
const service = ts.createLanguageService({
  getCompilationSettings: () => options,
  getScriptFileNames: () => [file],
  getScriptVersion: (name) => (name === file ? String(version) : '0'),
  getScriptSnapshot: (name) => {
    const content = read(name);
    return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
  },
  getCurrentDirectory: () => root,
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  useCaseSensitiveFileNames: () => sys.useCaseSensitiveFileNames,
  fileExists: (name) => name === file || sys.fileExists(name),
  readFile: read,
  directoryExists: (name) => sys.directoryExists(name),
  getDirectories: (name) => sys.getDirectories(name),
  realpath: (name) => sys.realpath?.(name) ?? name,
});

function open(code: string) {
  text = `import * as kit from '@norce-kit/react'; import { useForm } from 'react-hook-form';\n${code}`;
  version += 1;
}

/** Returns the props that an editor offers in a tag. */
function propsOf(component: string): readonly string[] {
  open(`export const page = <kit.${component} />;`);
  const entries = service.getCompletionsAtPosition(file, text.indexOf('/>'), {})?.entries ?? [];
  return entries.map(({ name }) => name.replace(/\?$/, ''));
}

/** Returns the errors of the compiler about code. */
function errorsOf(code: string): readonly string[] {
  open(code);
  const found = [...service.getSyntacticDiagnostics(file), ...service.getSemanticDiagnostics(file)];
  return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

test.each(['ConsentCheckbox', 'NewsletterConsent', 'TermsConsent', 'ObjectionConsent'])(
  'an editor offers no attributes of other inputs for %s',
  (component) => {
    const props = propsOf(component);
    for (const known of ['consentId', 'label', 'name', 'form', 'disabled', 'onFocus', 'aria-label']) {
      expect(props).toContain(known);
    }
    const foreign =
      /^(accept|alt|capture|src|list|multiple|pattern|placeholder|step|min|max|minLength|maxLength|size|width|height|formAction|autoComplete|on(Play|Load|Composition|Submit).*)$/;
    expect(props.filter((name) => foreign.test(name))).toEqual([]);
  },
);

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

test.each(Object.entries(refused))('the error about %s contains the reason', (element, reason) => {
  expect(errorsOf(`export const page = ${element};`).join('\n')).toContain(reason);
});

test.each(['NewsletterConsent', 'ObjectionConsent', 'ConsentCheckbox', 'TermsConsent'])(
  '`register` of react-hook-form can be spread into %s',
  (component) => {
    const terms = component === 'TermsConsent' ? 'termsUrl="/t"' : '';
    const code = `export function Page() {
      const { register } = useForm<{ news: boolean }>();
      return <kit.${component} consentId="c" ${terms} {...register('news')} />;
    }`;
    expect(errorsOf(code)).toEqual([]);
  },
);
