import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fillFigures } from './figures.mjs';
import { withRepository } from './repository.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Returns a page of the repository, with its figures and with the address of the repository.
 *
 * @param {string} file Path from the root of the repository.
 */
export function readPage(file) {
  return withRepository(fillFigures(readFileSync(`${root}${file}`, 'utf8')));
}

/**
 * Replaces the relative links and images of a page, outside of code blocks.
 *
 * @param {string} markdown
 * @param {string} file Path of the page from the root of the repository.
 * @param {(target: string, isImage: boolean) => string} replace Receives a path from the root of the repository, without its anchor.
 */
export function replaceLinks(markdown, file, replace) {
  const folder = posix.dirname(file);
  return outsideOfCode(markdown, (text) =>
    text.replace(
      /(!?)(\[[^\]]*\])\((?![a-z]+:|#)([^)\s#]+)(#[^)\s]*)?\)/g,
      (_, mark, label, path, anchor = '') => {
        const target = posix.join(folder, path).replace(/\/$/, '');
        return `${mark}${label}(${replace(target, mark !== '')}${anchor})`;
      },
    ),
  );
}

/**
 * Returns the text of the first heading, without marks of code.
 *
 * @param {string} markdown
 */
export function titleOf(markdown) {
  return (/^# (.+)$/m.exec(markdown)?.[1] ?? '').replaceAll(/[`\\]/g, '');
}

/**
 * Returns the first paragraph as plain text.
 *
 * @param {string} markdown
 */
export function summaryOf(markdown) {
  const paragraph = markdown.split('\n\n').find((block) => /^[A-Z`[].{20}/s.test(block)) ?? '';
  return paragraph
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[`*\\]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/**
 * Returns the anchor that a git host makes of a heading.
 *
 * @param {string} heading
 */
export function anchorOf(heading) {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}

/**
 * Returns the anchors that a git host makes of the headings of a page.
 *
 * @param {string} markdown
 */
export function anchorsOf(markdown) {
  return [...withoutCode(markdown).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
}

/**
 * Returns a page without its blocks of code.
 *
 * @param {string} markdown
 */
export function withoutCode(markdown) {
  return markdown.replaceAll(/^```.*?^```$/gms, '');
}

/**
 * @param {string} markdown
 * @param {(text: string) => string} change
 */
function outsideOfCode(markdown, change) {
  // Every second part is a block of code.
  const parts = markdown.split(/(^```.*?^```$)/gms);
  return parts.map((part, index) => (index % 2 === 0 ? change(part) : part)).join('');
}
