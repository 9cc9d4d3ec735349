import type { ReactNode } from 'react';
import type { ConsentParts } from '../components/parts/consent-parts.tsx';

/** Adds what follows the parts of a box to a `render` of the shop: the effects of the engine, and before it nothing. */
export function withAfter(
  render: (parts: ConsentParts) => ReactNode,
  after?: ReactNode,
): (parts: ConsentParts) => ReactNode {
  return (parts) => (
    <>
      {render(parts)}
      {after}
    </>
  );
}
