import type { Ref, RefCallback } from 'react';

type End = ReturnType<RefCallback<unknown>>;

/** Merges refs into one, including the cleanup that a ref may return in React 19. */
export function mergeRefs<Element>(...refs: readonly (Ref<Element> | undefined)[]): RefCallback<Element> {
  let ends: readonly End[] = [];
  return (element) => {
    ends = refs.map((ref, index) => {
      const end = ends[index];
      if (typeof end !== 'function') return setRef(ref, element);
      end();
      return element === null ? undefined : setRef(ref, element);
    });
  };
}

function setRef<Element>(ref: Ref<Element> | undefined, element: Element | null): End {
  if (typeof ref === 'function') return ref(element);
  if (ref) ref.current = element;
  return undefined;
}
