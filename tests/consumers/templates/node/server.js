import { createOrderAdmin } from '@norce-kit/core/admin';
import { createOrderHandler, orderCookie } from '@norce-kit/server';
import { toNodeListener, undiciTransport } from '@norce-kit/server/node';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';

const upstream = {
  baseUrl: process.env.NORCE_URL,
  apiKey: process.env.NORCE_API_KEY,
  merchant: process.env.NORCE_MERCHANT,
  channel: process.env.NORCE_CHANNEL,
};
const admin = createOrderAdmin(upstream);
const cookie = orderCookie({ secret: process.env.COOKIE_SECRET });
const norce = toNodeListener(
  createOrderHandler({ upstream: { ...upstream, transport: undiciTransport() }, authorize: cookie }),
);
const consents = [{ id: 'ci_newsletter', text: 'News by email', checked: false, required: false }];
const { id } = await admin.createOrder({ currency: 'SEK', country: 'SE', culture: 'sv-SE', consents });

createServer(async (request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  if (pathname.startsWith('/api/norce/')) return norce(request, response);
  if (pathname === '/') {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.setHeader('set-cookie', await cookie.bind(id));
    return response.end((await readFile('page.html', 'utf8')).replace('{{orderId}}', id));
  }
  const file = await readFile(new URL(`.${pathname}`, import.meta.url)).catch(() => undefined);
  if (file === undefined || !/^\/node_modules\/.*\.js$/.test(pathname)) return response.writeHead(404).end();
  response.setHeader('content-type', 'text/javascript');
  response.end(file);
}).listen(Number(process.env.PORT), '127.0.0.1');
