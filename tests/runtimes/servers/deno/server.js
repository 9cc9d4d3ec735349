// server.js
import { handler } from './lib/handler.js';

Deno.serve({ port: 3000 }, handler);
