'use client';

import { appendEvidence, evidenceKey, hashWording } from '@norce-kit/core';
import type {
  AnswerEvent,
  ConsentWording,
  EvidenceRecord,
  JsonValue,
  Order,
  WriteOptions,
} from '@norce-kit/core';
import type { QueryClient } from '@tanstack/react-query';
import { answersOf } from '../client/answers.ts';
import { tell } from '../client/events.ts';
import { oncePer } from '../client/per-client.ts';
import { orderQueryKey } from './order-query.ts';
import type { PageClient } from '../client/types.ts';
import { kit } from '../version.ts';

export interface ConsentEvidenceOptions {
  /**
   * Where the shopper answers, such as `checkout` or `account`.
   * @default 'checkout'
   */
  readonly source?: string;
  /**
   * How many records the order keeps of each consent; the oldest go first.
   * @default 20
   */
  readonly limit?: number;
}

/** Writes the evidence of what a client saves. */
export interface EvidenceLog {
  /** Notes what the shopper saw when answering; the record is written once the answer is confirmed. */
  note: (order: EvidenceOrder, consentId: string, wording: ConsentWording | undefined) => void;
  /** Whether records of this order are still to be written. */
  isBusy: (orderId: string) => boolean;
  /** Resolves once nothing is to be written any more, whether that went well or not. */
  whenSettled: (orderId: string) => Promise<void>;
  /** Calls `listener` when `isBusy` of any order may have changed; returns what ends that. */
  subscribe: (listener: () => void) => () => void;
}

/** The order of an answer, and the cache that holds it. */
export interface EvidenceOrder {
  readonly queryClient: QueryClient;
  readonly orderId: string;
}

export type ConsentEvidence = (client: PageClient) => EvidenceLog;

/** What was seen at an answer. */
interface Note extends EvidenceOrder {
  readonly wording: ConsentWording | undefined;
  readonly at: string;
  /** Undefined until it is computed; leaving the page leaves no time to wait for it. */
  textHash: string | undefined;
  readonly hashing: Promise<string> | undefined;
}

/** A confirmed answer whose evidence is still to be written. */
interface Task {
  readonly answer: AnswerEvent;
  readonly note: Note;
}

// A purchase waits for the evidence, so it gets a smaller budget than an answer.
const budget = { timeout: 5_000, totalTimeout: 10_000 };

/**
 * Evidence of consent (GDPR Article 7(1)): for the `evidence` of the provider. With each confirmed answer, refusals
 * included, a record of what was answered, in which wording, when and where is appended to the order's attributes, one
 * key per consent: `evidenceKey(consentId)`, which the handler's `attributes` must name. What the shop keeps there in
 * another form stays as it is. Make it once, outside of components.
 *
 * @example
 * const evidence = consentEvidence({ source: 'checkout' });
 *
 * <OrderProvider client={client} orderId={orderId} evidence={evidence}>
 */
export function consentEvidence({
  source = 'checkout',
  limit = 20,
}: ConsentEvidenceOptions = {}): ConsentEvidence {
  return oncePer((client) => createEvidenceLog(client, source, limit));
}

function createEvidenceLog(client: PageClient, source: string, limit: number): EvidenceLog {
  const notes = new Map<string, Note>();
  const tasks = new Set<Task>();
  /** By order, because two writes to one order at a time may collide. */
  const work = new Map<string, Promise<void>>();
  const listeners = new Set<() => void>();
  let listening: (() => void) | undefined;
  const notify = () => [...listeners].forEach((listener) => listener());

  const valueWith = (
    { answer, note }: Task,
    textHash: string,
    order: Order,
  ): readonly JsonValue[] | undefined => {
    const { version, lang = order.culture } = note.wording ?? {};
    const record: EvidenceRecord = {
      consentId: answer.consentId,
      checked: answer.checked,
      textHash,
      ...(version !== undefined && { textVersion: version }),
      ...(lang !== undefined && { lang }),
      at: note.at,
      source,
      kit,
    };
    return appendEvidence(order.attributes?.[evidenceKey(answer.consentId)], record, limit);
  };

  /** Sends the evidence with what `order` holds already, and lets the cached order follow. */
  const send = async (
    task: Task,
    textHash: string,
    order: Order,
    options: WriteOptions,
  ): Promise<boolean> => {
    const { queryClient, orderId } = task.note;
    const value = valueWith(task, textHash, order);
    if (value === undefined) return false;
    const values = { [evidenceKey(task.answer.consentId)]: value };
    const sent = client.patchAttributes(orderId, values, options);
    queryClient.setQueryData<Order>(
      orderQueryKey(orderId),
      (cached) => cached && { ...cached, attributes: { ...cached.attributes, ...values } },
    );
    await sent;
    return true;
  };

  const readAndSend = async (task: Task): Promise<boolean> => {
    const { orderId, consentId } = task.answer;
    const order = await client.getOrder(orderId, budget);
    const text = order.consents?.find(({ id }) => id === consentId)?.text;
    const hashing = task.note.hashing ?? (typeof text === 'string' && hashWording(text));
    return hashing !== false && (await send(task, await hashing, order, budget));
  };

  const write = async (task: Task): Promise<void> => {
    const { orderId, consentId } = task.answer;
    const isWritten = await readAndSend(task).catch(() => false);
    tell(client, { type: isWritten ? 'evidence-saved' : 'evidence-not-saved', orderId, consentId });
    tasks.delete(task);
    if (tasks.size === 0) removeEventListener('pagehide', leave);
    notify();
  };

  /** Writes onto what the cache knows of the order, for after this there is nobody left to read it first. */
  const leave = (): void => {
    for (const task of tasks) {
      const { queryClient, orderId, textHash } = task.note;
      const order = queryClient.getQueryData<Order>(orderQueryKey(orderId));
      if (order === undefined || textHash === undefined) continue;
      send(task, textHash, order, { retry: 0 }).catch(() => undefined);
    }
  };

  const take = (answer: AnswerEvent): void => {
    const key = keyOf(answer.orderId, answer.consentId);
    const note = notes.get(key);
    if (answer.type !== 'saved' || note === undefined) return;
    notes.delete(key);
    const task = { answer, note };
    tasks.add(task);
    addEventListener('pagehide', leave);
    const before = work.get(answer.orderId) ?? Promise.resolve();
    work.set(
      answer.orderId,
      before.then(() => write(task)),
    );
    notify();
  };

  return {
    note: (order, consentId, wording) => {
      // Not before: on a server nobody answers, and a listener would stay with the client.
      listening ??= answersOf(client).subscribeToEvents(take);
      const hashing = wording && hashWording(wording.text);
      const note: Note = {
        ...order,
        wording,
        at: new Date().toISOString(),
        textHash: undefined,
        hashing,
      };
      hashing?.then(
        (textHash) => (note.textHash = textHash),
        () => undefined,
      );
      notes.set(keyOf(order.orderId, consentId), note);
    },
    isBusy: (orderId) => [...tasks].some(({ answer }) => answer.orderId === orderId),
    whenSettled: (orderId) => work.get(orderId) ?? Promise.resolve(),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

const keyOf = (orderId: string, consentId: string) => JSON.stringify([orderId, consentId]);
