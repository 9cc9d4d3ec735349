import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import { leaveOrder } from './shop.ts';
import type { ShopOrder } from './shop.ts';

export function Confirmation({ order }: { order: ShopOrder }): ReactElement {
  const heading = useRef<HTMLHeadingElement>(null);
  // The pressed button is gone, so the focus needs a new place.
  useEffect(() => heading.current?.focus(), []);
  const startAgain = () => void leaveOrder().then(() => location.reload());

  return (
    <main className="confirmation card">
      <h1 ref={heading} tabIndex={-1}>
        Thank you{order.contact.name === '' ? '' : `, ${order.contact.name}`}
      </h1>
      <p>
        Your order is now in the state <strong>{order.status}</strong>. Its number is <code>{order.id}</code>.
      </p>
      <button className="button" type="button" onClick={startAgain}>
        Start another order
      </button>
    </main>
  );
}
