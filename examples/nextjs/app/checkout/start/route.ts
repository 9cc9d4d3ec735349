import { cart } from '@/lib/cart';
import { admin, cookie } from '@/lib/norce';

/** Creates the order and binds the browser to it. */
export async function POST(request: Request): Promise<Response> {
  // Another site must not give the shopper another order.
  if (request.headers.get('sec-fetch-site') !== 'same-origin') return new Response(null, { status: 403 });
  const { id } = await admin.createOrder(cart);
  return new Response(null, {
    status: 303,
    headers: { location: '/checkout', 'set-cookie': await cookie.bind(id) },
  });
}
