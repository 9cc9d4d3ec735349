import { createOrderAdmin } from '@norce-kit/core/admin';
import { createOrderHandler, orderCookie } from '@norce-kit/server';
import { toNodeListener } from '@norce-kit/server/node';
import express from 'express';

const upstream = {
  baseUrl: process.env.NORCE_URL,
  apiKey: process.env.NORCE_API_KEY,
  merchant: process.env.NORCE_MERCHANT,
  channel: process.env.NORCE_CHANNEL,
};
const admin = createOrderAdmin(upstream);
const cookie = orderCookie({ secret: process.env.COOKIE_SECRET });
const consents = [{ id: 'ci_newsletter', text: 'News by email', checked: false, required: false }];

const app = express();
app.use('/api/norce', toNodeListener(createOrderHandler({ upstream, authorize: cookie })));
app.post('/order', async (request, response) => {
  const bound = await cookie.read(
    new Request(`http://${request.headers.host}`, { headers: { cookie: request.headers.cookie ?? '' } }),
  );
  const orderId =
    bound ?? (await admin.createOrder({ currency: 'SEK', country: 'SE', culture: 'sv-SE', consents })).id;
  response.setHeader('set-cookie', await cookie.bind(orderId));
  response.json({ orderId });
});
app.use(express.static('dist'));
app.listen(Number(process.env.PORT), '127.0.0.1');
