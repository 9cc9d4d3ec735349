import type { ReactElement } from 'react';
import { NetworkSwitch } from './network-switch.tsx';
import type { ShopOrder } from './shop.ts';

export interface OrderPanelProps {
  order: ShopOrder;
  /** Whether the last read has failed. */
  isStale: boolean;
}

/** The order on the server, read past the cache of the page. */
export function OrderPanel({ order, isStale }: OrderPanelProps): ReactElement {
  const attributes = Object.entries(order.attributes);
  return (
    <aside className="panel" aria-labelledby="panel">
      <header>
        <h2 id="panel">What the order holds</h2>
        <p>
          {isStale
            ? 'No connection to the shop. The order may have changed since it was read.'
            : `Read from the order API (${order.backend}), not from this page.`}
        </p>
      </header>
      <dl>
        <div>
          <dt>Order</dt>
          <dd>
            <code>{order.id}</code>
          </dd>
        </div>
        <div>
          <dt>State</dt>
          <dd>
            <Value of={order.status} />
          </dd>
        </div>
      </dl>
      <table>
        <caption>Consents</caption>
        <thead>
          <tr>
            <th scope="col">id</th>
            <th scope="col">checked</th>
            <th scope="col">required</th>
          </tr>
        </thead>
        <tbody>
          {order.consents.map(({ id, checked, required }) => (
            <tr key={id}>
              <th scope="row">{id}</th>
              <td>
                <Value of={checked} />
              </td>
              <td>{String(required)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h3>Attributes</h3>
      {attributes.length === 0 ? (
        <p>None yet. Fields that you change become attributes.</p>
      ) : (
        <dl>
          {attributes.map(([key, value]) => (
            <div key={key}>
              <dt>{key}</dt>
              <dd>
                <Value of={value} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {order.isSandbox && <NetworkSwitch />}
    </aside>
  );
}

/** A value that flashes when it changes: the key makes it a new element. */
function Value({ of: value }: { of: unknown }): ReactElement {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return (
    <code key={text} className="value" data-value={text}>
      {text}
    </code>
  );
}
