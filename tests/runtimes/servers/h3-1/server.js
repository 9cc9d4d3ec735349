// server.js
import { toNodeListener } from '@norce-kit/server/node';
import { createApp, fromNodeMiddleware, toNodeListener as toListener } from 'h3';
import { createServer } from 'node:http';
import { handler } from './lib/handler.js';

const app = createApp();
const listener = toNodeListener(handler);

// The third parameter makes h3 wait for the response.
app.use(
  '/api/norce',
  fromNodeMiddleware((request, response, _next) => listener(request, response)),
);
createServer(toListener(app)).listen(3000);
