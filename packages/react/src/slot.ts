import type { ReactNode } from 'react';

export interface SlotProps<View> {
  readonly view: View;
  /** Returns the content. May call hooks if the function before it called none. */
  readonly use: (view: View) => ReactNode;
}

/**
 * Renders what a function returns. As a component of its own, so that React keeps the elements when another function
 * continues, with hooks where the one before had none.
 */
export function Slot<View>({ use, view }: SlotProps<View>): ReactNode {
  return use(view);
}
