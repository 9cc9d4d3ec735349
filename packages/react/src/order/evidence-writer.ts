import {
  addListener,
  appendEvidence,
  attributeChecksum,
  evidenceKey,
  notifyListeners,
  onPageHide,
} from '@norce-kit/core';
import type {
  AnswerEvent,
  DroppedAnswer,
  EvidenceRecord,
  JsonValue,
  Listeners,
  Order,
} from '@norce-kit/core';
import { answersOf } from '../client/answers.ts';
import { emit } from '../client/events.ts';
import { latestOf } from '../client/per-client.ts';
import type { Client } from '../client/types.ts';
import { waitAtMost } from '../client/wait-at-most.ts';
import { watchWrite } from '../dev/failures.ts';
import { addWriter } from '../client/writers.ts';
import { enBox, enOutdated } from '../texts/english.ts';
import { kit } from '../version.ts';
import { AnsweredWords } from './answered-words.ts';
import { createNote } from './evidence-note.ts';
import type { Note } from './evidence-note.ts';
import { connectEvidence } from './evidence-of.ts';
import type { EvidenceWriter } from './evidence-of.ts';
import { consentKey } from './consent-key.ts';
import type { WordingTable } from './known-wordings.ts';
import { inTurn } from './in-turn.ts';
import { LateEvidence } from './late-evidence.ts';
import { orderQueryKey } from './order-query.ts';
import { announceToTabs } from './tab-sync.ts';

/** A confirmed or dropped answer whose evidence is still to be written. */
interface Task {
  readonly answer: AnswerEvent;
  readonly note: Note;
  /** Time of the answer, or of going on without it. */
  readonly at: string;
  /** The value of the attribute that is under way. */
  sent?: readonly JsonValue[];
}

export interface EvidenceWriterOptions {
  readonly source: string;
  readonly limit: number;
  readonly table: WordingTable;
}

// A purchase waits for the evidence, so it has less time than an answer.
const timeouts = { timeout: 5_000, totalTimeout: 10_000 };

class OrderEvidenceWriter implements EvidenceWriter {
  readonly #client: Client;
  readonly #source: string;
  readonly #limit: number;
  readonly #words: AnsweredWords;
  readonly #notes = new Map<string, Note>();
  readonly #tasks = new Set<Task>();
  /** The last write of each order: two writes to one order at a time could overwrite each other. */
  readonly #queues = new Map<string, Promise<void>>();
  readonly #late = new LateEvidence();
  /** Records that a late write may still replace, oldest first, by `consentKey`. */
  readonly #written = new Map<string, Set<Task>>();
  readonly #listeners: Listeners<string> = new Set();
  readonly #texts = { ...enBox, ...enOutdated };
  readonly compare: EvidenceWriter['compare'];
  readonly isOutdated: EvidenceWriter['isOutdated'];
  readonly accept: EvidenceWriter['accept'];
  #stopListening: (() => void) | undefined;
  #stopWatchingLeave: (() => void) | undefined;

  constructor(client: Client, { source, limit, table }: EvidenceWriterOptions) {
    this.#client = client;
    this.#source = source;
    this.#limit = limit;
    this.#words = new AnsweredWords(table, this.#listeners);
    this.compare = this.#words.compare;
    this.isOutdated = this.#words.isOutdated;
    this.accept = this.#words.accept;
  }

