import type { ReactElement } from 'react';
import type { Refusal } from './shop.ts';
import { focus } from './use-place-order.ts';

/** Says what is missing, and leads there. */
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
              <a
                href={`#${id}`}
                onClick={(event) => {
                  event.preventDefault();
                  focus(id);
                }}
              >
                {text}
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
