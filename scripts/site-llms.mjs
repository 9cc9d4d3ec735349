import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes `llms.txt`, a list of the pages, and `llms-full.txt`, all pages in one file. See https://llmstxt.org.
 *
 * @param {string} pages The folder with the Markdown.
 * @param {string} out
 * @param {readonly import('./site-pages.mjs').Group[]} groups
 */
export function writeMachineFiles(pages, out, groups) {
  const [start] = groups.flatMap((group) => group.pages);
  const head = `# norce-kit\n\n> ${start?.summary ?? ''}`;
  const lists = groups.map(
    ({ title, pages: all }) =>
      `## ${title}\n\n${all.map(({ path, title: name, summary }) => `- [${name}](${path})${summary && `: ${summary}`}`).join('\n')}`,
  );
  writeFileSync(join(out, 'llms.txt'), `${[head, ...lists].join('\n\n')}\n`);
  // The reasons behind the design, and the whole API, are on pages of their own.
  const whole = groups.filter(({ title }) => !/^(Decisions|API reference|Project)$/.test(title));
  const texts = whole.flatMap((group) =>
    group.pages.map(({ path }) => `<!-- ${path} -->\n\n${readFileSync(join(pages, path), 'utf8').trim()}`),
  );
  writeFileSync(join(out, 'llms-full.txt'), `${[head, ...texts].join('\n\n')}\n`);
}
