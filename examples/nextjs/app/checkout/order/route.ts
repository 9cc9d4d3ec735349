import { isPlaced, readOrderId } from '@/lib/current-order';
import { admin } from '@/lib/norce';
import { placeOrder } from '@/lib/place-order';

/** Responds with whether the order of the page is placed. */
export async function GET(request: Request): Promise<Response> {
  const orderId = await readShownOrderId(request);
  const headers = { 'cache-control': 'no-store' };
  if (orderId === undefined) return new Response(null, { status: 404, headers });
  return Response.json({ isPlaced: isPlaced(await admin.getOrder(orderId)) }, { headers });
}

/** Places the order before the time in `place-before`, or not at all. */
export async function POST(request: Request): Promise<Response> {
  const orderId = await readShownOrderId(request);
  if (orderId === undefined || request.headers.get('sec-fetch-site') !== 'same-origin') {
    return Response.json({ isPlaced: false }, { status: 403 });
  }
  return Response.json({ isPlaced: await placeOrder(orderId, Number(request.headers.get('place-before'))) });
}

/** Returns the id of the page's order; undefined if the browser has another order since. */
async function readShownOrderId({ headers }: Request): Promise<string | undefined> {
  const orderId = await readOrderId();
  return orderId === headers.get('order-id') ? orderId : undefined;
}
