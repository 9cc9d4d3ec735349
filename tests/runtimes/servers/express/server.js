// server.js
import { toNodeListener } from '@norce-kit/server/node';
import express from 'express';
import { handler } from './lib/handler.js';

const app = express();
app.use('/api/norce', toNodeListener(handler));
app.use(express.json());
app.listen(3000);
