#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { OrderInput, SandboxOrder } from './types.ts';
import { isUnknown, unknownValues } from './unknowns.ts';

const help = `norce-sandbox: the Norce Checkout order API, emulated

  --port <number>         port to listen on; 0 takes any (4010)
  --hostname <name>       address to listen on (127.0.0.1)
  --key <text>            API key that requests must send (sandbox-key)
  --merchant <text>       the only merchant (acme)
  --channel <text>        the only channel (acme-se)
  --latency <ms>          delay of each request (0)
  --seed <file>           orders to start with, JSON or YAML (one Swedish order)
  --random-seed <number>  equal numbers give equal ids and random faults (1)
  --unknown <name=value>  behaviour that is not documented, may be repeated:
${Object.entries(unknownValues)
  .map(([name, values]) => `                          ${name}=${values.join('|')}`)
  .join('\n')}
  --help                  this text`;

const readOptions = () =>
  parseArgs({
    options: {
      port: { type: 'string', default: '4010' },
      hostname: { type: 'string', default: '127.0.0.1' },
      key: { type: 'string', default: 'sandbox-key' },
      merchant: { type: 'string', default: 'acme' },
      channel: { type: 'string', default: 'acme-se' },
      latency: { type: 'string', default: '0' },
      seed: { type: 'string' },
      'random-seed': { type: 'string', default: '1' },
      unknown: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  }).values;
type Options = ReturnType<typeof readOptions>;

await start().catch(stop);

async function start() {
  const options = readOptions();
  if (options.help) {
    console.log(help);
    return;
  }
  const { key, merchant, channel, hostname } = options;
  const port = number(options, 'port');
  const settings = {
    apiKey: key,
    merchant,
    channel,
    latency: number(options, 'latency'),
    randomSeed: number(options, 'random-seed'),
    unknowns: Object.fromEntries(options.unknown.map(unknown)),
  };
  // Loading these takes most of the start, so an invalid option is reported before.
  const [{ createSandbox }, { serveSandbox }, seed] = await Promise.all([
    import('./sandbox.ts'),
    import('./http/serve.ts'),
    loadSeeds(options.seed),
  ]);
  const sandbox = createSandbox({ ...settings, seed });
  const { url } = await serveSandbox({ sandbox, port, hostname });
  const order = sandbox.orders.list()[0];
  console.log(`Norce Checkout order API, emulated: ${url}
Open it in a browser to watch orders and to break the network.

  key       ${key}
  merchant  ${merchant}
  channel   ${channel}
  order     ${order?.id ?? 'none'}

${toExamples(url, order, { authorization: `Bearer ${key}`, 'x-merchant': merchant, 'x-channel': channel })}
`);
}

/** Returns commands that work on the first order, whatever it has. */
function toExamples(
  url: string,
  order: SandboxOrder | undefined,
  headers: Readonly<Record<string, string>>,
): string {
  if (order === undefined) return `Create an order:\n\n  curl -X POST ${url}/__sandbox/orders`;
  const address = `${url}/api/v0/checkout/orders/${encodeURIComponent(order.id)}`;
  const options = Object.entries(headers)
    .map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`)
    .join(' ');
  const read = `  curl ${quote(address)} ${options}`;
  const [consent] = order.consents;
  if (consent === undefined) return `Read it:\n\n${read}`;
  const path = quote(`${address}/consents/${encodeURIComponent(consent.id)}`);
  return `Tick its first consent, then read it:

  curl -X PATCH ${path} ${options} -H 'content-type: application/json' -d '{"checked":true}'
${read}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

async function loadSeeds(file: string | undefined): Promise<readonly OrderInput[]> {
  if (file === undefined) return [(await import('./seeds.ts')).swedish()];
  const [{ readSeeds }, { loadOpenApi }] = await Promise.all([
    import('./http/seed-file.ts'),
    import('./http/openapi.ts'),
  ]);
  return readSeeds(readFileSync(file, 'utf8'), file, loadOpenApi());
}

function number(options: Options, name: 'port' | 'latency' | 'random-seed'): number {
  const value = Number(options[name]);
  if (!(value >= 0)) throw new Error(`--${name} has to be a number, not ${options[name]}.`);
  return value;
}

function unknown(given: string): [string, string] {
  const [name = '', value = ''] = given.split('=');
  if (!isUnknown(name))
    throw new Error(`--unknown ${name} is none of ${Object.keys(unknownValues).join(', ')}.`);
  const known: readonly string[] = unknownValues[name];
  if (!known.includes(value))
    throw new Error(`--unknown ${name} is one of ${known.join(', ')}, not ${value}.`);
  return [name, value];
}

function stop(error: unknown) {
  console.error(error instanceof Error ? error.message : error);
  const { code } = error as NodeJS.ErrnoException;
  if (code?.startsWith('ERR_PARSE_ARGS')) console.error('--help lists the options.');
  if (code === 'EADDRINUSE') console.error('--port 0 takes any free port.');
  process.exitCode = 1;
}
