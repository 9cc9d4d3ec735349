import type { Fault } from '@norce-kit/sandbox';
import { createServer } from 'node:http';
import { createApp } from '../../examples/checkout/server/app.ts';
import { sandboxBackend } from '../../examples/checkout/server/backend.ts';
import { listen } from '../../examples/checkout/server/listen.ts';

// The server of examples/checkout. It sends its origin to the parent process, and replaces its faults by those it is sent.
const backend = sandboxBackend();
const server = createServer(createApp(backend, 's'.repeat(32)));
process.on('message', (list: readonly Fault[]) => {
  const { faults } = backend.sandbox;
  faults.clear();
  list.forEach((fault) => faults.add(fault));
  process.send?.('done');
});
process.on('disconnect', () => process.exit());
process.send?.(`http://127.0.0.1:${await listen(server, 0)}`);
