import { lowerCase } from './content.ts';
import type { OperationContext, OperationHandler, OperationResult } from './context.ts';
import { isRecord } from './request.ts';
import type { PlainResponse } from './response.ts';
import { badRequest, json, problem } from './response.ts';
import { withTotal } from './totals.ts';
import type { SandboxOrder } from '../types.ts';

type Entry = Readonly<Record<string, unknown>>;

/** A list of an order whose entries have operations of their own. */
interface List {
  readonly member: 'payments' | 'shippings';
  /** Name of an entry in messages and codes. */
  readonly name: 'payment' | 'shipping';
  readonly prefix: string;
  /** Members of an entry that the body leaves out. */
  readonly defaults: (order: SandboxOrder) => Entry;
  /** Returns the id in the path. */
  readonly idOf: (context: OperationContext) => string;
}

interface Handlers {
  readonly list: OperationHandler;
  readonly create: OperationHandler;
  readonly get: OperationHandler;
  readonly update: OperationHandler;
}

/** Handlers of …/payments and …/payments/{payment_id}. */
export const payments: Handlers = createHandlers({
  member: 'payments',
  name: 'payment',
  prefix: 'p',
  defaults: ({ currency }) => ({
    type: 'default',
    state: 'intent',
    ...(currency === undefined ? {} : { currency }),
  }),
  idOf: ({ paymentId = '' }) => paymentId,
});

/** Handlers of …/shippings and …/shippings/{shipping_id}. */
export const shippings: Handlers = createHandlers({
  member: 'shippings',
  name: 'shipping',
  prefix: 'ss',
  defaults: () => ({ state: 'intent' }),
  idOf: ({ shippingId = '' }) => shippingId,
});

function createHandlers(list: List): Handlers {
  const entriesOf = (order: SandboxOrder): readonly Entry[] => order[list.member];
  const withEntries = (order: SandboxOrder, entries: readonly Entry[]) =>
    withTotal({ ...order, [list.member]: entries });
  return {
    list: (order) => ({ response: json(200, entriesOf(order)) }),
    create: (order, context) => {
      const id = context.newId(list.prefix);
      const entry = readEntry(list, order, context, id);
      if (entry === undefined) return notAnObject(list);
      const location = `/api/${context.version}/checkout/orders/${encodeURIComponent(order.id)}/${list.member}/${id}`;
      return {
        response: json(201, { id }, { location }),
        order: withEntries(order, [...entriesOf(order), entry]),
      };
    },
    get: (order, context) => {
      const entry = entriesOf(order).find(({ id }) => id === list.idOf(context));
      return { response: entry === undefined ? notFound(list, context) : json(200, entry) };
    },
    update: (order, context) => {
      const id = list.idOf(context);
      if (!entriesOf(order).some((entry) => entry['id'] === id)) return { response: notFound(list, context) };
      const entry = readEntry(list, order, context, id);
      if (entry === undefined) return notAnObject(list);
      const entries = entriesOf(order).map((old) => (old['id'] === id ? entry : old));
      return { response: json(200, entry), order: withEntries(order, entries) };
    },
  };
}

function readEntry(
  list: List,
  order: SandboxOrder,
  { body }: OperationContext,
  id: string,
): Entry | undefined {
  if (!isRecord(body)) return undefined;
  const given = lowerCase(body, ['state', 'type']);
  return { ...list.defaults(order), ...given, id, orderId: order.id };
}

function notAnObject({ name }: List): OperationResult {
  return { response: badRequest(`The body has to be a ${name}.`) };
}

function notFound(list: List, context: OperationContext): PlainResponse {
  return problem(404, `${list.name}-not-found`, `The order has no ${list.name} ${list.idOf(context)}.`);
}
