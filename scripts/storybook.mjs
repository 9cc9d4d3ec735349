import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { transformSync } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Builds the Storybook into a folder.
 *
 * @param {string} folder
 */
export function buildStorybook(folder) {
  const command = ['build', '-o', folder, '--disable-telemetry', '--quiet'];
  const { status } = spawnSync(`${root}node_modules/.bin/storybook`, command, {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('The Storybook was not built.');
  minify(folder);
  for (const page of ['index.html', 'iframe.html']) removeFonts(join(folder, page));
}

/**
 * Minifies the interface of Storybook, which its package contains with all white space: 4.6 MB.
 *
 * @param {string} folder
 */
function minify(folder) {
  const files = ['sb-manager', 'sb-addons'].flatMap((name) =>
    readdirSync(join(folder, name), { recursive: true, encoding: 'utf8' }).map((file) =>
      join(folder, name, file),
    ),
  );
  for (const file of files.filter((name) => name.endsWith('.js'))) {
    const { code } = transformSync(readFileSync(file, 'utf8'), {
      minify: true,
      legalComments: 'eof',
      charset: 'utf8',
    });
    writeFileSync(file, code);
  }
}

/**
 * Removes the fonts of Storybook, which its theme replaces.
 *
 * @param {string} file
 */
function removeFonts(file) {
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/@font-face\s*\{[^}]*nunito[^}]*\}/g, ''));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { out: { type: 'string', default: `${root}storybook-static` } } });
  buildStorybook(values.out);
}
