// server.js
import { toNodeListener } from '@norce-kit/server/node';
import Fastify from 'fastify';
import { handler } from './lib/handler.js';

const app = Fastify();
const listener = toNodeListener(handler);

app.register(async (scope) => {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (request, payload, next) => next(null));
  scope.all('/api/norce/*', (request, reply) => {
    reply.hijack();
    listener(request.raw, reply.raw);
  });
});
app.listen({ port: 3000 });
