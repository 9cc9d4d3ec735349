import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release } from 'node:os';

const compared = [
  'undici',
  'fastify',
  '@fastify/http-proxy',
  'http-proxy-middleware',
  'hono',
  '@hono/node-server',
  'autocannon',
];
const { dependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const { version } = JSON.parse(
  readFileSync(new URL('../../packages/server/package.json', import.meta.url), 'utf8'),
);

/** Returns date, versions, machine and load of a run. */
export function circumstances() {
  return {
    measuredAt: new Date().toISOString(),
    node: process.version,
    system: `${process.platform} ${release()}`,
    processor: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`,
    // Load averages of 1, 5 and 15 minutes. Load beyond our own processes is noise.
    load: loadavg().map((value) => Math.round(value * 10) / 10),
    versions: {
      '@norce-kit/server': version,
      ...Object.fromEntries(compared.map((name) => [name, dependencies[name]])),
    },
  };
}

/** @param {string} name @param {object} result */
export function save(name, result) {
  const folder = new URL('results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  // More digits than this are noise.
  const rounded = (/** @type {string} */ _, /** @type {unknown} */ value) =>
    typeof value === 'number' ? Number(value.toPrecision(5)) : value;
  writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify(result, rounded, 2)}\n`);
  console.log(`bench/handler/results/${name}.json`);
}
