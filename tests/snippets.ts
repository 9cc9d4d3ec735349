import { execFile } from 'node:child_process';
import type { ExecFileException } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import ts from 'typescript';
import { compiler, compilerEnv } from './native-compiler.ts';
import { findScripts, findWords } from './words.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Folders with the frameworks installed, from which imports of a snippet are resolved as well. */
const homes: readonly string[] = ['packages/server', 'examples/nextjs', 'packages/react'];

const compilerOptions = {
  target: 'es2022',
  lib: ['es2023', 'dom', 'dom.iterable'],
  module: 'esnext',
  moduleResolution: 'bundler',
  moduleDetection: 'force',
  customConditions: ['@norce-kit/source'],
  allowImportingTsExtensions: true,
  jsx: 'react-jsx',
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
  // Where two entry points export the same name, the shorter path: examples of the other have an import.
  const byDepth = Object.entries(entryPoints).sort(([a], [b]) => a.split('/').length - b.split('/').length);
  for (const [path, file] of byDepth)
    for (const name of exportedNames(file)) if (!names.has(name)) names.set(name, path);
  // Parsing is slow, and most files have no example.
  const pages = findScripts(folder).filter((page) =>
    readFileSync(join(root, page), 'utf8').includes('@example'),
  );
  return pages.flatMap((page) =>
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
  if (!code.includes(name) || !new RegExp(`(?<!(?<!\\.\\.)\\.|\\w)${name}\\b(?!:)`).test(code)) return false;
  return !new RegExp(
    `\\b(import\\b[^;]*|(const|function|class|type|interface)|const \\{[^=]*) ${name}\\b`,
  ).test(code);
}

const exportedNames = (file: string) => namesOf(readFileSync(join(root, file), 'utf8'));

/** Returns the names that a module exports. */
function namesOf(module: string): readonly string[] {
  const source = ts.createSourceFile('module.ts', module, {
    languageVersion: ts.ScriptTarget.Latest,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  });
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
    const isNamed =
      ts.isFunctionDeclaration(statement) ||
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement);
    return isExported && isNamed && statement.name !== undefined ? [statement.name.text] : [];
  });
}

/** Snippets of one kind. */
export interface SnippetGroup {
  readonly snippets: readonly Snippet[];
  /** Declarations that the snippets expect: `declare const orderId: string`. */
  readonly surroundings?: string;
}

/** Returns the compiler errors of each group of snippets. One program for all groups reads the types of libraries once. */
export async function checkSnippets(
  groups: readonly SnippetGroup[],
): Promise<readonly (readonly string[])[]> {
  const project = createProject(groups);
  try {
    const parameters = [compiler, '-p', project, '--pretty', 'false', '--singleThreaded'];
    const run = promisify(execFile)(process.execPath, parameters, {
      cwd: project,
      env: compilerEnv,
      maxBuffer: 1e8,
    });
    const { stdout } = await run.catch((error: unknown) => {
      // It exits with 1 or 2 if it finds errors, and prints them.
      const { code, stdout = '' } = error as ExecFileException;
      if ((code === 1 || code === 2) && stdout !== '') return { stdout };
      throw error;
    });
    const errors = stdout.split('\n').map(parseError);
    return groups.map(({ snippets }, group) => {
      const places = new Map(snippets.map((snippet) => [relative(root, snippet.file), snippet]));
      return errors.flatMap(({ text, file, line, message }) => {
        const snippet = places.get(file);
        if (snippet !== undefined) return [`${snippet.page}:${snippet.line + line} ${message}`];
        return text.startsWith('error') || file === nameOfContext(group) ? [text] : [];
      });
    });
  } finally {
    rmSync(project, { recursive: true });
  }
}

function parseError(text: string) {
  const {
    file = '',
    line = '',
    message = '',
  } = /^(?<file>[^(\s]+)\((?<line>\d+),\d+\): error \w+: (?<message>.*)/.exec(text)?.groups ?? {};
  return { text, file, line: Number(line), message };
}

const nameOfContext = (group: number) => `surroundings-${group}.ts`;

/** Writes snippets, in the folders of their pages, and a configuration of the compiler into a folder of their own. */
function createProject(groups: readonly SnippetGroup[]): string {
  const results = join(root, 'test-results');
  mkdirSync(results, { recursive: true });
  const project = mkdtempSync(join(results, 'snippets-'));
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(project, file)), { recursive: true });
    writeFileSync(join(project, file), text);
  };
  for (const [index, { snippets, surroundings = '' }] of groups.entries()) {
    const context = nameOfContext(index);
    const declarations = `export {}; ${surroundings.replaceAll('declare ', 'export declare ')}`;
    write(context, declarations);
    const names = namesOf(declarations);
    for (const { page, file, text } of snippets) {
      // The alias of create-next-app.
      const folder = relative(dirname(file), join(root, dirname(page))) || '.';
      const path = relative(dirname(file), join(root, context)).replace(/^(?!\.)/, './');
      const imports = names
        .filter((name) => isFree(name, text))
        .map((name) => `import { ${name} } from '${path}';`);
      write(
        relative(root, file),
        `${imports.join(' ')}${wrapMembers(text).replaceAll("'@/", `'${folder}/`)}`,
      );
    }
  }
  // Files of the repository beside a snippet can be imported.
  const rootDirs = [project, root];
  write('tsconfig.json', JSON.stringify({ compilerOptions: { ...compilerOptions, rootDirs } }));
  const pages = groups.flatMap(({ snippets }) => snippets.map(({ page }) => dirname(page)));
  linkDependencies(project, [...new Set(pages)]);
  return project;
}

/** Links what the packages of the given folders can import, and what only the homes can import. */
function linkDependencies(project: string, folders: readonly string[]): void {
  const link = (target: string, from: string) => {
    if (!existsSync(target) || existsSync(from)) return;
    mkdirSync(dirname(from), { recursive: true });
    symlinkSync(target, from, 'junction');
  };
  for (const folder of new Set(folders.map((name) => /^packages\/[^/]+/.exec(name)?.[0] ?? 'docs'))) {
    link(join(root, folder, 'node_modules'), join(project, folder, 'node_modules'));
  }
  for (const home of homes) {
    for (const name of listPackages(join(root, home, 'node_modules'))) {
      if (existsSync(join(root, 'node_modules', name))) continue;
      link(join(root, home, 'node_modules', name), join(project, 'node_modules', name));
    }
  }
}

function listPackages(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(folder, name)).map((inner) => `${name}/${inner}`) : [name],
  );
}

/** Wraps bare members, `name: value,`, as options of the handler. */
function wrapMembers(text: string): string {
  if (!/^\w+: /.test(text)) return text;
  return `({ ${text}}) satisfies Partial<import('@norce-kit/server').OrderHandlerOptions>;`;
}
