// server.js
import { H3, serve } from 'h3';
import { handler } from './lib/handler.js';

const app = new H3();
app.all('/api/norce/**', (event) => handler(event.req));
serve(app, { port: 3000 });
