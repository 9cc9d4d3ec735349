// The recipe for serverless-http, with another adapter.
import { toNodeListener } from '@norce-kit/server/node';
import express from 'express';
import serverless from '@codegenie/serverless-express';
import { handler as orders } from './lib/handler.js';

const app = express();
app.use('/api/norce', toNodeListener(orders));
app.use(express.json());
const respond = serverless({ app });

export const handler = async (event, context) => {
  const response = await respond(event, context);
  // Lambda stops the process at the response.
  await orders.idle();
  return response;
};
