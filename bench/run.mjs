import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The parts, quick ones first. Each runs in its own process, so that none warms up another. */
const parts = {
  size: 'size/run.mjs',
  register: 'register/run.mjs',
  client: 'client/run.mjs',
  sandbox: 'sandbox/run.mjs',
  scaling: 'scaling/run.mjs',
  'small-page': 'scaling/small-page.mjs',
  handler: 'handler/run.mjs',
  plots: 'plots/run.mjs',
};

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts);
const unknown = names.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}

for (const name of names) {
  const file = fileURLToPath(new URL(parts[name], import.meta.url));
  console.log(`▸ ${name}`);
  // Heap figures need a forced garbage collection.
  const { status } = spawnSync(process.execPath, ['--expose-gc', file], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
