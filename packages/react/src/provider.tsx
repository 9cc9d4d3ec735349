'use client';

import type { Order } from '@norce-kit/core';
import { QueryClient, QueryClientContext } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import type { Locale, Messages } from './texts/messages.ts';
import { answersOf } from './client/answers.ts';
import { subscribeToEvents } from './client/events.ts';
import type { OrderEvent } from './client/events.ts';
import type { ConsentEvidence, EvidenceLog } from './order/evidence.ts';
import { createOrderStores } from './order/order-store.ts';
import type { OrderStore, OrderStores } from './order/order-store.ts';
import { followLastPage } from './order/previous-page.ts';
import { readAgain } from './order/order-query.ts';
import { listenToOtherTabs } from './order/tab-sync.ts';
import type { PageClient } from './client/types.ts';

export interface OrderProviderProps {
  /** What speaks to the handler. Make it once, outside of components. */
  client: PageClient;
  /** The order of this checkout. */
  orderId: string;
  /** The order as the server read it, for the first render; read anew at once, for such a page may come from a cache. */
  initialOrder?: Order;
  /** @default the QueryClient of the host, or one of our own */
  queryClient?: QueryClient;
  /**
   * The language of the ready texts, from `@norce-kit/react/locales/…`.
   * @default English
   */
  locale?: Locale;
  /** Texts that replace those of the locale. */
  messages?: Partial<Messages>;
  /**
   * Hears what became of the shopper's answers, once each and after it is certain; nothing personal is in it. What it
   * throws harms nothing.
   */
  onEvent?: (event: OrderEvent) => void;
  /**
   * Writes with each confirmed answer what it was given to, into the order's attributes: `consentEvidence()`.
   * @default nothing is written
   */
  evidence?: ConsentEvidence;
  children?: ReactNode;
}

export interface OrderContextValue {
  readonly client: PageClient;
  readonly orderId: string;
  readonly queryClient: QueryClient;
  readonly stores: OrderStores;
  readonly locale: Locale | undefined;
  /** Texts that replace the ready ones. */
  readonly messages: Partial<Messages> | undefined;
  readonly evidence: EvidenceLog | undefined;
}

export interface UseOrderContextResult extends OrderContextValue {
  readonly store: OrderStore;
}

const OrderContext = createContext<OrderContextValue | undefined>(undefined);

/**
 * Tells everything below it which order it is about.
 *
 * @example
 * const client = createOrderClient({ baseUrl: '/api/norce' });
 *
 * <OrderProvider client={client} orderId={orderId}>
 *   <NewsletterConsent consentId="ci_newsletter" />
 * </OrderProvider>
 */
export function OrderProvider(props: OrderProviderProps): ReactElement {
  const { client, orderId, initialOrder, locale, messages, onEvent, children } = props;
  const evidence = props.evidence?.(client);
  const hostClient = useContext(QueryClientContext);
  const [firstClient] = useState(() => props.queryClient ?? hostClient ?? new QueryClient());
  const queryClient = props.queryClient ?? hostClient ?? firstClient;
  const stores = useMemo(() => createOrderStores(client, queryClient), [client, queryClient]);
  if (initialOrder !== undefined) stores.of(orderId).fill(initialOrder);
  const value = useMemo(
    () => ({ client, orderId, queryClient, stores, locale, messages, evidence }),
    [client, orderId, queryClient, stores, locale, messages, evidence],
  );
  useEffect(() => {
    // Without it a cache hears neither of focus nor of connection.
    queryClient.mount();
    return () => queryClient.unmount();
  }, [queryClient]);
  useEffect(
    () => listenToOtherTabs(queryClient, (changedId) => readAgain(queryClient, changedId)),
    [queryClient],
  );
  useEffect(
    () =>
      followLastPage(
        () => answersOf(client).unsaved(orderId).length > 0,
        () => readAgain(queryClient, orderId),
      ),
    [client, orderId, queryClient],
  );
  const latestOnEvent = useRef(onEvent);
  useEffect(() => {
    latestOnEvent.current = onEvent;
  });
  useEffect(
    () =>
      subscribeToEvents(client, (event) => {
        if (stores.has(event.orderId)) latestOnEvent.current?.(event);
      }),
    [client, stores],
  );
  return (
    // What lies below keeps the host's own cache, whatever cache we were given.
    <QueryClientContext.Provider value={hostClient ?? queryClient}>
      <OrderContext.Provider value={value}>{children}</OrderContext.Provider>
    </QueryClientContext.Provider>
  );
}

/** What the nearest `OrderProvider` says; `caller` is named in the error where there is none. */
export function useOrderContext(caller: string, ownOrderId?: string): UseOrderContextResult {
  const context = useContext(OrderContext);
  if (context === undefined) {
    throw new Error(
      `${caller} was rendered outside of an OrderProvider, so it does not know which order it is about. ` +
        'Wrap the checkout in <OrderProvider client={…} orderId={…}>.',
    );
  }
  const orderId = ownOrderId ?? context.orderId;
  const { client, queryClient, stores, locale, messages, evidence } = context;
  return { client, orderId, queryClient, stores, locale, messages, evidence, store: stores.of(orderId) };
}
