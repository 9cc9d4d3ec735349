// server.js
import { toNodeListener } from '@norce-kit/server/node';
import { createApp, fromNodeMiddleware, toNodeListener as toListener } from 'h3';
import { createServer } from 'node:http';
import { handler } from './lib/handler.js';

const app = createApp();
app.use('/api/norce', fromNodeMiddleware(toNodeListener(handler)));
createServer(toListener(app)).listen(3000);
