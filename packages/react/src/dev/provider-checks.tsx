'use client';

import type { Order } from '@norce-kit/core';
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { OrderStore } from '../order/order-store.ts';
import type { OrderContextValue } from '../provider.tsx';
import { warnOnce } from '../dev.ts';
import { checkMessages } from './texts.ts';
import { addProvider, noteCopy } from './providers.ts';

/** Milliseconds between two clients of a provider that renew a token more rarely. */
const shortest = 1_000;

export interface ProviderChecksProps {
  readonly store: OrderStore;
  readonly initialOrder: Order | undefined;
  /** The context of a provider of the main entry. */
  readonly value?: OrderContextValue;
  readonly children: ReactNode;
}

/** Warns a developer of wrong props of a provider. Rendered in development only. */
export function ProviderChecks({ store, initialOrder, value, children }: ProviderChecksProps): ReactNode {
  const { client, queryClient, orderId } = store;
  noteCopy();
  checkMessages(value?.messages);
  useEffect(() => addProvider(orderId, client, queryClient), [orderId, client, queryClient]);
  const last = useRef({ client, at: -Infinity, count: 0 });
  useEffect(() => {
    const { client: before, at, count } = last.current;
    if (before === client) return;
    const now = performance.now();
    last.current = { client, at: now, count: now - at < shortest ? count + 1 : 0 };
    if (last.current.count < 3) return;
    warnOnce(
      `the provider of order ${orderId} gets a new client with each render. Create it once, outside of components.`,
    );
  }, [client, orderId]);
  // Later the page may change to another order, and the prop may follow.
  const [first] = useState({ given: initialOrder?.id ?? orderId, orderId });
  useEffect(() => {
    if (first.given === first.orderId) return;
    warnOnce(
      `initialOrder is order ${first.given}, and orderId is ${first.orderId}, so initialOrder is ignored.`,
    );
  }, [first]);
  // As it is: a fragment around it would be one more level than in production.
  return children;
}
