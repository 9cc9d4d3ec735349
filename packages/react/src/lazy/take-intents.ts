import { createOrderClient } from '@norce-kit/core';
import type { OrderClient, OrderClientOptions } from '@norce-kit/core';
import { QueryClient } from '@tanstack/react-query';
import { mutateAnswer } from '../order/answer-mutation.ts';
import { evidenceOf } from '../order/evidence-of.ts';
import { createOrderStores } from '../order/order-store.ts';
import type { OrderStore, OrderStores } from '../order/order-store.ts';
import { hasEvidence, loadedEvidence } from './lazy-evidence.ts';
import type { LazyContext } from './lazy-evidence.ts';
import { createId, state } from './starter.tsx';
import type { Intent, StarterContext } from './starter.tsx';

/** A client, and the ids of the answers that were sent without it. */
interface FullClient {
  readonly client: OrderClient;
  readonly orders: Map<string, Map<string, { readonly id: string }>>;
}

const clients = new WeakMap<object, FullClient>();

/** Returns the client with all requests, one for each client of the starter. */
export function clientOf({ client }: LazyContext): FullClient {
  let full = clients.get(client);
  if (full === undefined) {
    const orders: FullClient['orders'] = new Map();
    const { options } = client as { readonly options?: OrderClientOptions };
    // Without options it is a client of core.
    full = {
      orders,
      client: options ? createOrderClient(options, { createId, orders }) : (client as OrderClient),
    };
    clients.set(client, full);
  }
  return full;
}

/** Gives the answers of a provider to the register, with the times and the words of the acts. */
export function takeIntents(context: StarterContext, stores: OrderStores): void {
  takeAll(
    (intent) =>
      intent.context.client === context.client &&
      (intent.context.home ?? intent.context.orderId) === context.orderId &&
      intent.context.evidence === context.evidence,
    (intent) => stores.of(intent.context.orderId),
  );
}

/** Gives the answers to the register whose provider has gone; later where the code of their evidence is still to come. */
export function takeRest(): void {
  takeAll(
    ({ context }) => hasEvidence(context, takeRest),
    ({ context }) => {
      const { queryClient = new QueryClient(), orderId, initialOrder } = context;
      return createOrderStores(clientOf(context).client, queryClient).of(orderId, initialOrder);
    },
  );
}

function takeAll(isTaken: (intent: Intent) => boolean, storeOf: (intent: Intent) => OrderStore): void {
  const intents = state as object as Record<string, Partial<Intent> | undefined>;
  for (const [name, intent] of Object.entries(intents)) {
    // Other members of the state have no `sent`.
    if (intent?.sent === undefined || !isTaken(intent as Intent)) continue;
    // Without a notice to the boxes: they continue in the same commit.
    delete intents[name];
    take(intent as Intent, storeOf(intent as Intent));
  }
}

function take({ context, props, checked, at, sent }: Intent, store: OrderStore): void {
  const { consentId, label, wordingVersion: version, lang } = props;
  // A box that shows the id of its consent has no words.
  const text = label as string | undefined;
  // The order of the page first: an answer that equals it is compared, not written.
  store.sync();
  const { client, orders } = clientOf(context);
  const open = orders.get(store.orderId) ?? new Map<string, { readonly id: string }>();
  orders.set(store.orderId, open);
  // The newest last.
  const values = [!checked, checked].filter((value) => sent[`${value}`] !== undefined);
  for (const value of values) open.set(`${value}:${consentId}`, { id: sent[`${value}`] ?? '' });
  const target = {
    store,
    consentId,
    evidence: evidenceOf(loadedEvidence(context), client),
    wording: text === undefined ? undefined : { text, version, lang },
  };
  const earlier = { at: new Date(at).toISOString(), age: Date.now() - at, sent: values };
  mutateAnswer(target, checked, {}, earlier).catch(() => undefined);
}
