import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'vitepress';
import { repository } from './repository.mjs';
import { writeApi } from './site-api.mjs';
import { writeMachineFiles } from './site-llms.mjs';
import { emptyFolder, writePages } from './site-pages.mjs';

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
  const command = ['build', '-o', join(out, 'storybook'), '--disable-telemetry', '--quiet'];
  const { status } = spawnSync(`${root}node_modules/.bin/storybook`, command, {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('The Storybook was not built.');
} else {
  cpSync(storybook, join(out, 'storybook'), { recursive: true });
}
linkBack(join(out, 'storybook/assets'));
// Without it GitHub Pages leaves out files whose names begin with an underscore.
writeFileSync(join(out, '.nojekyll'), '');
console.log(`${groups.flatMap((group) => group.pages).length} pages in ${out}`);

/**
 * Points the link of the Storybook to the documentation at this site. Alone, the Storybook links to the git host.
 *
 * @param {string} folder
 */
function linkBack(folder) {
  const address = `${repository}/blob/HEAD/docs/README.md`;
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .map((name) => join(folder, name));
  const linking = files.filter((file) => readFileSync(file, 'utf8').includes(address));
  if (linking.length === 0) throw new Error(`The Storybook does not link to ${address}.`);
  for (const file of linking) {
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(address, '../guides/index.html'));
  }
}
