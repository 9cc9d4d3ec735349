// Runs the bundle in workerd, as `wrangler dev` does.
import { createRequire } from 'node:module';

const { MINIFLARE, PORT, UPSTREAM, API_KEY, COOKIE_SECRET, AWAITED, HOSTILE } = process.env;
const { WORKER = 'worker', DATE = '2025-04-01', FLAGS = 'nodejs_compat' } = process.env;
const { Miniflare } = createRequire(`${MINIFLARE}/start.js`)('miniflare');

const given = { UPSTREAM, API_KEY, COOKIE_SECRET, AWAITED, HOSTILE };
const miniflare = new Miniflare({
  modules: true,
  scriptPath: `bundles/${WORKER}.js`,
  compatibilityDate: DATE,
  compatibilityFlags: FLAGS.split(',').filter(Boolean),
  bindings: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  host: '127.0.0.1',
  port: Number(PORT),
});
await miniflare.ready;
