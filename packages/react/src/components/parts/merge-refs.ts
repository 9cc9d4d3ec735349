import type { Ref, RefCallback } from 'react';

/** Merges refs into one, including the cleanup that a ref may return in React 19. */
export function mergeRefs<Element>(...refs: readonly (Ref<Element> | undefined)[]): RefCallback<Element> {
  let ends: readonly (() => void)[] = [];
  return (element) => {
    for (const end of ends) end();
    ends = element === null ? [] : refs.map((ref) => attach(ref, element));
  };
}

function attach<Element>(ref: Ref<Element> | undefined, element: Element): () => void {
  if (typeof ref === 'function') {
    const end = ref(element);
    return typeof end === 'function' ? end : () => void ref(null);
  }
  if (!ref) return () => undefined;
  ref.current = element;
  return () => {
    ref.current = null;
  };
}
