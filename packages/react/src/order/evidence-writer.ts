import {
  addListener,
  attributeChecksum,
  evidenceKey,
  isOrderApiError,
  notifyListeners,
  onPageHide,
} from '@norce-kit/core';
import type { AnswerEvent, JsonValue, Listeners, Order } from '@norce-kit/core';
import { answersOf } from '../client/answers.ts';
import { emit } from '../client/events.ts';
import { latestOf } from '../client/per-client.ts';
import type { Client } from '../client/types.ts';
import { waitAtMost } from '../client/wait-at-most.ts';
import { watchWrite } from '../dev/failures.ts';
import { addWriter } from '../client/writers.ts';
import { enBox, enOutdated } from '../texts/english.ts';
import { AnsweredWords } from './answered-words.ts';
import { createNote } from './evidence-note.ts';
import type { Note } from './evidence-note.ts';
import { connectEvidence } from './evidence-of.ts';
import type { EvidenceWriter } from './evidence-of.ts';
import { withRecords } from './evidence-task.ts';
import type { Task } from './evidence-task.ts';
import { consentKey } from './consent-key.ts';
import type { WordingTable } from './known-wordings.ts';
import { inTurn } from './in-turn.ts';
import { LateEvidence } from './late-evidence.ts';
import { orderQueryKey } from './order-query.ts';
import { readsOf } from './order-reads.ts';
import { announceToTabs } from './tab-sync.ts';

export interface EvidenceWriterOptions {
  readonly source: string;
  readonly limit: number;
  readonly table: WordingTable;
}

// A purchase waits for the evidence, so it has less time than an answer.
const timeouts = { timeout: 5_000, totalTimeout: 10_000 };

/** Milliseconds before the last attempt to write a record. The pauses double, so all attempts take two minutes. */
const longestPause = 64_000;

class OrderEvidenceWriter implements EvidenceWriter {
  readonly #client: Client;
  readonly #options: EvidenceWriterOptions;
  readonly #words: AnsweredWords;
  readonly #notes = new Map<string, Note>();
  /** The records that a purchase waits for. */
  readonly #tasks = new Set<Task>();
  /** The records that failed, and are tried again. */
  readonly #failed = new Set<Task>();
  /** The last write of each order: two writes to one order at a time could overwrite each other. */
  readonly #queues = new Map<string, Promise<void>>();
  readonly #late = new LateEvidence();
  /** The records of this page, oldest first, by `consentKey`: one that failed, or that a late write replaces, goes out again. */
  readonly #records = new Map<string, readonly Task[]>();
  readonly #listeners: Listeners<string> = new Set();
  readonly #texts = { ...enBox, ...enOutdated };
  readonly compare: EvidenceWriter['compare'];
  readonly isOutdated: EvidenceWriter['isOutdated'];
  readonly accept: EvidenceWriter['accept'];
  #stopListening: (() => void) | undefined;
  #stopWatchingLeave: (() => void) | undefined;

  constructor(client: Client, options: EvidenceWriterOptions) {
    this.#client = client;
    this.#options = options;
    this.#words = new AnsweredWords(options.table, this.#listeners);
    this.compare = this.#words.compare;
    this.isOutdated = this.#words.isOutdated;
    this.accept = this.#words.accept;
  }

