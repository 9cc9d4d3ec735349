import { useOrder } from '@norce-kit/react';
import type { ReactElement } from 'react';
import { Price } from './price.tsx';

/** The pictures in `public/products`. A shop takes the address of the picture from its product data. */
const pictures = ['MUG-30', 'TWL-LIN', 'CND-PIN'];

export function OrderLines(): ReactElement {
  const { data: order } = useOrder();
  return (
    <ul className="lines">
      {order?.cart?.items?.map(({ sku = '', name, quantity, total }, index) => (
        <li key={sku || index}>
          <img
            src={`/products/${pictures.includes(sku) ? sku.toLowerCase() : 'parcel'}.svg`}
            alt=""
            width={64}
            height={64}
          />
          <span className="line-name">
            {name}
            <span className="soft">Quantity {quantity}</span>
          </span>
          <Price amount={total?.includingVat} currency={order.currency} />
        </li>
      ))}
    </ul>
  );
}
