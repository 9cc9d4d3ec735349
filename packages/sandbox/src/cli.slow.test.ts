import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const bin = fileURLToPath(new URL('../bin/norce-sandbox.js', import.meta.url));

/** Runs the command until its output contains `until`, or until it exits. */
async function run(args: readonly string[], until?: string) {
  const child = spawn(process.execPath, [bin, ...args]);
  onTestFinished(() => void child.kill());
  let text = '';
  const gather = (chunk: Buffer) => {
    text += chunk.toString();
    if (until !== undefined && text.includes(until)) child.emit('seen');
  };
  child.stdout.on('data', gather);
  child.stderr.on('data', gather);
  const code = await new Promise((resolve) =>
    child.once('seen', () => resolve('running')).once('exit', resolve),
  );
  return { code, text };
}

/** Writes a seed file for the test, and returns its path. */
function writeSeeds(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'norce-kit-seeds-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'seed.yaml');
  writeFileSync(file, text);
  return file;
}

test('prints an address that serves the printed order', async () => {
  const { text } = await run(['--port', '0', '--key', 'k1', '--unknown', 'lateWrites=accept'], "curl 'http");
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0] ?? '';
  const id = /order {5}(\S+)/.exec(text)?.[1] ?? '';
  const headers = { authorization: 'Bearer k1', 'x-merchant': 'acme', 'x-channel': 'acme-se' };
  const answer = await fetch(`${url}/api/v0/checkout/orders/${id}`, { headers });
  expect(await answer.json()).toMatchObject({ id, currency: 'SEK' });
});

test.each([
  [`- id: o_mine\n  consents:\n    - { id: "ci_it's", text: Yes }\n`, `"checked":true`],
  ['- id: o_mine\n  consents: []\n', '"id":"o_mine"'],
  ['[]', '"currency":"SEK"'],
])('prints commands that work with a seed of %j', async (seed, expected) => {
  const file = writeSeeds(seed);
  const { text } = await run(['--port', '0', '--key', "k'1", '--seed', file], '  curl ');
  const commands = text.split('\n').filter((line) => line.startsWith('  curl '));
  const outputs = commands.map((command) =>
    execFileSync('sh', ['-c', command], { stdio: 'pipe' }).toString(),
  );
  expect(outputs.at(-1)).toContain(expected);
});

test('exits with file, line and reason of an invalid seed file', async () => {
  const file = writeSeeds('- swedish\n- currency: 1\n');
  const { code, text } = await run(['--port', '0', '--seed', file]);
  expect([code, text.trim()]).toEqual([1, `${file}:2: currency of entry 2 must be string.`]);
});

test.each([
  [['--unknown', 'lateWrites=perhaps'], '--unknown lateWrites is one of refuse, accept, not perhaps.'],
  [['--unknown', 'weather=fine'], '--unknown weather is none of attributes'],
  [['--port', 'many'], '--port has to be a number, not many.'],
  [['--prt', '1'], "Unknown option '--prt'"],
  [['--port'], "Option '--port <value>' argument missing"],
  [['4010'], "Unexpected argument '4010'"],
])('exits with the reason for an invalid option: %j', async (args, reason) => {
  const { code, text } = await run(args);
  expect(code).toBe(1);
  expect(text).toContain(reason);
  // Without a stack trace.
  expect(text).not.toMatch(/^ +at /m);
});

test('names another port when a program uses the port already', async () => {
  const { text: first } = await run(['--port', '0'], 'emulated: http');
  const [, port = ''] = /http:\/\/127\.0\.0\.1:(\d+)/.exec(first) ?? [];
  const { code, text } = await run(['--port', port]);
  expect(code).toBe(1);
  expect(text).toContain('EADDRINUSE');
  expect(text).toContain('--port 0 takes any free port.');
});
