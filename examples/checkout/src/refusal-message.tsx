import type { ReactElement } from 'react';
import type { Refusal } from './shop.ts';

/** Lists the missing consents with links: the id of each box is the consent's id. */
export function RefusalMessage({ consents, reasons }: Refusal): ReactElement {
  return (
    <div className="refusal" role="alert">
      <p>
        <strong>The order was not placed.</strong>{' '}
        {consents.length > 0 ? 'To place it, tick:' : `The order service refused it: ${reasons.join(', ')}.`}
      </p>
      {consents.length > 0 && (
        <ul>
          {consents.map(({ id, text }) => (
            <li key={id}>
              <a href={`#${id}`}>{text}</a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
