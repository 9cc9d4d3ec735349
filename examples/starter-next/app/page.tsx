import { isOrderApiError } from '@norce-kit/core';
import { headers } from 'next/headers';
import { admin, cookie } from '@/lib/norce';
import { Checkout } from './checkout';

interface PageProps {
  searchParams: Promise<{ order?: string | string[] }>;
}

const notes: ReadonlyMap<unknown, string> = new Map([
  ['not-placed', 'Your order was not placed. Try again.'],
  ['unknown', 'We do not know yet whether your order was placed. Reload this page before you try again.'],
]);

export default async function Page({ searchParams }: PageProps) {
  const order = await readOrder();
  if (order === undefined) return <Start title="Cart" button="Go to checkout" />;
  if (order.state?.currentStatus !== 'checkout') return <Start title="Thank you" button="Start again" />;
  const note = notes.get((await searchParams).order);
  return (
    <main>
      <h1>Checkout</h1>
      {note !== undefined && <p role="alert">{note}</p>}
      {/* Props of a client component are part of the HTML: pass the consents, not the customer. */}
      <Checkout order={{ id: order.id, consents: order.consents ?? [] }} />
    </main>
  );
}

function Start({ title, button }: { title: string; button: string }) {
  return (
    <main>
      <h1>{title}</h1>
      <form method="post" action="/start">
        <button type="submit">{button}</button>
      </form>
    </main>
  );
}

/** Reads the order of this browser; undefined if there is none. */
async function readOrder() {
  const id = await cookie.read(new Request('https://shop.invalid', { headers: await headers() }));
  if (id === undefined) return undefined;
  try {
    return { ...(await admin.getOrder(id)), id };
  } catch (error) {
    if (isOrderApiError(error) && error.kind === 'not-found') return undefined;
    throw error;
  }
}
