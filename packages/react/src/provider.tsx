'use client';

import type { Order } from '@norce-kit/core';
import { QueryClient, QueryClientContext } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import type { Locale, Messages } from './texts/messages.ts';
import { answersOf } from './client/answers.ts';
import { subscribeToEvents } from './client/events.ts';
import type { OrderEvent } from './client/events.ts';
import { joinClient } from './client/same-client.ts';
import type { Client } from './client/types.ts';
import { connectEvidence, evidenceOf } from './order/evidence-of.ts';
import type { ConsentEvidence, EvidenceWriter } from './order/evidence-of.ts';
import { orderQueryKey, refetchOrder } from './order/order-query.ts';
import { createOrderStores } from './order/order-store.ts';
import type { OrderStore, OrderStores } from './order/order-store.ts';
import { watchPreviousPage } from './order/previous-page.ts';
import { subscribeToTabs } from './order/tab-sync.ts';

/** Props of `OrderProvider`. */
export interface OrderProviderProps {
  /** Client of `createOrderClient`. Create it once, outside of components: the answers under way belong to it. */
  client: Client;
  /** Id of the order of this checkout. */
  orderId: string;
  /** The order as the server read it, for the first render; read again at once, because the page may come from a cache. */
  initialOrder?: Order;
  /**
   * Cache of the order and of the writes.
   * @default the QueryClient of the host, or a new one
   */
  queryClient?: QueryClient;
  /**
   * Language of the ready texts, from `@norce-kit/react/locales/…`.
   * @default English
   */
  locale?: Locale;
  /** Texts that replace those of the locale. */
  messages?: Partial<Messages>;
  /** Called once per event, when it is certain. An error that it throws is reported and stops nothing. */
  onEvent?: (event: OrderEvent) => void;
  /**
   * Appends a record to the order's attributes for each confirmed answer: `consentEvidence()`.
   * @default no evidence
   */
  evidence?: ConsentEvidence;
  /** Everything that belongs to this order. */
  children?: ReactNode;
}

export interface OrderContextValue {
  readonly client: Client;
  readonly orderId: string;
  readonly queryClient: QueryClient;
  readonly stores: OrderStores;
  readonly locale: Locale | undefined;
  readonly messages: Partial<Messages> | undefined;
  readonly evidence: EvidenceWriter | undefined;
}

export interface UseOrderContextResult extends OrderContextValue {
  readonly store: OrderStore;
}

const OrderContext = createContext<OrderContextValue | undefined>(undefined);

/**
 * Connects the components and hooks below it to one order.
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
  const hostClient = useContext(QueryClientContext);
  const [firstClient] = useState(() => props.queryClient ?? hostClient ?? new QueryClient());
  const queryClient = props.queryClient ?? hostClient ?? firstClient;
  // Before the children use the values of the client.
  joinClient(queryClient, orderQueryKey(orderId), client);
  const evidence = evidenceOf(props.evidence, client);
  const stores = useMemo(() => createOrderStores(client, queryClient), [client, queryClient]);
  // While rendering, because the first render, on a server too, shows it. Each store fills the cache once.
  const store = stores.of(orderId, initialOrder);
  if (initialOrder) store.fill(initialOrder);
  const value = useMemo(
    () => ({ client, orderId, queryClient, stores, locale, messages, evidence }),
    [client, orderId, queryClient, stores, locale, messages, evidence],
  );
  useEffect(() => {
    // `mount()` subscribes to focus and online events, as `QueryClientProvider` does.
    queryClient.mount();
    return () => queryClient.unmount();
  }, [queryClient]);
  useEffect(() => stores.connect(), [stores]);
  useEffect(() => stores.of(orderId).open(), [stores, orderId]);
  useEffect(() => {
    if (initialOrder) stores.of(orderId).compare(initialOrder);
  }, [stores, orderId, initialOrder]);
  useEffect(() => connectEvidence(client, orderId, evidence), [client, evidence, orderId]);
  useEffect(
    () => subscribeToTabs(queryClient, (changedId) => refetchOrder(queryClient, changedId)),
    [queryClient],
  );
  useEffect(
    () =>
      watchPreviousPage(
        () => answersOf(client).unsaved(orderId).length > 0,
        () => refetchOrder(queryClient, orderId),
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
    // Components of the host below us keep the host's own cache.
    <QueryClientContext.Provider value={hostClient ?? queryClient}>
      <OrderContext.Provider value={value}>{children}</OrderContext.Provider>
    </QueryClientContext.Provider>
  );
}

/** Returns the context of the nearest `OrderProvider`. Throws an error that names `caller` where there is none. */
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
