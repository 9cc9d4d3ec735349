#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { createSandbox } from './sandbox.ts';
import { swedish } from './seeds.ts';
import { serveSandbox } from './serve.ts';

const help = `norce-sandbox: the Norce Checkout order API, emulated

  --port <number>       port to listen on; 0 takes any (4010)
  --hostname <name>     address to listen on (127.0.0.1)
  --key <text>          key that requests have to bear (sandbox-key)
  --merchant <text>     merchant it knows (acme)
  --channel <text>      channel it knows (acme-se)
  --latency <ms>        how long each request takes (0)
  --help                this text`;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4010' },
    hostname: { type: 'string', default: '127.0.0.1' },
    key: { type: 'string', default: 'sandbox-key' },
    merchant: { type: 'string', default: 'acme' },
    channel: { type: 'string', default: 'acme-se' },
    latency: { type: 'string', default: '0' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(help);
else await start();

async function start() {
  const { key, merchant, channel } = values;
  const sandbox = createSandbox({
    apiKey: key,
    merchant,
    channel,
    latency: Number(values.latency),
    seed: [swedish()],
  });
  const { url } = await serveSandbox({ sandbox, port: Number(values.port), hostname: values.hostname });
  const id = sandbox.orders.list()[0]?.id ?? '';
  const order = `${url}/api/v0/checkout/orders/${id}`;
  const headers = `-H 'authorization: Bearer ${key}' -H 'x-merchant: ${merchant}' -H 'x-channel: ${channel}'`;
  console.log(`Norce Checkout order API, emulated: ${url}

  key       ${key}
  merchant  ${merchant}
  channel   ${channel}
  order     ${id}

Tick its newsletter, then read it:

  curl -X PATCH ${order}/consents/ci_newsletter ${headers} -H 'content-type: application/json' -d '{"checked":true}'
  curl ${order} ${headers}
`);
}
