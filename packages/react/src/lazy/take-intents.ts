import { createOrderClient } from '@norce-kit/core';
import type { AnswerIds, OrderClient, OrderClientOptions } from '@norce-kit/core';
import { QueryClient } from '@tanstack/react-query';
import { answersOf } from '../client/answers.ts';
import { emit } from '../client/events.ts';
import { mutateAnswer } from '../order/answer-mutation.ts';
import { consentKey } from '../order/consent-key.ts';
import { evidenceFor, evidenceOf } from '../order/evidence-of.ts';
import { sentValues } from '../order/kept-intents.ts';
import { leftAnswersOf, reportedAnswers } from '../order/left-answers.ts';
import { createOrderStores } from '../order/order-store.ts';
import type { OrderStore, OrderStores } from '../order/order-store.ts';
import { noteAct } from '../order/served-boxes.ts';
import { readStored } from '../order/tab-sync.ts';
import { hasEvidence, loadedEvidence } from './lazy-evidence.ts';
import type { LazyContext } from './lazy-evidence.ts';
import { createId } from './intents.ts';
import type { ObservedIntent } from './observed-intent.ts';
import { intents } from './page-state.ts';
import type { Intent, StarterContext } from './page-state.ts';

/** A client, and the ids of the answers that were sent without it. */
interface FullClient extends Pick<AnswerIds, 'orders'> {
  readonly client: OrderClient;
}

const clients = new WeakMap<object, FullClient>();

/** Returns the client with all requests, one for each client of the starter. */
export function clientOf({ client }: LazyContext): FullClient {
  let full = clients.get(client);
  if (full === undefined) {
    const orders: AnswerIds['orders'] = new Map();
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

/** Whether an answer of a provider waits for `takeIntents`. */
export function hasIntents(context: StarterContext): boolean {
  return [...intents.values()].some((intent) => isOf(context, intent));
}

/** Gives the answers of a provider to the register, with the times and the words of the acts. */
export function takeIntents(context: StarterContext, stores: OrderStores): void {
  takeAll(
    (intent) => isOf(context, intent),
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

/** Whether a box of the provider took the answer. */
function isOf({ client, orderId, evidence }: StarterContext, { context }: Intent): boolean {
  return (
    context.client === client &&
    (context.home ?? context.orderId) === orderId &&
    context.evidence === evidence
  );
}

function takeAll(isTaken: (intent: Intent) => boolean, storeOf: (intent: Intent) => OrderStore): void {
  // Each removes itself, as a newer answer would. Without a notice to the boxes: they show it until they continue.
  for (const intent of intents.values()) if (isTaken(intent)) take(intent, storeOf(intent));
}

/** Whether a successful response is that of the handler, and not of a page such as a login. */
function isOfHandler(response: Response | undefined): boolean {
  if (response === undefined) return true;
  return !/^[\t ]*text\/html/i.test(response.headers.get('content-type') ?? '');
}

function take(intent: ObservedIntent, store: OrderStore): void {
  const { context, props, checked, at, id, sent, on } = intent;
  const { consentId, label, wordingVersion: version, lang } = props;
  const { orderId } = store;
  // A box that shows the id of its consent has no words.
  const text = label as string | undefined;
  // The order of the page first: an answer that equals it is compared, not written.
  store.sync();
  const { client, orders } = clientOf(context);
  const answers = answersOf(client);
  // The newest last: the kept answer may have the value of one that was sent before an opposite one.
  const numberOf = (value: boolean) => +((sent[`${value}`] as string).split('_')[1] as string);
  const values = sentValues(intent).sort((a, b) => numberOf(a) - numberOf(b));
  const left = leftAnswersOf(client).get(consentKey(orderId, consentId));
  // A provider that mounted after the page came back has reported it as an answer of the page before.
  const isReported = left?.checked === checked && reportedAnswers.has(left);
  // The register may have saved an older answer of the other entry after it.
  const isLast = answers.get(orderId, consentId).saveState !== 'saved';
  const isSaved = isReported || (isLast && sent.saved?.[0] === id && isOfHandler(sent.saved[1]));
  const late = isSaved ? [] : values;
  const stored = readStored(store.queryClient, orderId, consentId);
  // Another tab has a newer answer, unless the clock was set back meanwhile.
  if (!stored.isOwn && stored.at > at && stored.at <= Date.now()) {
    intents.delete(consentKey(orderId, consentId));
    answers.noteSent(orderId, consentId, late, stored.checked);
    on?.onSettled?.('superseded', null, checked, undefined, { client: store.queryClient, meta: undefined });
    return;
  }
  const open = orders.get(orderId) ?? new Map<string, { readonly id: string }>();
  orders.set(orderId, open);
  for (const value of late) open.set(`${value}:${consentId}`, { id: sent[`${value}`] ?? '' });
  const evidence = evidenceOf(loadedEvidence(context), client) ?? evidenceFor(store);
  const wording = text === undefined ? undefined : { text, version, lang };
  const times = { at: new Date(at).toISOString(), age: Date.now() - at };
  const earlier = { ...times, isSaved, isSent: values.includes(checked) };
  mutateAnswer({ store, consentId, evidence, wording }, checked, on, earlier).catch(() => undefined);
  noteAct(orderId, consentId, at);
  if (answers.get(orderId, consentId).desired !== undefined) return;
  // The order held it before, so no event of the register follows.
  evidence?.confirm(orderId, consentId, checked);
  // After the providers have subscribed.
  if (!isReported) setTimeout(emit, 0, client, { type: 'consent-saved', orderId, consentId, checked });
}
