'use client';

import { useCallback, useId, useState } from 'react';
import type { RefCallback } from 'react';
import { useOrderContext } from '../provider.tsx';
import type { UseOrderContextResult } from '../provider.tsx';

/** Result of `useElementIds`. */
export interface ElementIds {
  /** Beginning of the ids of one component. */
  readonly id: string;
  /** For an element of the component. Makes its ids unique when another element has them. */
  readonly idRef: RefCallback<Element>;
  /** Adds the fields of a form to a box. Here so that a box reads the context once less. */
  readonly formField: UseOrderContextResult['formField'];
}

/**
 * Returns the beginning of a component's ids. Two roots without `identifierPrefix` and two copies of React get the same
 * ids from `useId`. The names of order and consent keep those of different consents apart, in the server's HTML too.
 *
 * @param end end of an id that the component renders
 * @param start id of `useId`, where the component has one already
 */
export function useElementIds(
  ownOrderId: string | undefined,
  consentId: string,
  end: string,
  // Conditional: a component gives an id with each render, or never.
  start: string = useId(),
): ElementIds {
  const { store, formField } = useOrderContext('A consent', ownOrderId);
  // White space would end a reference.
  const name = `${store.orderId}-${consentId}`.replace(/[^\w-]/g, (one) => `.${one.charCodeAt(0)}`);
  const own = start + name;
  const [suffix, setSuffix] = useState('');
  const idRef = useCallback(
    (element: Element | null) => {
      const root = element?.getRootNode() as ParentNode | undefined;
      // Browsers find ids by an index, and attributes by a walk over the page.
      const twins = root?.querySelectorAll(`#${escapeId(own + end)}`) ?? [];
      // Not a count: two copies of the kit would count alike.
      if (twins.length > 1) setSuffix(Math.random().toString(36).replace('0.', '-'));
    },
    [own, end],
  );
  return { id: own + suffix, idRef, formField };
}

/** Escapes an id of `useId`, which never begins with a digit, for a selector. `CSS.escape` is not in jsdom. */
function escapeId(id: string): string {
  return id.replace(/[^\w-]/gu, '\\$&');
}
