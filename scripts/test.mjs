import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { resolve as resolvePath } from 'node:path';
import { provideChromium } from './chromium.mjs';
import { provideEngines } from './engines.mjs';
import { findServices, provideServices } from './services.mjs';

/**
 * @typedef {{ passed: number, failed: number }} Count
 * @typedef {{
 *   name: string,
 *   command: readonly string[],
 *   env?: Readonly<Record<string, string>>,
 *   report?: { file: string, count: (json: any) => Count },
 * }} Step
 * @typedef {Count & { name: string, seconds: number, cpu: number }} Result
 */

const reports = 'test-results';
/** The steps to run, all by default: `npm test -- types lint`. */
const chosen = process.argv.slice(2);

/** @type {Record<'types' | 'lint' | 'unused' | 'format' | 'tests' | 'page' | 'express' | 'storybook' | 'site' | 'packages' | 'runtimes' | 'nextjs' | 'size' | 'real' | 'e2e' | 'engines' | 'visual' | 'pages', Step>} */
const steps = {
  types: { name: 'types', command: ['tsc', '-b', '--singleThreaded'] },
  // Its type-aware part is a program in Go, whose garbage collector runs less often with this.
  lint: { name: 'lint', command: ['oxlint', '-c', 'oxlint.config.js'], env: { GOGC: '400' } },
  unused: { name: 'unused', command: ['knip'] },
  format: { name: 'format', command: ['oxfmt', '--list-different'] },
  page: { name: 'page', command: ['vite', 'build', 'examples/checkout', '--logLevel', 'warn'] },
  express: { name: 'express', command: ['vite', 'build', 'examples/express', '--logLevel', 'warn'] },
  storybook: {
    name: 'storybook',
    command: ['node', 'scripts/storybook.mjs', '--out', `${reports}/storybook`],
  },
  // Contains the Storybook of the step before. The tests serve it from this path.
  site: {
    name: 'site',
    command: ['node', 'scripts/site.mjs', '--out', `${reports}/site`, '--storybook', `${reports}/storybook`],
    env: { SITE_BASE: '/any/folder/' },
  },
  packages: {
    name: 'packages',
    command: [
      'vitest',
      'run',
      '--config=tests/packages/vitest.config.ts',
      '--reporter=default',
      '--reporter=json',
      `--outputFile=${process.cwd()}/${reports}/packages.json`,
    ],
    report: { file: `${reports}/packages.json`, count: countVitest },
  },
  // A short selection. `npm run test:runtimes` runs all of it.
  runtimes: {
    name: 'runtimes',
    command: [
      'vitest',
      'run',
      '--config=tests/runtimes/vitest.config.ts',
      'table',
      '--reporter=default',
      '--reporter=json',
      `--outputFile=${process.cwd()}/${reports}/runtimes.json`,
    ],
    // The step before has packed the packages.
    env: { RUNTIMES: 'short', ...(isChosen({ name: 'packages' }) ? { TARBALLS: 'kept' } : {}) },
    report: { file: `${reports}/runtimes.json`, count: countVitest },
  },
  // Bundles `dist` of the packages, built by the step before: Turbopack supports no custom export conditions.
  nextjs: {
    name: 'nextjs',
    command: ['node', 'examples/nextjs/node_modules/next/dist/bin/next', 'build', 'examples/nextjs'],
  },
  // Bundles `dist` as well.
  size: { name: 'size', command: ['node', 'scripts/size.mjs'] },
  tests: {
    name: 'tests',
    command: [
      'vitest',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile=${reports}/vitest.json`,
    ],
    report: { file: `${reports}/vitest.json`, count: countVitest },
  },
  // A short selection. `npm run test:faults` runs all of it.
  real: {
    name: 'real',
    command: [
      'vitest',
      'run',
      '--config=tests/real/vitest.config.ts',
      '--reporter=default',
      '--reporter=json',
      `--outputFile=${process.cwd()}/${reports}/real.json`,
    ],
    report: { file: `${reports}/real.json`, count: countVitest },
  },
  e2e: {
    name: 'e2e',
    command: ['playwright', 'test', '--config=tests/e2e', '--reporter=list,json'],
    report: { file: `${reports}/e2e.json`, count: countPlaywright },
  },
  // A short selection in Firefox and WebKit. `npm run e2e:firefox` and `npm run e2e:webkit` run all of it.
  engines: {
    name: 'engines',
    command: [
      'playwright',
      'test',
      '--config=tests/e2e/engines.config.ts',
      '--grep=@short',
      '--reporter=list,json',
    ],
    report: { file: `${reports}/engines.json`, count: countPlaywright },
  },
  visual: {
    name: 'visual',
    command: ['playwright', 'test', '--config=tests/visual', '--reporter=list,json'],
    report: { file: `${reports}/visual.json`, count: countPlaywright },
  },
  pages: {
    name: 'pages',
    command: ['playwright', 'test', '--config=tests/site', '--reporter=list,json'],
    report: { file: `${reports}/pages.json`, count: countPlaywright },
  },
};

// A named step may use what another one left, such as the built Storybook.
if (chosen.length === 0) rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const busyBefore = readBusyTime();
/** @type {Result[]} */
const results = [provide()];
// For two cores: steps with one process run beside the tests, which have two, and steps that wait for pages beside each other.
await Promise.all([
  inTurn(
    steps.types,
    steps.lint,
    steps.unused,
    steps.format,
    steps.page,
    steps.express,
    steps.storybook,
    steps.site,
    steps.packages,
    steps.runtimes,
    steps.nextjs,
    steps.size,
    ...findRealSteps(),
    steps.pages,
  ),
  inTurn(steps.tests),
]);
await Promise.all([inTurn(steps.e2e), inTurn(...findEngineSteps(), steps.visual)]);

const busy = readBusyTime() - busyBefore;
console.table(
  Object.fromEntries(
    results.map(({ name, seconds, cpu, passed, failed }) => [name, { seconds, cpu, passed, failed }]),
  ),
);
const sum = (/** @type {'passed' | 'failed'} */ member) =>
  results.reduce((all, result) => all + result[member], 0);
process.exitCode = sum('failed') === 0 ? 0 : 1;
const minutes = (/** @type {number} */ seconds) => `${(seconds / 60).toFixed(1)} min`;
console.log(
  `${sum('passed')} passed, ${sum('failed')} failed; ${minutes(performance.now() / 1000)}, the processors worked ${minutes(busy)}`,
);

/**
 * Returns the step for the engines besides Chromium, or no step if there are none.
 *
 * @returns {readonly Step[]}
 */
function findEngineSteps() {
  if (!isChosen(steps.engines)) return [];
  const found = provideEngines();
  const missing = ['firefox', 'webkit'].filter((name) => !found.includes(name));
  if (missing.length > 0) console.log(`▹ engines: skipped in ${missing.join(' and ')}, not installed here`);
  const projects = found.map((name) => `--project=${name}`);
  return found.length === 0 ? [] : [{ ...steps.engines, command: [...steps.engines.command, ...projects] }];
}

/**
 * Returns the step for tests against real servers, or no step if there are none.
 *
 * @returns {readonly Step[]}
 */
function findRealSteps() {
  if (!isChosen(steps.real)) return [];
  const missing = provideServices();
  if (missing.length > 0) console.log(`▹ real: skipped with ${missing.join(' and ')}, not installed here`);
  const { postgres, valkey } = findServices();
  return postgres || valkey ? [steps.real] : [];
}

/** @param {Pick<Step, 'name'>} step */
function isChosen({ name }) {
  return chosen.length === 0 || chosen.includes(name);
}

/** @param {readonly Step[]} queue */
async function inTurn(...queue) {
  for (const step of queue) {
    if (isChosen(step)) results.push(await run(step));
  }
}

/**
 * @param {Step} step
 * @returns {Promise<Result>}
 */
async function run(step) {
  const started = performance.now();
  console.log(`▸ ${step.name}`);
  const { code, output, cpu } = await execute(step);
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  const count = countStep(step, code === 0);
  const isWorthReading = step.report !== undefined || count.failed > 0;
  console.log(
    `${count.failed === 0 ? '✓' : '✗'} ${step.name}, ${seconds} s, ${cpu} s of processor${isWorthReading ? `\n${output}` : ''}`,
  );
  return { name: step.name, seconds, cpu, ...count };
}

/**
 * @param {Step} step
 * @returns {Promise<{ code: number | null, output: string, cpu: number }>}
 */
function execute({ command: [binary = '', ...parameters], env: own, report }) {
  const env = {
    ...process.env,
    ...own,
    NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --conditions=@norce-kit/source`.trim(),
    NEXT_TELEMETRY_DISABLED: '1',
    PLAYWRIGHT_JSON_OUTPUT_FILE: report && resolvePath(report.file),
    ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }),
  };
  return new Promise((resolve) => {
    const file = binary === 'node' ? process.execPath : `node_modules/.bin/${binary}`;
    // Node reports no CPU time of children. The shell does, on a fourth stream.
    const child = spawn('sh', ['-c', '"$@"; code=$?; times >&3; exit $code', 'sh', file, ...parameters], {
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    let output = '';
    let times = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (output += String(text)));
    child.stdio[3]?.on('data', (text) => (times += String(text)));
    child.on('error', (error) => resolve({ code: null, output: `${output}${error.message}\n`, cpu: 0 }));
    child.on('close', (code) => resolve({ code, output, cpu: readTimes(times) }));
  });
}

