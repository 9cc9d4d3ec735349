import type { ReactNode } from 'react';

export interface SlotProps<View> {
  readonly view: View;
  /** Returns the content. May call hooks, except for effects, if the function before it called none. */
  readonly use: (view: View) => ReactNode;
}

/**
 * Renders what a function returns. A component of its own, so that React keeps the elements when another function replaces
 * the first one. React accepts the first hooks of a component in a later render; it reports an error for effects there.
 */
export function Slot<View>({ use, view }: SlotProps<View>): ReactNode {
  return use(view);
}
