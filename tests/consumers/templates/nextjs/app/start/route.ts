import { admin, cookie } from '@/lib/norce';

export const dynamic = 'force-dynamic';

export async function GET(): Promise<Response> {
  const consents = [{ id: 'ci_newsletter', text: 'News by email', checked: false, required: false }];
  const { id } = await admin.createOrder({ currency: 'SEK', country: 'SE', culture: 'sv-SE', consents });
  return new Response(null, { status: 303, headers: { location: '/', 'set-cookie': await cookie.bind(id) } });
}
