import { hashWording, isOrderApiError } from '@norce-kit/core';
import { createOrderAdmin } from '@norce-kit/core/admin';
import type { ConnectionOptions, OrderEnvironment } from '@norce-kit/core/admin';
import { createConsentHistory, toHistoryCsv } from '@norce-kit/core/history';
import type { WordingFile } from '@norce-kit/core/history';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { LoggedConsentAnswer } from '../consent-log.ts';
import { hashConsentAnswer } from '../consent-log.ts';
import { consentTable } from '../postgres.ts';
import { toText } from './formats.ts';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Result of a command. */
export interface CommandResult {
  /** 0; 1 for an error; 2 if a row of the log was changed after it was written. */
  readonly exitCode: 0 | 1 | 2;
  readonly output: string | undefined;
  /** Lines for stderr. */
  readonly problems: readonly string[];
}

const help = `norce-server evidence <order id>: who answered what, to which words, and when

  --json              JSON instead of text
  --csv               CSV instead of text
  --unredacted        with the buyer's full name, email address and phone number
  --wordings <file>   the shop's own texts, may be repeated: a file like @norce-kit/react/wordings.json, or a JSON list of texts
  --help              this text

Environment:

  NORCE_API_KEY, NORCE_MERCHANT, NORCE_CHANNEL
  NORCE_SLUG, NORCE_ENVIRONMENT (production)   or NORCE_BASE_URL, for example of a sandbox
  DATABASE_URL                                 PostgreSQL with the consent log, for the times of the server; needs pg
  CONSENT_LOG_TABLE                            its table (consent_log)
  CONSENT_LOG_SECRET                           its secret, to find rows that were changed

Exits with 1 after an error, and with 2 if a row was changed.
`;

/** An error with a text for the person at the terminal. */
class CommandError extends Error {}

/** Runs the command with its arguments. Never rejects, and never prints the key. */
export async function runEvidence(args: readonly string[], env: Environment): Promise<CommandResult> {
  const problems: string[] = [];
  try {
    const options = readOptions(args);
    if (options === undefined) return { exitCode: 0, output: help, problems };
    const order = await readOrder(options.orderId, env);
    const rows = await readRows(options.orderId, env, problems);
    const secret = env['CONSENT_LOG_SECRET'];
    if (rows.length > 0 && !secret)
      problems.push('CONSENT_LOG_SECRET is not set, so the rows of the log are not checked.');
    const isIntact = async ({ hash, ...answer }: LoggedConsentAnswer) =>
      hash === (await hashConsentAnswer(secret ?? '', answer));
    const history = await createConsentHistory(order, {
      rows,
      ...(secret && { isIntact }),
      wordings: await readWordings(options.wordings, problems),
      unredacted: options.unredacted,
    });
    const write = options.json ? toJson : options.csv ? toHistoryCsv : toText;
    const isBroken = history.entries.some(({ hash }) => hash === 'broken');
    return { exitCode: isBroken ? 2 : 0, output: write(history), problems };
  } catch (error) {
    return { exitCode: 1, output: undefined, problems: [...problems, describe(error)] };
  }
}

const toJson = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

function readOptions(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      csv: { type: 'boolean', default: false },
      unredacted: { type: 'boolean', default: false },
      wordings: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const [command, orderId, ...more] = positionals;
  if (command !== 'evidence')
    throw new CommandError('The command is: evidence <order id>. --help explains it.');
  if (orderId === undefined || more.length > 0)
    throw new CommandError('Give one order id: evidence <order id>.');
  if (values.json && values.csv) throw new CommandError('Give --json or --csv, not both.');
  return { ...values, orderId };
}

async function readOrder(orderId: string, env: Environment) {
  const admin = createOrderAdmin(readConnection(env));
  return await admin.getOrder(orderId).catch((error: unknown) => {
    if (!isOrderApiError(error)) throw error;
    const { kind, status } = error;
    const hints: Readonly<Record<string, string>> = {
      'not-found': `There is no order ${orderId} at this address. Check the id, NORCE_SLUG and NORCE_ENVIRONMENT.`,
      unauthorized: 'The order API rejected the key. Check NORCE_API_KEY and NORCE_ENVIRONMENT.',
      forbidden: 'The key may not read this order. Check NORCE_MERCHANT and NORCE_CHANNEL.',
    };
    throw new CommandError(hints[kind] ?? `The order could not be read: ${kind} ${status ?? ''}`.trim(), {
      cause: error,
    });
  });
}

function readConnection(env: Environment): ConnectionOptions {
  const read = (name: string) => {
    const value = env[name];
    if (value) return value;
    throw new CommandError(`${name} is not set. --help lists the variables.`);
  };
  const environment = env['NORCE_ENVIRONMENT'] ?? 'production';
  const address = env['NORCE_BASE_URL']
    ? { baseUrl: env['NORCE_BASE_URL'] }
    : { slug: read('NORCE_SLUG'), environment: environment as OrderEnvironment };
  return {
    ...address,
    apiKey: read('NORCE_API_KEY'),
    merchant: read('NORCE_MERCHANT'),
    channel: read('NORCE_CHANNEL'),
  };
}

async function readRows(
  orderId: string,
  env: Environment,
  problems: string[],
): Promise<readonly LoggedConsentAnswer[]> {
  const connectionString = env['DATABASE_URL'];
  if (!connectionString) {
    problems.push('DATABASE_URL is not set, so the times of the server are missing.');
    return [];
  }
  const { default: pg } = await import('pg').catch((error: unknown) => {
    throw new CommandError('pg is not installed: npm install pg', { cause: error });
  });
  const pool = new pg.Pool({ connectionString, connectionTimeoutMillis: 5_000, max: 1 });
  try {
    return await consentTable(pool, { table: env['CONSENT_LOG_TABLE'], timeout: 10_000 }).answers(orderId);
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (error instanceof TypeError && code !== 'ERR_INVALID_URL') throw error;
    throw new CommandError(
      `The consent log could not be read${typeof code === 'string' ? ` (${code})` : ''}.`,
      {
        cause: error,
      },
    );
  } finally {
    await pool.end();
  }
}

async function readWordings(files: readonly string[], problems: string[]): Promise<readonly WordingFile[]> {
  const own = await Promise.all(files.map(readWordingFile));
  try {
    const require = createRequire(join(process.cwd(), 'package.json'));
    return [...own, await readWordingFile(require.resolve('@norce-kit/react/wordings.json'))];
  } catch {
    problems.push(
      '@norce-kit/react is not installed here, so its texts are missing. Pass its wordings.json.',
    );
    return own;
  }
}

async function readWordingFile(file: string): Promise<WordingFile> {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CommandError(`${file} could not be read as JSON.`, { cause: error });
  }
  if (!Array.isArray(content)) return content as WordingFile;
  const texts = content.filter((text): text is string => typeof text === 'string');
  const versions = await Promise.all(texts.map(async (text) => ({ text, sha256: await hashWording(text) })));
  return { own: { any: versions } };
}

/** Returns the text of an error. Other errors may quote addresses. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'The command failed.';
  const { code } = error as { code?: unknown };
  const isWritten = error instanceof CommandError || error instanceof TypeError;
  const isArgument = typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS');
  return isWritten || isArgument ? error.message : `The command failed: ${error.name}.`;
}
