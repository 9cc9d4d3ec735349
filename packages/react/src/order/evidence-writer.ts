import {
  addListener,
  appendEvidence,
  evidenceKey,
  hashWording,
  notifyListeners,
  onPageHide,
} from '@norce-kit/core';
import type {
  AnswerEvent,
  ConsentWording,
  EvidenceRecord,
  JsonValue,
  Listeners,
  Order,
  WriteOptions,
} from '@norce-kit/core';
import { answersOf } from '../client/answers.ts';
import { emit } from '../client/events.ts';
import { latestClient } from '../client/same-client.ts';
import type { Client } from '../client/types.ts';
import { addWriter } from '../client/writers.ts';
import { kit } from '../version.ts';
import type { EvidenceTarget, EvidenceWriter } from './evidence-of.ts';
import { orderQueryKey } from './order-query.ts';

/** The wording the shopper saw when answering. */
interface Note extends EvidenceTarget {
  readonly wording: ConsentWording | undefined;
  readonly at: string;
  /** Undefined until it is computed: there is no time to wait for it when the page is left. */
  textHash: string | undefined;
  readonly hashing: Promise<string> | undefined;
}

/** A confirmed answer whose evidence is still to be written. */
interface Task {
  readonly answer: AnswerEvent;
  readonly note: Note;
}

// A purchase waits for the evidence, so it has less time than an answer.
const timeouts = { timeout: 5_000, totalTimeout: 10_000 };

class OrderEvidenceWriter implements EvidenceWriter {
  readonly #client: Client;
  readonly #source: string;
  readonly #limit: number;
  readonly #notes = new Map<string, Note>();
  readonly #tasks = new Set<Task>();
  /** The last write of each order: two writes to one order at a time could overwrite each other. */
  readonly #queues = new Map<string, Promise<void>>();
  readonly #listeners: Listeners<string> = new Set();
  #stopListening: (() => void) | undefined;
  #stopWatchingLeave: (() => void) | undefined;

  constructor(client: Client, source: string, limit: number) {
    this.#client = client;
    this.#source = source;
    this.#limit = limit;
  }

  readonly note: EvidenceWriter['note'] = (target, consentId, wording) => {
    // Not in the constructor: on a server nothing is answered, and the listener would stay with the client.
    this.#stopListening ??= answersOf(this.#client).subscribeToEvents((answer) => this.#take(answer));
    const note = createNote(target, wording);
    this.#notes.set(keyOf(target.orderId, consentId), note);
  };

  readonly isBusy: EvidenceWriter['isBusy'] = (orderId) =>
    [...this.#tasks].some(({ answer }) => answer.orderId === orderId);

  readonly subscribe: EvidenceWriter['subscribe'] = (orderId, listener) =>
    addListener(this.#listeners, (changed) => {
      if (changed === orderId) listener();
    });

  readonly whenSettled: EvidenceWriter['whenSettled'] = async (orderId, timeout = 30_000) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const end = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        isOver = true;
        resolve();
      }, timeout);
    });
    while (this.isBusy(orderId) && !isOver) await Promise.race([this.#queues.get(orderId), end]);
    clearTimeout(timer);
  };

  #take(answer: AnswerEvent): void {
    const { orderId, consentId } = answer;
    const key = keyOf(orderId, consentId);
    const note = this.#notes.get(key);
    if (answer.type !== 'saved' || note === undefined) return;
    this.#notes.delete(key);
    const task = { answer, note };
    this.#tasks.add(task);
    this.#stopWatchingLeave ??= onPageHide('evidence', () => this.#leave());
    const before = this.#queues.get(orderId) ?? Promise.resolve();
    this.#queues.set(
      orderId,
      before.then(() => this.#write(task)),
    );
    notifyListeners(this.#listeners, orderId);
  }

  async #write(task: Task): Promise<void> {
    const { orderId, consentId } = task.answer;
    const isWritten = await this.#readAndSend(task).catch(() => false);
    emit(this.#client, { type: isWritten ? 'evidence-saved' : 'evidence-not-saved', orderId, consentId });
    this.#tasks.delete(task);
    if (this.#tasks.size === 0) {
      this.#stopWatchingLeave?.();
      this.#stopWatchingLeave = undefined;
    }
    notifyListeners(this.#listeners, orderId);
  }

  async #readAndSend(task: Task): Promise<boolean> {
    const { orderId, consentId } = task.answer;
    const order = await latestClient(this.#client).getOrder(orderId, timeouts);
    const text = order.consents?.find(({ id }) => id === consentId)?.text;
    const hashing = task.note.hashing ?? (typeof text === 'string' && hashWording(text));
    return hashing !== false && (await this.#send(task, await hashing, order, timeouts));
  }

  /** Appends the record to what `order` holds, in the cached order too. */
  async #send(task: Task, textHash: string, order: Order, options: WriteOptions): Promise<boolean> {
    const { queryClient, orderId } = task.note;
    const value = this.#valueWith(task, textHash, order);
    if (value === undefined) return false;
    const values = { [evidenceKey(task.answer.consentId)]: value };
    const sent = latestClient(this.#client).patchAttributes(orderId, values, options);
    queryClient.setQueryData<Order>(
      orderQueryKey(orderId),
      (cached) => cached && { ...cached, attributes: { ...cached.attributes, ...values } },
    );
    await sent;
    return true;
  }

  #valueWith({ answer, note }: Task, textHash: string, order: Order): readonly JsonValue[] | undefined {
    const { version, lang = order.culture } = note.wording ?? {};
    const record: EvidenceRecord = {
      consentId: answer.consentId,
      checked: answer.checked,
      textHash,
      ...(version !== undefined && { textVersion: version }),
      ...(lang !== undefined && { lang }),
      at: note.at,
      source: this.#source,
      kit,
    };
    return appendEvidence(order.attributes?.[evidenceKey(answer.consentId)], record, this.#limit);
  }

  /** Appends the records to the cached order: there is no time to read it when the page is left. */
  #leave(): void {
    for (const task of this.#tasks) {
      const { queryClient, orderId, textHash } = task.note;
      const order = queryClient.getQueryData<Order>(orderQueryKey(orderId));
      if (order === undefined || textHash === undefined) continue;
      this.#send(task, textHash, order, { retry: 0 }).catch(() => undefined);
    }
  }
}

export function createEvidenceWriter(client: Client, source: string, limit: number): EvidenceWriter {
  return addWriter(client, new OrderEvidenceWriter(client, source, limit));
}

function createNote(target: EvidenceTarget, wording: ConsentWording | undefined): Note {
  const hashing = wording && hashWording(wording.text);
  const at = new Date().toISOString();
  const note: Note = { ...target, wording, at, textHash: undefined, hashing };
  hashing?.then(
    (textHash) => (note.textHash = textHash),
    () => undefined,
  );
  return note;
}

const keyOf = (orderId: string, consentId: string) => JSON.stringify([orderId, consentId]);
