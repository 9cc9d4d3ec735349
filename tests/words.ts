import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Folders of installed packages and results, which have many more files than the repository itself. */
const skipped: ReadonlySet<string> = new Set(['node_modules', 'dist', 'test-results', 'results', '.next']);

/** Lists the files below a folder, with paths from the root of the repository. */
function findFiles(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : findFiles(path);
    return [path];
  });
}

/** Lists the script files below a folder, with paths from the root of the repository. */
export function findScripts(folder: string): readonly string[] {
  return findFiles(folder).filter((file) => /(?<!\.gen)\.(ts|tsx|mjs|jsx|js)$/.test(file));
}

export interface Words {
  readonly kind: 'comment' | 'title';
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
}

/** Returns the comments and the test titles of one file. */
export function findWords(file: string): readonly Words[] {
  const text = readFileSync(join(root, file), 'utf8');
  const source = ts.createSourceFile(file, text, {
    languageVersion: ts.ScriptTarget.Latest,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  });
  const found: Words[] = [];
  const add = (kind: Words['kind'], start: number, content: string) =>
    found.push({ kind, line: source.getLineAndCharacterOfPosition(start).line + 1, text: content });

  /** Start and end of each token that may contain the marks of a comment. */
  const tokens: (readonly [start: number, end: number])[] = [];
  const visit = (node: ts.Node): void => {
    if (isText(node)) tokens.push([ts.isJsxText(node) ? node.pos : node.getStart(source), node.end]);
    const title = ts.isCallExpression(node) ? titleOf(node, source) : undefined;
    if (title) add('title', title.getStart(source), title.getText(source));
    ts.forEachChild(node, visit);
  };
  visit(source);

  const comment = /\/\/.*|\/\*[^]*?\*\//y;
  let at = 0;
  for (const [start, end] of [...tokens.sort(([a], [b]) => a - b), [text.length, text.length] as const]) {
    for (let next = text.indexOf('/', at); next !== -1 && next < start; next = text.indexOf('/', at)) {
      comment.lastIndex = next;
      const [content] = comment.exec(text) ?? [];
      if (content !== undefined) add('comment', next, content);
      at = next + (content?.length ?? 1);
    }
    at = Math.max(at, end);
  }
  return found;
}

function isText(node: ts.Node): boolean {
  return (
    ts.isJsxText(node) ||
    ts.isStringLiteralLike(node) ||
    ts.isRegularExpressionLiteral(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddleOrTemplateTail(node)
  );
}

/** Lists the Markdown pages of the repository and its changesets, with paths from the root. */
export function findPages(): readonly string[] {
  const folders = ['docs', 'packages', 'examples', 'bench', '.storybook', '.changeset'];
  return [...readdirSync(root), ...folders.flatMap(findFiles)].filter(
    (file) => file.endsWith('.md') && !file.endsWith('CHANGELOG.md'),
  );
}

/** A sentence of a page. */
export interface Prose {
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
}

/** Returns the sentences of a page, without headings, code and quotations. */
export function findProse(page: string): readonly Prose[] {
  return proseOf(readFileSync(join(root, page), 'utf8'));
}

/** Returns the sentences of a Markdown text, without headings, code and quotations. */
export function proseOf(markdown: string): readonly Prose[] {
  // Code keeps its line breaks, so that the lines stay the same.
  const blank = (text: string) => text.replaceAll(/[^\n]+/g, '…');
  const prose = markdown
    .replaceAll(/^```.*?^```$/gms, blank)
    .replaceAll(/`[^`]*`|"[^"\n]*"|“[^”\n]*”|\]\([^)]*\)/g, blank)
    .replaceAll(/^(#|---).*$/gm, blank);
  const sentences = prose.matchAll(
    /(?<=^|[.!?:|]\s|\n\s*[-*]\s|\n\s*\d+\.\s|\n\n)[^\s|*-][^|]*?(?=[.!?:](?=\s)|\||\n\n|$)/g,
  );
  return [...sentences].map(({ 0: text, index }) => ({
    line: prose.slice(0, index).split('\n').length,
    text: text.replaceAll(/\s+/g, ' ').replace(/^\*+/, ''),
  }));
}

/** Returns the first argument of `test(…)`, `test.each(…)(…)`, `describe(…)` and the like if it is a string. */
function titleOf(call: ts.CallExpression, source: ts.SourceFile): ts.Expression | undefined {
  const [title] = call.arguments;
  if (!title || !(ts.isStringLiteralLike(title) || ts.isTemplateExpression(title))) return undefined;
  return /^(test|it|describe)\b/.test(call.expression.getText(source)) ? title : undefined;
}
