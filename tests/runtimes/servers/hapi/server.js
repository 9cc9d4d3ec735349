// server.js
import { server as createServer } from '@hapi/hapi';
import { toNodeListener } from '@norce-kit/server/node';
import { handler } from './lib/handler.js';

const server = createServer({ port: 3000 });
const listener = toNodeListener(handler);

server.route({
  method: '*',
  path: '/api/norce/{path*}',
  options: { payload: { parse: false, output: 'stream' }, state: { parse: false } },
  handler: ({ raw }, h) => {
    listener(raw.req, raw.res);
    return h.abandon;
  },
});
await server.start();
