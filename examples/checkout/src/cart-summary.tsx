import { useOrder } from '@norce-kit/react';
import type { ReactElement } from 'react';
import { formatPrice } from './format-price.ts';
import { ProductPicture } from './product-picture.tsx';

export function CartSummary(): ReactElement {
  const { data: order } = useOrder();
  const { cart, total, currency } = order ?? {};
  const goods = cart?.total?.includingVat;
  const all = total?.includingVat;
  return (
    <section className="card cart" aria-labelledby="cart">
      <h2 id="cart">Your cart</h2>
      <ul>
        {cart?.items?.map(({ sku, name, quantity, total: lineTotal }, index) => (
          <li key={sku ?? index}>
            <ProductPicture sku={sku} />
            <span className="cart-name">
              {name}
              <small>{quantity} pcs</small>
            </span>
            <span>{formatPrice(lineTotal?.includingVat, currency)}</span>
          </li>
        ))}
      </ul>
      <dl>
        <div>
          <dt>Items</dt>
          <dd>{formatPrice(goods, currency)}</dd>
        </div>
        {goods !== undefined && all !== undefined && (
          <div>
            <dt>Delivery</dt>
            <dd>{all === goods ? 'Free' : formatPrice(all - goods, currency)}</dd>
          </div>
        )}
        <div className="cart-total">
          <dt>Total including VAT</dt>
          <dd>{formatPrice(all, currency)}</dd>
        </div>
      </dl>
    </section>
  );
}
