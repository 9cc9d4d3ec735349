'use client';

import type { Order } from '@norce-kit/core';
import { QueryClient, QueryClientContext } from '@tanstack/react-query';
import { useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { ComponentProps, ComponentType, ReactElement, ReactNode } from 'react';
import type { Locale, OwnMessages } from './texts/messages.ts';
import type { OrderEvent } from './client/events.ts';
import type { Client } from './client/types.ts';
import { OrderContext } from './order-context.ts';
import { evidenceOf } from './order/evidence-of.ts';
import type { ConsentEvidence, EvidenceWriter } from './order/evidence-of.ts';
import { createOrderStores } from './order/order-store.ts';
import type { OrderStore, OrderStores } from './order/order-store.ts';
import { joinClient } from './order/same-client.ts';
import { ProviderChecks } from './dev/provider-checks.tsx';
import { checkProvider } from './dev/mistakes.ts';
import { isSecondCopy } from './dev/providers.ts';

/** Props of `OrderProvider` that both entries have. */
export interface ProviderBaseProps {
  /** Id of the order of this checkout. */
  orderId: string;
  /** The order as the server read it, for the first render; read again at once, because the page may come from a cache. */
  initialOrder?: Order | undefined;
  /**
   * Cache of the order and of the writes.
   * @default the QueryClient of the host, or a new one
   */
  queryClient?: QueryClient | undefined;
  /**
   * Language of the ready texts, from `@norce-kit/react/locales/…`.
   * @default English
   */
  locale?: Locale | undefined;
  /** Texts that replace those of the locale. */
  messages?: OwnMessages | undefined;
  /** Called once per event, when it is certain. An error that it throws is reported and stops nothing. */
  onEvent?: ((event: OrderEvent) => void) | undefined;
  /** Everything that belongs to this order. */
  children?: ReactNode;
}

/** Props of `OrderProvider`. */
export interface OrderProviderProps extends ProviderBaseProps {
  /** Client of `createOrderClient`. Create it once, outside of components: the answers under way belong to it. */
  client: Client;
  /**
   * Appends a record to the order's attributes for each confirmed answer: `consentEvidence()`.
   * @default no evidence
   */
  evidence?: ConsentEvidence | undefined;
}

interface OrderTexts {
  readonly locale: Locale | undefined;
  readonly messages: OwnMessages | undefined;
}

/** Props of the component that adds to a box what a form without JavaScript needs. */
export interface FormFieldProps {
  readonly consentId: string;
  readonly isReadOnly: boolean;
  readonly box: ReactElement<ComponentProps<'input'>>;
}

/** The value of `OrderContext`. */
export interface OrderContextValue extends OrderTexts {
  readonly orderId: string;
  readonly stores: OrderStores;
  readonly evidence: EvidenceWriter | undefined;
  readonly formField?: ComponentType<FormFieldProps>;
}

export interface UseOrderContextResult extends OrderTexts {
  readonly store: OrderStore;
  readonly evidence: EvidenceWriter | undefined;
  /** Undefined outside of `ConsentFormFields`, and for a consent of another order than that of the form. */
  readonly formField: ComponentType<FormFieldProps> | undefined;
}

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
  const [value, store, initialOrder, hostClient] = useOrderValue(props);
  useOrderUpdates(value, store, initialOrder, props.onEvent);
  return (
    // Components of the host below us keep the host's own cache.
    <QueryClientContext.Provider value={hostClient}>
      <OrderContext.Provider value={value}>
        {process.env.NODE_ENV === 'production' ? (
          props.children
        ) : (
          <ProviderChecks store={store} initialOrder={props.initialOrder} value={value}>
            {props.children}
          </ProviderChecks>
        )}
      </OrderContext.Provider>
    </QueryClientContext.Provider>
  );
}

type UseOrderValueResult = readonly [
  value: OrderContextValue,
  store: OrderStore,
  /** Undefined for that of another order. */
  initialOrder: Order | undefined,
  /** The cache of the host, or else that of the order. */
  hostClient: QueryClient,
];

/** Returns the value of a provider. Calls no effects, because it may be part of the second function of a `Slot`. */
export function useOrderValue(props: OrderProviderProps): UseOrderValueResult {
  const { client, orderId, locale, messages } = props;
  if (process.env.NODE_ENV !== 'production') checkProvider(props);
  const isOther = (props.initialOrder?.id ?? orderId) !== orderId;
  const initialOrder = isOther ? undefined : props.initialOrder;
  const hostClient = useContext(QueryClientContext);
  const given = props.queryClient ?? hostClient;
  const [firstClient] = useState(() => given ?? new QueryClient());
  const queryClient = given ?? firstClient;
  // Before the children use the values of the client.
  joinClient(queryClient, orderId, client);
  const evidence = evidenceOf(props.evidence, client);
  const stores = useMemo(() => createOrderStores(client, queryClient), [client, queryClient]);
  // While rendering, because the first render, on a server too, shows it. Each store fills the cache once.
  const store = stores.of(orderId, initialOrder);
  if (initialOrder) store.fill(initialOrder);
  const value = useMemo(
    () => ({ orderId, stores, locale, messages, evidence }),
    [orderId, stores, locale, messages, evidence],
  );
  return [value, store, initialOrder, hostClient ?? queryClient];
}

/** Keeps the order of a provider up to date, and reports its events. */
export function useOrderUpdates(
  { stores, evidence, orderId }: OrderContextValue,
  store: OrderStore,
  initialOrder: Order | undefined,
  onEvent: OrderProviderProps['onEvent'],
): void {
  const latestOnEvent = useRef(onEvent);
  useEffect(() => {
    latestOnEvent.current = onEvent;
  });
  useEffect(() => stores.connect((event) => latestOnEvent.current?.(event)), [stores]);
  useEffect(() => store.subscribe(() => undefined), [store]);
  useEffect(() => {
    if (initialOrder) store.compare(initialOrder);
  }, [store, initialOrder]);
  useEffect(() => evidence?.connect(orderId), [evidence, orderId]);
}

/** Returns the context of the nearest `OrderProvider`. Throws an error that names `caller` where there is none. */
export function useOrderContext(caller: string, ownOrderId?: string): UseOrderContextResult {
  const context = useContext(OrderContext);
  if (context === undefined) {
    const advice =
      process.env.NODE_ENV === 'production'
        ? ''
        : ', so it does not know which order it is about. Wrap the checkout in <OrderProvider client={…} orderId={…}>' +
          (isSecondCopy()
            ? '. The page loads two copies of @norce-kit/react: run npm ls @norce-kit/react'
            : '');
    throw new Error(`${caller} was rendered outside of an OrderProvider${advice}.`);
  }
  // The lazy entry has no stores before its engine.
  if (process.env.NODE_ENV !== 'production' && !('stores' in context)) {
    throw new Error(
      `${caller} is of @norce-kit/react, and its OrderProvider of @norce-kit/react/lazy. Import both from the same entry.`,
    );
  }
  const { orderId, stores, locale, messages, evidence } = context;
  const formField = ownOrderId === undefined || ownOrderId === orderId ? context.formField : undefined;
  return { locale, messages, evidence, formField, store: stores.of(ownOrderId ?? orderId) };
}
