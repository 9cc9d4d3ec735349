import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { createApp } from './app.ts';
import { chooseBackend } from './backend.ts';
import { listen } from './listen.ts';
import { stopOnSignal } from './stop.ts';

async function start(): Promise<void> {
  const { COOKIE_SECRET = randomBytes(32).toString('base64'), PORT = '4000' } = process.env;
  const backend = chooseBackend(process.env);
  const shop = createApp(backend, COOKIE_SECRET);
  const isDev = process.argv.includes('--dev');
  const server = createServer(isDev ? await (await import('./dev.ts')).withVite(shop) : shop);
  const port = await listen(server, Number(PORT));
  console.log(`
  Checkout on the order API "${backend.name}":  http://127.0.0.1:${port}

  1. Tick the newsletter and watch it arrive under "What the order holds".
  2. Place the order without the terms, then with them.
  3. ${backend.sandbox ? 'Make the network slow or let it fail, and tick again.' : 'Look at the order in your Norce tools.'}

  PORT=4100 npm start opens it on another port. Ctrl-C ends it.
`);
}

stopOnSignal();
start().catch((error: unknown) => {
  // The message of an option error is enough; other errors need their stack.
  console.error(error instanceof TypeError ? error.message : error);
  process.exitCode = 1;
});
