// server.js
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { handler } from './lib/handler.js';

const app = new Hono();
app.all('/api/norce/*', (c) => handler(c.req.raw));
serve({ fetch: app.fetch, port: 3000 });
