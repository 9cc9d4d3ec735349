import type { ConsentLog, LoggedConsentAnswer } from './consent-log.ts';
import { limitTime } from './hooks.ts';

/** Writes confirmed answers to the shop's log: per order in sequence, and none twice in a row. */
export interface ConsentRecorder {
  /** Writes the rows, after those that the order still lacks. Rejects if one of them could not be written. */
  readonly record: (orderId: string, rows: readonly LoggedConsentAnswer[]) => Promise<void>;
  /** Tries again to write the rows that the order lacks. Rejects if one could not be written. */
  readonly settle: (orderId: string) => Promise<void>;
  /** Whether the order lacks rows. */
  readonly owes: (orderId: string) => boolean;
}

/** The log of one order, as far as this process wrote it. */
interface OrderLog {
  /** Rows to be written, oldest first. */
  owed: LoggedConsentAnswer[];
  /** The last written rows, by consent. */
  readonly last: Map<string, { readonly id: string; readonly at: number }>;
  writing: Promise<void> | undefined;
  error: unknown;
}

const mostOrders = 10_000;
/** A repetition within this time in ms is not written again. After it, another process may have logged a newer answer. */
const repetitionTime = 15_000;
/** A row that a log rejects for so long in ms is in the event only: its order must not stay blocked. */
const longestDebt = 600_000;

/** Creates the recorder of one log. `timeout` in ms limits each write. */
export function createRecorder(log: ConsentLog, timeout: number): ConsentRecorder {
  const orders = new Map<string, OrderLog>();

  const find = (orderId: string): OrderLog => {
    const order = orders.get(orderId) ?? { owed: [], last: new Map(), writing: undefined, error: undefined };
    // The most recently used entries are at the end.
    orders.delete(orderId);
    orders.set(orderId, order);
    const [oldest = ''] = orders.keys();
    if (orders.size > mostOrders) orders.delete(oldest);
    return order;
  };

  const write = async (order: OrderLog): Promise<void> => {
    const isOld = ({ time }: LoggedConsentAnswer) => Date.now() - Date.parse(time) > longestDebt;
    order.owed = order.owed.filter((row) => !isOld(row));
    if (order.owed.length === 0) return;
    const settled = (rows: readonly LoggedConsentAnswer[]) => {
      order.owed = order.owed.filter((row) => !rows.includes(row));
      for (const { consentId, id } of rows) order.last.set(consentId, { id, at: performance.now() });
    };
    try {
      await limitTime(writeRows(log, order.owed, settled), timeout);
    } catch (error) {
      order.error = error;
    }
  };

  /** Waits for the present write. Within a limit of its own, because Workers may end the request that started it. */
  const waitForWrite = async (order: OrderLog): Promise<void> => {
    const { writing } = order;
    if (writing === undefined) return;
    await limitTime(writing, timeout).catch(() => undefined);
    if (order.writing === writing) order.writing = undefined;
  };

  /** Writes everything that is owed now. Resolves also when that fails. */
  const flush = async (order: OrderLog): Promise<void> => {
    // The present write may have started before the newest rows were added.
    await waitForWrite(order);
    order.writing ??= write(order);
    await waitForWrite(order);
  };

  return {
    owes: (orderId) => (orders.get(orderId)?.owed.length ?? 0) > 0,
    record: async (orderId, rows) => {
      const order = find(orderId);
      for (const row of rows) if (newestId(order, row.consentId) !== row.id) order.owed.push(row);
      await flush(order);
      if (order.owed.some(({ id }) => rows.some((row) => row.id === id))) throw order.error;
    },
    settle: async (orderId) => {
      const order = find(orderId);
      await flush(order);
      if (order.owed.length > 0) throw order.error;
    },
  };
}

/** Returns the id of the row that comes last for a consent, to be written or just written. */
function newestId({ owed, last }: OrderLog, consentId: string): string | undefined {
  const newest = owed.findLast((row) => row.consentId === consentId);
  const written = last.get(consentId);
  if (newest || !written) return newest?.id;
  return performance.now() - written.at < repetitionTime ? written.id : undefined;
}

/** Writes rows: all at once, or those of different consents side by side. Calls `settled` for rows that are stored. */
async function writeRows(
  log: ConsentLog,
  rows: readonly LoggedConsentAnswer[],
  settled: (rows: readonly LoggedConsentAnswer[]) => void,
): Promise<void> {
  const { write, writeAll } = log;
  if (writeAll) {
    await writeAll.call(log, rows);
    settled(rows);
    return;
  }
  if (!write) return;
  const writeOneByOne = async (consentId: string) => {
    for (const row of rows.filter((candidate) => candidate.consentId === consentId)) {
      await write.call(log, row);
      settled([row]);
    }
  };
  const consents = new Set(rows.map(({ consentId }) => consentId));
  const ends = await Promise.allSettled([...consents].map(writeOneByOne));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}
