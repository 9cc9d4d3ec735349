// server.js
import { toNodeListener } from '@norce-kit/server/node';
import { createServer } from 'node:http2';
import { handler } from './lib/handler.js';

createServer(toNodeListener(handler)).listen(3000);
