import { hashWording } from '@norce-kit/core';
import { serveSandbox } from '@norce-kit/sandbox/server';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runEvidence } from './command.ts';

// tests/real/evidence.test.ts runs it with a consent log in PostgreSQL.

const text = 'Send me the letter of the shop';

async function startShop(source = 'checkout') {
  const { url, sandbox, close } = await serveSandbox({ port: 0 });
  onTestFinished(close);
  const record = {
    consentId: 'ci_newsletter',
    checked: true,
    textHash: await hashWording(text),
    textVersion: '2',
    lang: 'en',
    at: '2026-01-01T10:00:00.000Z',
    source,
    kit: 'kit',
  };
  const { id } = sandbox.orders.create();
  sandbox.orders.update(id, {
    attributes: { 'consent-evidence-ci_newsletter': [record] },
    customer: { billing: { givenName: 'Ebba', email: 'ebba@shop.example' } },
  });
  const env = {
    NORCE_BASE_URL: url,
    NORCE_API_KEY: 'sandbox-key',
    NORCE_MERCHANT: 'acme',
    NORCE_CHANNEL: 'acme-se',
  };
  const folder = mkdtempSync(join(tmpdir(), 'norce-kit-evidence-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'texts.json');
  writeFileSync(file, JSON.stringify([text]));
  return { id, env, file };
}

test('HI4: prints who answered what, to which words, redacted', async () => {
  const { id, env, file } = await startShop();
  const { exitCode, output, problems } = await runEvidence(['evidence', id, '--wordings', file], env);
  expect(exitCode).toBe(0);
  expect(output).toContain(`Order ${id}`);
  expect(output).toContain('Buyer E…, e…@s….e… (redacted)');
  expect(output).toContain('  agreed\n    browser  2026-01-01T10:00:00.000Z\n    page     checkout\n');
  expect(output).toContain(`    words    “${text}” (en, version 2)\n    row      no row in the log`);
  expect(problems.join()).toContain('DATABASE_URL is not set');
});

test('HI4: prints JSON, CSV and the unredacted buyer', async () => {
  const { id, env, file } = await startShop();
  const run = (...args: string[]) => runEvidence(['evidence', id, '--wordings', file, ...args], env);
  const json = JSON.parse((await run('--json', '--unredacted')).output ?? '') as Record<string, unknown>;
  expect(json).toMatchObject({
    orderId: id,
    isRedacted: false,
    buyer: { email: 'ebba@shop.example' },
    entries: [{ change: 'given', wording: { text } }],
  });
  const csv = (await run('--csv')).output ?? '';
  expect(csv.split('\r\n')).toHaveLength(3);
  expect(csv).toContain(
    `"${id}","ci_newsletter","given","true","","2026-01-01T10:00:00.000Z","checkout","${text}"`,
  );
  expect(csv).not.toContain('ebba');
});

test('HI3: text of a browser is no formula of a spreadsheet and forges no line of a terminal', async () => {
  const { id, env } = await startShop('=HYPERLINK("x")\u001b[2J\u202e');
  const csv = (await runEvidence(['evidence', id, '--csv'], env)).output ?? '';
  expect(csv).toContain(`"'=HYPERLINK(""x"")`);
  const shown = (await runEvidence(['evidence', id], env)).output ?? '';
  expect(shown).not.toMatch(/[\u001b\u202e]/u);
});

test('HI3: line breaks in text of a browser forge no line of a terminal', async () => {
  const { id, env } = await startShop('checkout\n    row      unchanged\n\nci_terms, ticked now\r\n  agreed');
  const { output = '' } = await runEvidence(['evidence', id], env);
  expect(output.split('\n').filter((line) => /^ *(row|ci_terms, ticked|agreed)\b/.test(line))).toEqual([
    '  agreed',
    '    row      no row in the log',
  ]);
});

test.each([
  [['evidence'], {}, 'Give one order id'],
  [['evidence', 'a', 'b'], {}, 'Give one order id'],
  [['proof', 'a'], {}, 'The command is: evidence <order id>'],
  [['evidence', 'a', '--json', '--csv'], {}, 'not both'],
  [['evidence', 'a', '--xml'], {}, 'Unknown option'],
  [['evidence', 'a'], { NORCE_API_KEY: undefined }, 'NORCE_API_KEY is not set'],
  [['evidence', 'a'], { NORCE_BASE_URL: undefined }, 'NORCE_SLUG is not set'],
  [['evidence', 'none'], {}, 'There is no order none'],
  [['evidence', 'a'], { NORCE_API_KEY: 'wrong-key-1' }, 'rejected the key'],
  [['evidence', 'a'], { DATABASE_URL: 'postgres://127.0.0.1:1/none' }, 'There is no order a'],
])('HI4: %j fails with words that help', async (args, changed, words) => {
  const { env } = await startShop();
  const { exitCode, output, problems } = await runEvidence(args, { ...env, ...changed });
  expect([exitCode, output]).toEqual([1, undefined]);
  expect(problems.at(-1)).toContain(words);
  expect(problems.join()).not.toMatch(/sandbox-key|wrong-key-1/);
});

test('HI4: a log or a file that cannot be read fails', async () => {
  const { id, env } = await startShop();
  const database = { ...env, DATABASE_URL: 'postgres://127.0.0.1:1/none' };
  expect((await runEvidence(['evidence', id], database)).problems).toEqual([
    'The consent log could not be read (ECONNREFUSED).',
  ]);
  const unfit = { ...env, DATABASE_URL: 'postgres://shop:canary@[none' };
  expect((await runEvidence(['evidence', id], unfit)).problems).toEqual([
    'The consent log could not be read (ERR_INVALID_URL).',
  ]);
  const { exitCode, problems } = await runEvidence(['evidence', id, '--wordings', '/none.json'], env);
  expect([exitCode, problems.at(-1)]).toEqual([1, '/none.json could not be read as JSON.']);
});

test('HI4: --help lists options and variables', async () => {
  const { exitCode, output } = await runEvidence(['--help'], {});
  expect(exitCode).toBe(0);
  for (const word of ['--json', '--csv', '--unredacted', '--wordings', 'NORCE_API_KEY', 'DATABASE_URL'])
    expect(output).toContain(word);
});