/**
 * Returns the CPU time that all processors worked since the machine started, in seconds. It counts processes that their parents
 * did not wait for, as `times` does not: most of a Chromium. It counts other work on the machine too.
 */
function readBusyTime() {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0) / 1000;
}

/**
 * Returns the CPU time of a step with the children that it waited for, in seconds: the second line of `times`, user and system.
 *
 * @param {string} text
 */
function readTimes(text) {
  const [, line = ''] = text.split('\n');
  const parts = [...line.matchAll(/(\d+)m([\d.,]+)s/g)];
  const seconds = parts.reduce(
    (sum, [, minutes, rest = '0']) => sum + Number(minutes) * 60 + Number(rest.replace(',', '.')),
    0,
  );
  return Math.round(seconds * 10) / 10;
}

/**
 * Counts a runner that exits with an error but no failed test, or without any test, as one failure.
 *
 * @param {Step} step
 * @param {boolean} isOk
 * @returns {Count}
 */
function countStep({ report }, isOk) {
  if (report === undefined) return isOk ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  const count = readCount(report);
  const isCredible = isOk ? count.passed > 0 : count.failed > 0;
  return isCredible ? count : { ...count, failed: count.failed + 1 };
}

/**
 * @param {NonNullable<Step['report']>} report
 * @returns {Count}
 */
function readCount({ file, count }) {
  try {
    return count(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { passed: 0, failed: 0 };
  }
}

/** @param {{ numPassedTests: number, numFailedTests: number, testResults: { status: string, assertionResults: { status: string }[] }[] }} json */
function countVitest({ numPassedTests, numFailedTests, testResults }) {
  const broken = testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every(({ status }) => status !== 'failed'),
  );
  return { passed: numPassedTests, failed: numFailedTests + broken.length };
}

/** @param {{ stats: { expected: number, unexpected: number, flaky: number } }} json */
function countPlaywright({ stats }) {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
}

/** @returns {Result} */
function provide() {
  const started = performance.now();
  let failed = 0;
  try {
    provideChromium();
  } catch (error) {
    console.error(error);
    failed = 1;
  }
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  return { name: 'chromium', seconds, cpu: 0, passed: 1 - failed, failed };
}