  readonly note: EvidenceWriter['note'] = (order, act) => {
    // Not in the constructor: on a server nothing is answered, and the listener would stay with the client.
    this.#stopListening ??= answersOf(this.#client).subscribeToEvents((answer) => this.#take(answer));
    const note = createNote(order, act, this.#words);
    this.#notes.set(consentKey(order.orderId, act.consentId), note);
    void this.#writeAnew(note);
  };

  readonly confirm: EvidenceWriter['confirm'] = (orderId, consentId, checked) =>
    this.#take({ type: 'saved', orderId, consentId, checked });

  readonly addTexts = <Texts extends object>(english: Texts): Texts =>
    // The same object each time, as the English texts themselves.
    (english as object) === enBox ? (this.#texts as object as Texts) : english;

  readonly connect: EvidenceWriter['connect'] = (orderId) => connectEvidence(this.#client, orderId, this);

  readonly isBusy: EvidenceWriter['isBusy'] = (orderId) =>
    [...this.#tasks].some(({ answer }) => answer.orderId === orderId);

  readonly subscribe: EvidenceWriter['subscribe'] = (orderId, listener) =>
    addListener(this.#listeners, (changed) => {
      if (changed === orderId) listener();
    });

  readonly whenSettled: EvidenceWriter['whenSettled'] = async (orderId, timeout = 30_000) => {
    const untilWritten = async () => {
      while (this.isBusy(orderId)) await this.#queues.get(orderId);
    };
    await waitAtMost(untilWritten(), timeout);
  };

  /** Writes an answer that equals the order's, if that one was given to other words. The register would compare the values only. */
  async #writeAnew(note: Note): Promise<void> {
    await note.hashing?.catch(() => undefined);
    const { queryClient, orderId, consentId, checked, text } = note;
    // The answer is saved, or a newer one replaced it.
    if (text === undefined || this.#notes.get(consentKey(orderId, consentId)) !== note) return;
    const answers = answersOf(this.#client);
    const { desired, confirmed } = answers.get(orderId, consentId);
    if (confirmed !== checked || !this.#words.isOther({ queryClient, orderId }, consentId, checked, text))
      return;
    // The register found the same value before the hash was known.
    note.isAnew = true;
    if (desired === undefined) void answers.set(orderId, consentId, checked).catch(() => undefined);
    answers.retry(orderId, consentId);
  }

  #take(answer: AnswerEvent): void {
    const { orderId, consentId } = answer;
    const key = consentKey(orderId, consentId);
    const note = this.#notes.get(key);
    const isDropped = answer.type === 'dropped';
    // A note of another value is from an answer that was replaced.
    if (note === undefined || (note.checked === answer.checked) === isDropped) return;
    if (answer.type !== 'saved' && !isDropped) return;
    this.#notes.delete(key);
    const at = isDropped ? new Date().toISOString() : note.at;
    if (!isDropped) this.#words.noteSaved(orderId, consentId, note);
    const task = { answer, note, at };
    this.#tasks.add(task);
    this.#records.set(
      key,
      [...(this.#records.get(key) ?? []), task].slice(-Math.max(this.#options.limit, 1)),
    );
    this.#stopWatchingLeave ??= onPageHide('evidence', () => this.#leave());
    this.#enqueue(task);
    notifyListeners(this.#listeners, orderId);
  }

  /** Writes a record after the others of its order. */
  #enqueue(task: Task, pause?: number): void {
    const { orderId } = task.answer;
    const before = this.#queues.get(orderId) ?? Promise.resolve();
    this.#queues.set(
      orderId,
      before.then(() => this.#write(task, pause)),
    );
  }

  /** Writes a record, and tries it again after `pause` ms if it fails. */
  async #write(task: Task, pause = 1_000): Promise<void> {
    const { orderId, consentId } = task.answer;
    const end = await this.#append(task);
    const isWritten = end === 'written';
    if (isWritten) this.#watch(task);
    // The answer is the same, so only the record is news to them.
    if (isWritten && task.note.isAnew) announceToTabs(task.note.queryClient, orderId);
    // A further failure is no news.
    if (isWritten || this.#tasks.has(task))
      emit(this.#client, { type: isWritten ? 'evidence-saved' : 'evidence-not-saved', orderId, consentId });
    this.#tasks.delete(task);
    if (end === 'failed' && pause <= longestPause) {
      this.#failed.add(task);
      setTimeout(() => this.#enqueue(task, pause * 2), pause);
    } else this.#failed.delete(task);
    if (this.#tasks.size + this.#failed.size === 0) {
      this.#stopWatchingLeave?.();
      this.#stopWatchingLeave = undefined;
    }
    notifyListeners(this.#listeners, orderId);
  }

  /** Writes the records again if an older write that arrives late has replaced them. */
  #watch(task: Task, delay = 1_000): void {
    const rest = this.#late.restOf(task.answer.orderId);
    const append = () => void this.#append(task).then(() => this.#watch(task, delay * 2));
    if (rest > 0) setTimeout(append, Math.min(delay, rest));
  }

  /** Adds the record to the order, and those before it that the order lacks. */
  #append(task: Task): Promise<'written' | 'failed' | 'impossible'> {
    return inTurn(task.answer.orderId, timeouts.timeout, () => this.#readAndSend(task)).then(
      (isWritten) => (isWritten ? 'written' : 'impossible'),
      (error: unknown) => (isOrderApiError(error) && error.retryable ? 'failed' : 'impossible'),
    );
  }

  async #readAndSend(task: Task): Promise<boolean> {
    // The shopper has not seen the words that the order has now.
    if ((await task.note.hashing) === undefined) return false;
    const order = await latestOf(this.#client).getOrder(task.answer.orderId, timeouts);
    return this.#send(task, order);
  }

  /** Adds the records to what `order` holds, in the cached order too. */
  async #send(task: Task, order: Order): Promise<boolean> {
    const { queryClient, orderId, consentId } = task.note;
    const key = evidenceKey(consentId);
    const value = this.#valueOf(task.answer, order);
    if (value === undefined || value === order.attributes?.[key]) return value !== undefined;
    const values = { [key]: value };
    task.sent = value;
    const onRetry = (error: unknown) => this.#late.noteFailure(orderId, error);
    const sent = latestOf(this.#client).patchAttributes(orderId, values, { ...timeouts, onRetry });
    queryClient.setQueryData<Order>(
      orderQueryKey(orderId),
      (cached) => cached && { ...cached, attributes: { ...cached.attributes, ...values } },
    );
    if (process.env.NODE_ENV !== 'production') watchWrite(sent, this.#client);
    await sent.catch((error: unknown) => {
      delete task.sent;
      onRetry(error);
      throw error;
    });
    return true;
  }

  /** The attribute of an order with the records of this page. */
  #valueOf({ orderId, consentId }: AnswerEvent, order: Order): readonly JsonValue[] | undefined {
    const tasks = this.#records.get(consentKey(orderId, consentId)) ?? [];
    return withRecords(tasks, order, this.#options);
  }

  /**
   * Adds the records to the order as it was last read: there is no time to read it when the page is left. One request per
   * order, which the handler keeps behind the one under way.
   */
  #leave(): void {
    const tasks = [...this.#failed, ...this.#tasks];
    new Set(tasks.map(({ note }) => note.orderId)).forEach((orderId) => this.#leaveOrder(orderId, tasks));
  }

  #leaveOrder(orderId: string, tasks: readonly Task[]): void {
    const values: Record<string, JsonValue> = {};
    const follows = new Set<string>();
    for (const task of tasks) {
      const { queryClient, consentId, textHash } = task.note;
      if (task.note.orderId !== orderId || textHash === undefined) continue;
      // The host may have put an older one into the cache.
      const order =
        readsOf(queryClient, orderId).last?.order ?? queryClient.getQueryData<Order>(orderQueryKey(orderId));
      const value = order && this.#valueOf(task.answer, order);
      if (value === undefined) continue;
      const key = evidenceKey(consentId);
      values[key] = value;
      if (task.sent !== undefined) follows.add(attributeChecksum(key, task.sent));
    }
    this.#late.noteLeft(orderId);
    // The same values again need no order.
    for (const [key, value] of Object.entries(values)) follows.delete(attributeChecksum(key, value));
    const options = {
      retry: 0,
      ...(follows.size > 0 && { followsWithin: timeouts.totalTimeout, follows: [...follows] }),
    };
    // Sends nothing where there are no values.
    latestOf(this.#client)
      .patchAttributes(orderId, values, options)
      .catch(() => undefined);
  }
}

export function createEvidenceWriter(client: Client, options: EvidenceWriterOptions): EvidenceWriter {
  return addWriter(client, new OrderEvidenceWriter(client, options));
}
