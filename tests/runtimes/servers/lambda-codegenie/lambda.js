// The recipe for serverless-http, with another adapter.
import { toNodeListener } from '@norce-kit/server/node';
import express from 'express';
import serverless from '@codegenie/serverless-express';
import { handler as orders } from './lib/handler.js';

const app = express();
app.use('/api/norce', toNodeListener(orders));
app.use(express.json());

export const handler = serverless({ app });