  readonly note: EvidenceWriter['note'] = (act) => {
    // Not in the constructor: on a server nothing is answered, and the listener would stay with the client.
    this.#stopListening ??= answersOf(this.#client).subscribeToEvents((answer) => this.#take(answer));
    const note = createNote(act, this.#words);
    this.#notes.set(consentKey(act.orderId, act.consentId), note);
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
    const isWritten = await this.#append(task);
    if (isWritten) this.#watch(task);
    // The answer is the same, so only the record is news to them.
    if (isWritten && task.note.isAnew) announceToTabs(task.note.queryClient, orderId);
    emit(this.#client, { type: isWritten ? 'evidence-saved' : 'evidence-not-saved', orderId, consentId });
    this.#tasks.delete(task);
    if (this.#tasks.size === 0) {
      this.#stopWatchingLeave?.();
      this.#stopWatchingLeave = undefined;
    }
    notifyListeners(this.#listeners, orderId);
  }

  /** Writes the record again if an older write that arrives late has replaced it. */
  #watch(task: Task, delay = 1_000): void {
    const { orderId, consentId } = task.answer;
    const key = consentKey(orderId, consentId);
    const rest = this.#late.restOf(orderId);
    if (rest <= 0) this.#written.delete(key);
    else {
      this.#written.set(key, new Set(this.#written.get(key)).add(task));
      const append = () => void this.#append(task).then(() => this.#watch(task, delay * 2));
      setTimeout(append, Math.min(delay, rest));
    }
  }

  /** Resolves with whether the order has the record, and those before it that a late write may have replaced. */
  #append(task: Task): Promise<boolean> {
    const { orderId } = task.answer;
    return inTurn(orderId, timeouts.timeout, () => this.#readAndSend(task)).catch(() => false);
  }

  async #readAndSend(task: Task): Promise<boolean> {
    // The shopper has not seen the words that the order has now.
    if ((await task.note.hashing) === undefined) return false;
    const order = await latestOf(this.#client).getOrder(task.answer.orderId, timeouts);
    return this.#send(task, order);
  }

  /** Appends the records to what `order` holds, in the cached order too. */
  async #send(task: Task, order: Order): Promise<boolean> {
    const { queryClient, orderId, consentId } = task.note;
    const key = evidenceKey(consentId);
    const held = order.attributes?.[key];
    const written = [...new Set(this.#written.get(consentKey(orderId, consentId))).add(task)];
    const isHeld = (one: Task) => this.#valueWith(one, order) === held;
    // A late write has the oldest: those before the newest one were dropped because of the limit.
    const missing = written.slice(written.map(isHeld).lastIndexOf(true) + 1);
    if (missing.length === 0) return true;
    let value: readonly JsonValue[] | undefined;
    for (const one of missing)
      value = this.#valueWith(one, value ? { ...order, attributes: { [key]: value } } : order);
    if (value === undefined) return false;
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
      onRetry(error);
      throw error;
    });
    return true;
  }

  #valueWith({ answer, note, at }: Task, order: Order): readonly JsonValue[] | undefined {
    const { textHash } = note;
    if (textHash === undefined) return undefined;
    const { version, lang = order.culture } = note.wording ?? {};
    const record: EvidenceRecord | DroppedAnswer = {
      consentId: answer.consentId,
      ...(answer.type === 'dropped'
        ? { dropped: note.checked, held: answer.checked }
        : { checked: answer.checked }),
      textHash,
      ...(version !== undefined && { textVersion: version }),
      ...(lang !== undefined && { lang }),
      at,
      source: this.#source,
      kit,
    };
    return appendEvidence(order.attributes?.[evidenceKey(answer.consentId)], record, this.#limit);
  }

  /**
   * Appends the records to the cached order: there is no time to read it when the page is left. One request per order,
   * which the handler keeps behind the one under way.
   */
  #leave(): void {
    new Set([...this.#tasks].map(({ note }) => note.orderId)).forEach((orderId) => this.#leaveOrder(orderId));
  }

  #leaveOrder(orderId: string): void {
    const values: Record<string, JsonValue> = {};
    const follows = new Set<string>();
    for (const task of this.#tasks) {
      const { queryClient, textHash } = task.note;
      const order = queryClient.getQueryData<Order>(orderQueryKey(orderId));
      if (task.note.orderId !== orderId || order === undefined || textHash === undefined) continue;
      const attributes = { ...order.attributes, ...values };
      const value = this.#valueWith(task, { ...order, attributes });
      if (value === undefined) continue;
      const key = evidenceKey(task.note.consentId);
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
