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
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found = new Map<number, Words>();
  const add = (kind: Words['kind'], start: number, content: string) =>
    found.set(start, { kind, line: source.getLineAndCharacterOfPosition(start).line + 1, text: content });

  const visit = (node: ts.Node): void => {
    // Text of a page may look like a comment.
    if (ts.isJsxText(node)) return;
    const ranges = [
      ...(ts.getLeadingCommentRanges(text, node.pos) ?? []),
      ...(ts.getTrailingCommentRanges(text, node.end) ?? []),
    ];
    for (const { pos, end } of ranges) add('comment', pos, text.slice(pos, end));
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
      if (isTitle(node)) add('title', node.getStart(), node.getText());
    }
    for (const child of node.getChildren()) visit(child);
  };
  visit(source);
  return [...found.values()];
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

/** Whether a string is the first argument of `test(…)`, `test.each(…)(…)`, `describe(…)` and the like. */
function isTitle(node: ts.Node): boolean {
  const { parent } = node;
  if (!ts.isCallExpression(parent) || parent.arguments[0] !== node) return false;
  return /^(test|it|describe)\b/.test(parent.expression.getText());
}
