import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'vitepress';
import { repository } from './repository.mjs';
import { writeApi } from './site-api.mjs';
import { writeMachineFiles } from './site-llms.mjs';
import { emptyFolder, writePages } from './site-pages.mjs';
import { buildStorybook } from './storybook.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

// Writes the documentation and the Storybook as static files. SITE_BASE is the path of the site on its host: `/norce-kit/`.
const { values } = parseArgs({
  options: {
    out: { type: 'string', default: `${root}site-static` },
    pages: { type: 'string', default: `${root}test-results/site-pages` },
    /** A built Storybook. Without it one is built. */
    storybook: { type: 'string' },
  },
});
const [out, pages] = [resolve(values.out), resolve(values.pages)];
const { storybook } = values;

emptyFolder(pages);
emptyFolder(out);
const groups = writePages(pages, await writeApi(pages));
const { version } = JSON.parse(readFileSync(`${root}packages/react/package.json`, 'utf8'));
writeFileSync(join(pages, 'site.json'), JSON.stringify({ repository, version, groups }));

process.env['SITE_PAGES'] = pages;
process.env['SITE_OUT'] = out;
await build(`${root}docs`);

for (const { path } of groups.flatMap((group) => group.pages)) cpSync(join(pages, path), join(out, path));
if (existsSync(join(pages, 'images')))
  cpSync(join(pages, 'images'), join(out, 'images'), { recursive: true });
writeMachineFiles(pages, out, groups);
if (storybook === undefined) {
  buildStorybook(join(out, 'storybook'));
} else {
  cpSync(storybook, join(out, 'storybook'), { recursive: true });
}
linkBack(
  join(out, 'storybook/assets'),
  groups.flatMap((group) => group.pages),
);
// Without it GitHub Pages leaves out files whose names begin with an underscore.
writeFileSync(join(out, '.nojekyll'), '');
console.log(`${groups.flatMap((group) => group.pages).length} pages in ${out}`);

/**
 * Points the links of the Storybook to pages of the documentation at this site. Alone, the Storybook links to the git host.
 *
 * @param {string} folder
 * @param {readonly import('./site-pages.mjs').Page[]} linked
 */
function linkBack(folder, linked) {
  const address = `${repository}/blob/HEAD/`;
  const pattern = new RegExp(`${address.replaceAll('.', '\\.')}([\\w./-]+\\.md)`, 'g');
  const paths = new Map(linked.map(({ source, path }) => [source, path.replace(/md$/, 'html')]));
  let count = 0;
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.js'))) {
    const file = join(folder, name);
    const code = readFileSync(file, 'utf8');
    if (!code.includes(address)) continue;
    const changed = code.replaceAll(pattern, (link, source) => {
      const path = paths.get(source);
      if (path === undefined) return link;
      count += 1;
      return `../${path}`;
    });
    writeFileSync(file, changed);
  }
  if (count === 0) throw new Error(`The Storybook does not link to ${address}.`);
}
