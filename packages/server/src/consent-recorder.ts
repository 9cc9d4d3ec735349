import type { ConfirmedAnswer, ConsentLog, LoggedConsentAnswer } from './consent-log.ts';
import { createRows } from './consent-log.ts';
import { limitTime } from './hooks.ts';
import type { IdentifiedAnswer } from './open-answers.ts';
import { setRecent } from './recent.ts';

/** Writes confirmed answers to the shop's log: those of one order in the order of the calls. */
export interface ConsentRecorder {
  /**
   * Takes the next place of the order for answers, before it returns, and writes their rows after those that the order
   * still lacks. Rejects if a row of these answers could not be written.
   */
  readonly record: (orderId: string, answers: readonly ConfirmedAnswer[]) => Promise<void>;
  /** Does the same, and also rejects if an older row could not be written. */
  readonly settle: (orderId: string, answers: readonly ConfirmedAnswer[]) => Promise<void>;
  /** Whether the order lacks rows. */
  readonly hasUnwritten: (orderId: string) => boolean;
  /** Whether a newer answer of the same page to the same consent was recorded. */
  readonly isSuperseded: (orderId: string, answer: IdentifiedAnswer) => boolean;
  readonly toRows: (answers: readonly ConfirmedAnswer[]) => Promise<readonly LoggedConsentAnswer[]>;
}

/** The log of one order, as far as this process wrote it. */
interface OrderLog {
  /** Answers whose rows are to be written, oldest first. */
  unwritten: readonly ConfirmedAnswer[];
  /** Number of the newest recorded answer, by page and consent. */
  readonly newest: Map<string, number>;
  writing: Promise<void> | undefined;
  error: unknown;
}

const maxOrders = 10_000;
/** A browser chooses the ids of its pages, so it could fill the memory. */
const maxPlaces = 1_000;
/** A browser that answers faster than the log writes, or while it is down, could fill the memory as well. */
const maxUnwritten = 1_000;
/** Time in ms after which a row that the log rejects is in the event only: its order must not stay blocked. */
const maxAge = 600_000;

/** Creates the memory of orders. Those that lack no rows are many more, and are forgotten first. */
function createOrderLogs() {
  const incomplete = new Map<string, OrderLog>();
  const complete = new Map<string, OrderLog>();
  const get = (orderId: string) => incomplete.get(orderId) ?? complete.get(orderId);
  return {
    get,
    getOrCreate: (orderId: string): OrderLog => {
      const order = get(orderId) ?? {
        unwritten: [],
        newest: new Map(),
        writing: undefined,
        error: undefined,
      };
      order.unwritten = order.unwritten.filter(
        ({ confirmedAt }) => performance.now() - confirmedAt <= maxAge,
      );
      return order;
    },
    remember: (orderId: string, order: OrderLog): void => {
      const [orders, others] = order.unwritten.length > 0 ? [incomplete, complete] : [complete, incomplete];
      others.delete(orderId);
      setRecent(orders, orderId, order, maxOrders);
    },
  };
}

/** Creates the recorder of one log. `timeout` in ms limits each write. */
export function createRecorder(log: ConsentLog, timeout: number): ConsentRecorder {
  const logs = createOrderLogs();
  const toRows = createRows(log.secret);
  const stored = new WeakSet<ConfirmedAnswer>();

  const write = async (order: OrderLog): Promise<void> => {
    const { unwritten } = order;
    let isGivenUp = false;
    const work = async () => {
      const rows = await toRows(unwritten);
      const idOf = new Map(unwritten.map((answer, index) => [answer, rows[index]?.id]));
      await writeRows(log, rows, {
        isGivenUp: () => isGivenUp,
        onStored: (written) => {
          const ids = new Set<string | undefined>(written.map(({ id }) => id));
          for (const answer of unwritten) if (ids.has(idOf.get(answer))) stored.add(answer);
          order.unwritten = order.unwritten.filter((answer) => !stored.has(answer));
        },
      });
    };
    try {
      await limitTime(work(), timeout);
    } catch (error) {
      isGivenUp = true;
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

  const record = async (
    orderId: string,
    answers: readonly ConfirmedAnswer[],
    isAll: boolean,
  ): Promise<void> => {
    const order = logs.getOrCreate(orderId);
    if (order.unwritten.length + answers.length > maxUnwritten) throw tooManyRows();
    order.unwritten = [...order.unwritten, ...answers];
    logs.remember(orderId, order);
    for (const answer of answers) {
      const place = placeOf(answer);
      const sequence = Math.max(answer.sequence, order.newest.get(place) ?? 0);
      setRecent(order.newest, place, sequence, maxPlaces);
    }
    const due = isAll ? order.unwritten : answers;
    // The present write may have started before these answers were added.
    await waitForWrite(order);
    if (order.unwritten.length > 0) order.writing ??= write(order);
    await waitForWrite(order);
    // Unless it was forgotten meanwhile.
    if (logs.get(orderId) === order) logs.remember(orderId, order);
    if (due.some((answer) => !stored.has(answer))) throw order.error;
  };

  return {
    hasUnwritten: (orderId) => (logs.get(orderId)?.unwritten.length ?? 0) > 0,
    isSuperseded: (orderId, answer) =>
      (logs.get(orderId)?.newest.get(placeOf(answer)) ?? 0) > answer.sequence,
    record: (orderId, answers) => record(orderId, answers, false),
    settle: (orderId, answers) => record(orderId, answers, true),
    toRows,
  };
}

function tooManyRows(): Error {
  return Object.assign(new Error('The order lacks too many rows.'), { code: 'TOO_MANY_ROWS' });
}

const placeOf = ({ pageId, id }: IdentifiedAnswer) => `${pageId} ${id}`;

interface Progress {
  /** Whether the time is up, so that a later write may be under way. */
  readonly isGivenUp: () => boolean;
  readonly onStored: (rows: readonly LoggedConsentAnswer[]) => void;
}

/** Writes rows: all at once, or, if the log rejects that or has no `writeAll`, those of different consents side by side. */
async function writeRows(
  log: ConsentLog,
  all: readonly LoggedConsentAnswer[],
  { isGivenUp, onStored }: Progress,
): Promise<void> {
  // A repetition has the id of the row that it replaces.
  const last = new Map(all.map(({ id }, index) => [id, index]));
  const rows = all.filter(({ id }, index) => last.get(id) === index);
  const consents = new Set(rows.map(({ consentId }) => consentId));
  const writeTogether = async (together: readonly LoggedConsentAnswer[]) => {
    await log.writeAll?.(together);
    onStored(together);
  };
  const writeOneByOne = async (own: readonly LoggedConsentAnswer[]) => {
    for (const row of own) {
      if (isGivenUp()) return;
      await log.write?.(row);
      onStored([row]);
    }
  };
  if (log.writeAll) {
    try {
      await writeTogether(rows);
      return;
    } catch (error) {
      // One row that the log rejects, such as for its encoding, must not hold up those of other consents.
      if (consents.size === 1 || isGivenUp()) throw error;
    }
  }
  const writeOwn = log.writeAll ? writeTogether : writeOneByOne;
  const ends = await Promise.allSettled(
    [...consents].map((consent) => writeOwn(rows.filter(({ consentId }) => consentId === consent))),
  );
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}
