import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Where a snippet's imports are looked for beside its own page: who has the frameworks installed. */
const homes = ['packages/server', 'examples/nextjs', 'packages/react'].map((home) =>
  join(root, home, 'snippet.ts'),
);

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  customConditions: ['@norce-kit/source'],
  allowImportingTsExtensions: true,
  jsx: ts.JsxEmit.ReactJSX,
  types: ['node'],
  typeRoots: [join(root, 'node_modules/@types')],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
  noEmit: true,
  // A shop's bundler knows what to do with CSS.
  noUncheckedSideEffectImports: false,
};

// Read once for all pages.
const sources = new Map<string, ts.SourceFile | undefined>();

interface Snippet {
  readonly page: string;
  readonly file: string;
  /** Where its first line stands on the page, counted from 0. */
  readonly line: number;
  readonly text: string;
}

/**
 * The blocks of TypeScript on a page, each as a file beside it. One that begins with a comment like `// lib/norce.ts` is
 * that file, for the others to import.
 */
export function findSnippets(page: string): readonly Snippet[] {
  const markdown = readFileSync(join(root, page), 'utf8');
  const blocks = [...markdown.matchAll(/^```(tsx?)\n(.*?)^```$/gms)];
  return blocks.map(({ 1: language = 'ts', 2: text = '', index }, number) => {
    const name = /^\/\/ (\S+\.tsx?)\n/.exec(text)?.[1] ?? `${basename(page, '.md')}-${number}.${language}`;
    const line = markdown.slice(0, index).split('\n').length;
    return { page, file: join(root, dirname(page), name), line, text };
  });
}

/**
 * What the compiler says of the snippets of pages that stand in one folder; together is quicker than one by one.
 *
 * @param surroundings Declarations of what the snippets leave to their reader: `declare const orderId: string`.
 */
export function checkSnippets(pages: readonly [string, ...string[]], surroundings = ''): readonly string[] {
  const [page] = pages;
  const snippets = pages.flatMap(findSnippets);
  const context = join(root, dirname(page), 'surroundings.d.ts');
  const files = new Map([
    [context, `export {}; declare global { ${surroundings.replaceAll('declare ', '')} }`],
    ...snippets.map(({ file, text }) => [file, wrapMembers(text)] as const),
  ]);
  const program = ts.createProgram([...files.keys()], options, createHost(files, page));
  return [...snippets, { page, file: context, line: 0 }].flatMap(({ page, file, line }) => {
    const source = program.getSourceFile(file);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ start = 0, messageText }) => {
      const at = line + 1 + (source?.getLineAndCharacterOfPosition(start).line ?? 0);
      return `${page}:${at} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
  });
}

/** Members alone, `name: value,`, are options of the handler. */
function wrapMembers(text: string): string {
  if (!/^\w+: /.test(text)) return text;
  return `({ ${text}}) satisfies Partial<import('@norce-kit/server').OrderHandlerOptions>;`;
}

function createHost(files: ReadonlyMap<string, string>, page: string): ts.CompilerHost {
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    // The folders of snippets that name themselves are not there.
    directoryExists: () => true,
    fileExists: (file) => files.has(file) || disk.fileExists(file),
    readFile: (file) => files.get(file) ?? disk.readFile(file),
    getSourceFile: (file, version) => {
      const text = files.get(file);
      if (text !== undefined) return ts.createSourceFile(file, text, version);
      if (!sources.has(file)) sources.set(file, disk.getSourceFile(file, version));
      return sources.get(file);
    },
  };
  host.resolveModuleNameLiterals = (names, containingFile) =>
    names.map(({ text }) => {
      // As create-next-app sets it up.
      const name = text.startsWith('@/') ? join(root, dirname(page), text.slice(2)) : text;
      const from = files.has(containingFile) ? [containingFile, ...homes] : [containingFile];
      const [found] = from
        .map((file) => ts.resolveModuleName(name, file, options, host))
        .filter(({ resolvedModule }) => resolvedModule !== undefined);
      return found ?? { resolvedModule: undefined };
    });
  return host;
}
