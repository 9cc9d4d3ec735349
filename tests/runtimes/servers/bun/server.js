// server.js
import { handler } from './lib/handler.js';

Bun.serve({ port: 3000, fetch: handler });
