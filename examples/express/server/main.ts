import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createApp } from './app.ts';
import { chooseUpstream } from './order-api.ts';

// With a random secret, a restart of the server ends every checkout.
const { COOKIE_SECRET = randomBytes(32).toString('base64'), PORT = '4001' } = process.env;

const app = createApp(chooseUpstream(process.env), COOKIE_SECRET);
const server = app.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`Checkout: http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
