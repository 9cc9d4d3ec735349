import { isOrderApiError } from './errors.ts';
import { getOrAdd } from './get-or-add.ts';
import { createOperations } from './operations.ts';
import type { SharedOperations } from './client.ts';
import type { OrderCall, SendOrderCall } from './operations.ts';
import type { ConsentAnswer } from './types.ts';

/** Header of a write of consents: the id of its answers, the same for each attempt (IETF draft Idempotency-Key). */
const keyHeader = 'idempotency-key';
/** Header of a read: the answers that it may confirm, with their ids. */
const openHeader = 'x-norce-open-answers';

/**
 * Creates the operations of a client whose consent answers have ids, for the consent log of the handler. An answer keeps
 * its id until the order is known to hold it or a newer one. A read that could confirm a lost answer names it, so that
 * the handler logs the answer before the read confirms it.
 */
export function createIdentifiedOperations(
  send: SendOrderCall,
  { createId, orders }: AnswerIds = { createId: createIds(), orders: new Map() },
): SharedOperations {
  const sendAnswers = async (call: OrderCall, answers: readonly ConsentAnswer[]) => {
    const open = getOrAdd(orders, call.orderId, () => new Map<string, OpenAnswer>());
    const older = new Map(open);
    const known = idOf(answers, older);
    const id = known ?? createId();
    const names = answers.map(nameOf);
    for (const name of names) {
      // The newest answer is the last one.
      open.delete(name);
      open.set(name, { id });
    }
    try {
      const response = await send({ ...call, headers: { [keyHeader]: id } });
      names.forEach((name) => open.delete(name));
      // An opposite answer that was sent meanwhile stays open.
      for (const name of answers.map(oppositeOf)) {
        if (open.get(name) === older.get(name)) open.delete(name);
      }
      return response;
    } catch (error) {
      if (isOrderApiError(error) && error.outcome === 'unknown')
        names.forEach((name) => open.set(name, { id }));
      else if (known === undefined) names.forEach((name) => open.delete(name));
      throw error;
    }
  };

  const operations = createOperations(async (call) => {
    const { orderId, method, answers } = call;
    if (answers !== undefined) return sendAnswers(call, answers);
    const open = orders.get(orderId);
    if (method !== 'GET' || !open?.size) return send(call);
    const named = [...open].map(([name, { id }]) => `${encodeURIComponent(name)}=${id}`);
    return send({ ...call, headers: { [openHeader]: named.join() } });
  });
  return {
    ...operations,
    getOrder: async (orderId, options) => {
      const open = orders.get(orderId) ?? new Map<string, OpenAnswer>();
      const named = new Map(open);
      const order = await operations.getOrder(orderId, options);
      if (named.size === 0) return order;
      const names = [...named.keys()];
      // The handler has logged only what this read named. A write that started or ended meanwhile made a new object.
      const close = (name: string) => open.get(name) === named.get(name) && open.delete(name);
      for (const { id = '', checked } of order.consents ?? []) {
        const answer = { id, checked: checked === true };
        const name = nameOf(answer);
        const opposite = oppositeOf(answer);
        close(name);
        if (names.indexOf(opposite) < names.indexOf(name)) close(opposite);
      }
      return order;
    },
  };
}

/** The ids of answers, shared with requests that the page sent without the client. */
export interface AnswerIds {
  /** Returns a new id: one of the page, `_`, and a number that orders its answers. */
  readonly createId: () => string;
  /** By order, the answers whose outcome is open, as `true:` or `false:` and the id of the consent, the newest last. */
  readonly orders: Map<string, Map<string, OpenAnswer>>;
}

/** A new object for each start and each failed end of a write, so that a read notices both. */
export interface OpenAnswer {
  /** Id of the write. */
  readonly id: string;
}

/** Returns the id of the open write that had all these answers, unless one of them has an opposite answer after it. */
function idOf(answers: readonly ConsentAnswer[], open: ReadonlyMap<string, OpenAnswer>): string | undefined {
  const names = [...open.keys()];
  const ids = answers.map((answer) => {
    const name = nameOf(answer);
    const isNewest = names.indexOf(name) > names.indexOf(oppositeOf(answer));
    return isNewest ? open.get(name)?.id : undefined;
  });
  return ids.every((id) => id === ids[0]) ? ids[0] : undefined;
}

const nameOf = ({ checked, id }: ConsentAnswer) => `${checked}:${id}`;
const oppositeOf = ({ checked, id }: ConsentAnswer) => `${!checked}:${id}`;

/** Returns the function that creates ids: an id of the page, and a number that orders its answers. */
function createIds(): () => string {
  let page: string | undefined;
  let count = 0;
  return () => {
    // Not randomUUID, which insecure contexts lack.
    page ??= crypto.getRandomValues(new Uint32Array(4)).join('-');
    return `${page}_${++count}`;
  };
}
