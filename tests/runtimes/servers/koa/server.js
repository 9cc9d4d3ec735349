// server.js
import { toNodeListener } from '@norce-kit/server/node';
import Koa from 'koa';
import { handler } from './lib/handler.js';

const app = new Koa();
const listener = toNodeListener(handler);

app.use(async (context, next) => {
  if (!context.path.startsWith('/api/norce/')) return await next();
  context.respond = false;
  listener(context.req, context.res);
});
app.listen(3000);
