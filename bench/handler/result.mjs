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

/** Where figures come from: without it they mean nothing. */
export function circumstances() {
  return {
    measuredAt: new Date().toISOString(),
    node: process.version,
    system: `${process.platform} ${release()}`,
    processor: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`,
    // How many processes wanted a processor in the last 1, 5 and 15 minutes: beyond ours, that is noise.
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
  // More digits than the noise allows would say nothing.
  const rounded = (/** @type {string} */ _, /** @type {unknown} */ value) =>
    typeof value === 'number' ? Number(value.toPrecision(5)) : value;
  writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify(result, rounded, 2)}\n`);
  console.log(`bench/handler/results/${name}.json`);
}
