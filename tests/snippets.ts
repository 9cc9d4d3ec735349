import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { findScripts, findWords } from './words.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Folders with the frameworks installed, from which imports of a snippet are resolved as well. */
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
  // A shop's bundler handles CSS.
  noUncheckedSideEffectImports: false,
};

// Source files, read once for all pages.
const sources = new Map<string, ts.SourceFile | undefined>();

/** Resolved imports of files other than snippets, for all pages. */
const resolved = ts.createModuleResolutionCache(root, (file) => file, options);

export interface Snippet {
  readonly page: string;
  readonly file: string;
  /** The line of its opening fence or `@example` tag, counted from 1. */
  readonly line: number;
  readonly text: string;
}

/**
 * Returns the blocks of TypeScript on a page, each as a file beside it. A block that begins with a comment like
 * `// lib/norce.ts` is that file, which the others can import.
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
 * Returns the `@example` blocks in the docstrings of a package. Public names of the package need no import.
 *
 * @param entryPoints The source of each entry point, by import path, relative to the root of the repository.
 */
export function findExamples(
  folder: string,
  entryPoints: Readonly<Record<string, string>>,
): readonly Snippet[] {
  const names = new Map<string, string>();
  for (const [path, file] of Object.entries(entryPoints))
    for (const name of exportedNames(file)) if (!names.has(name)) names.set(name, path);
  return findScripts(folder).flatMap((page) =>
    findWords(page).flatMap(({ kind, line, text }) => {
      const comment = text.replaceAll(/^\s*\* ?/gm, '');
      if (kind !== 'comment' || !text.startsWith('/**')) return [];
      return [...comment.matchAll(/^@example *\n(.*?)(?=^@|\/$|(?![^]))/gms)].map(
        ({ 1: block = '', index }) => {
          const code = block.replaceAll(/^```\w*$/gm, '').replace(/\*?\/\s*$/, '');
          const at = line + comment.slice(0, index).split('\n').length - 1;
          const imports = [...names].flatMap(([name, path]) =>
            isFree(name, code) ? [`import { ${name} } from '${path}';`] : [],
          );
          const file = join(
            root,
            dirname(page),
            `example-${basename(page).replace(/\.tsx?$/, '')}-${at}.tsx`,
          );
          return { page, file, line: at, text: `${imports.join(' ')}${code}` };
        },
      );
    }),
  );
}

/** Whether code uses a name that it neither declares nor imports. */
function isFree(name: string, code: string): boolean {
  if (!new RegExp(`(?<![.\\w])${name}\\b(?!:)`).test(code)) return false;
  return !new RegExp(`\\b(import\\b[^;]*|const|function|class|type|interface) ${name}\\b`).test(code);
}

function exportedNames(file: string): readonly string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement)) {
      const { exportClause } = statement;
      return exportClause && ts.isNamedExports(exportClause)
        ? exportClause.elements.map(({ name }) => name.text)
        : [];
    }
    if (ts.isVariableStatement(statement) && ts.getModifiers(statement)?.length) {
      return statement.declarationList.declarations.map(({ name }) => name.getText(source));
    }
    const isExported = ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.length;
    const isNamed = ts.isFunctionDeclaration(statement) || ts.isInterfaceDeclaration(statement);
    return isExported && isNamed && statement.name !== undefined ? [statement.name.text] : [];
  });
}

/**
 * Returns the compiler errors of snippets. Snippets of one folder compile faster together than one by one.
 *
 * @param surroundings Declarations that the snippets expect: `declare const orderId: string`.
 */
export function checkSnippets(snippets: readonly Snippet[], surroundings = ''): readonly string[] {
  const page = snippets[0]?.page ?? '';
  const context = join(root, dirname(page), 'surroundings.d.ts');
  const files = new Map([
    [context, `export {}; declare global { ${surroundings.replaceAll('declare ', '')} }`],
    ...snippets.map(({ file, text }) => [file, wrapMembers(text)] as const),
  ]);
  const pages = new Map(snippets.map((snippet) => [snippet.file, snippet.page]));
  const program = ts.createProgram([...files.keys()], options, createHost(files, pages));
  return [...snippets, { page, file: context, line: 0 }].flatMap(({ page, file, line }) => {
    const source = program.getSourceFile(file);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ start = 0, messageText }) => {
      const at = line + 1 + (source?.getLineAndCharacterOfPosition(start).line ?? 0);
      return `${page}:${at} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
  });
}

/** Wraps bare members, `name: value,`, as options of the handler. */
function wrapMembers(text: string): string {
  if (!/^\w+: /.test(text)) return text;
  return `({ ${text}}) satisfies Partial<import('@norce-kit/server').OrderHandlerOptions>;`;
}

/** @param pages the page of each snippet, by file */
function createHost(files: ReadonlyMap<string, string>, pages: ReadonlyMap<string, string>): ts.CompilerHost {
  const disk = ts.createCompilerHost(options);
  // Folders of snippets that name their file do not exist.
  const folders = new Set([...files.keys()].map(dirname));
  const host: ts.CompilerHost = {
    ...disk,
    directoryExists: (folder) => folders.has(folder) || (disk.directoryExists?.(folder) ?? true),
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
      // The alias of create-next-app.
      const folder = join(root, dirname(pages.get(containingFile) ?? ''));
      const name = text.startsWith('@/') ? join(folder, text.slice(2)) : text;
      if (!files.has(containingFile)) {
        return ts.resolveModuleName(name, containingFile, options, host, resolved);
      }
      const from = [containingFile, ...homes];
      const [found] = from
        .map((file) => ts.resolveModuleName(name, file, options, host))
        .filter(({ resolvedModule }) => resolvedModule !== undefined);
      return found ?? { resolvedModule: undefined };
    });
  return host;
}
