import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

// Builds every package, packs it as it would be published and checks the tarball.
const root = fileURLToPath(new URL('..', import.meta.url));
const tarballs = `${root}test-results/tarballs`;
const { packageManager } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
const run = (/** @type {string} */ command, /** @type {string[]} */ parameters, cwd = root) =>
  execFileSync(command, parameters, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });

for (const name of readdirSync(`${root}packages`)) {
  run(`${root}node_modules/.bin/tsdown`, ['--log-level', 'error'], `${root}packages/${name}`);
}
rmSync(tarballs, { recursive: true, force: true });
run('npx', [
  '--yes',
  packageManager,
  '-r',
  '--filter',
  './packages/*',
  'pack',
  '--pack-destination',
  tarballs,
]);

let complaints = 0;
for (const file of readdirSync(tarballs)) {
  const tarball = new Uint8Array(readFileSync(`${tarballs}/${file}`)).buffer;
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
  complaints += messages.length;
  console.log(`${file}: ${messages.length === 0 ? 'fine' : ''}`);
  for (const message of messages) console.log(`  ${formatMessage(message, pkg ?? {}) ?? message.code}`);
}
process.exitCode = complaints === 0 ? 0 : 1;
