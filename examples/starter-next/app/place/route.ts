import { isOrderApiError } from '@norce-kit/core';
import { admin, cookie } from '@/lib/norce';

/** Places the order of the page. The order API refuses it while a required tick is missing. */
export async function POST(request: Request): Promise<Response> {
  const orderId = (await request.formData()).get('orderId');
  const isOwn = request.headers.get('sec-fetch-site') === 'same-origin';
  if (!isOwn || typeof orderId !== 'string' || orderId !== (await cookie.read(request))) {
    return new Response(null, { status: 403 });
  }
  const location = await admin.setState(orderId, 'processing').then(() => '/', locationOf);
  return new Response(null, { status: 303, headers: { location } });
}

/** A lost response is not a failure: the order may be placed. The page reads it. */
function locationOf(error: unknown): string {
  return isOrderApiError(error) && error.outcome === 'unknown' ? '/?order=unknown' : '/?order=not-placed';
}
