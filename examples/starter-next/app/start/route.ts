import { admin, cookie } from '@/lib/norce';

/** Creates the order and binds the browser to it. */
export async function POST(request: Request): Promise<Response> {
  // Another site must not give the shopper another order.
  if (request.headers.get('sec-fetch-site') !== 'same-origin') return new Response(null, { status: 403 });
  const { id } = await admin.createOrder({
    culture: 'en-GB',
    currency: 'SEK',
    country: 'SE',
    consents: [
      { id: 'ci_newsletter', checked: false, required: false, text: 'News and offers by email' },
      { id: 'ci_terms', checked: false, required: true, text: 'I accept the terms of purchase' },
    ],
  });
  return new Response(null, { status: 303, headers: { location: '/', 'set-cookie': await cookie.bind(id) } });
}
