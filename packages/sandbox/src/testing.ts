import type { SandboxOptions } from './options.ts';
import type { Sandbox } from './sandbox.ts';
import { createSandbox } from './sandbox.ts';
import type { Receipt, ReceiptFilter } from './state/receipts.ts';
import type { OrderInput } from './types.ts';

// Without these, a package that emits declarations cannot export the function that `createRenderWithOrder` returns.
export type { Receipt, ReceiptFilter } from './state/receipts.ts';
export type { Sandbox } from './sandbox.ts';
export type { SandboxOptions } from './options.ts';
export type { OrderInput } from './types.ts';

/** A sandbox with one order, the options that connect a client to it, and assertions for tests. */
export interface OrderSetup {
  /** Option of `createOrderClient`. */
  readonly baseUrl: string;
  /** Option of `createOrderClient`. */
  readonly fetch: Sandbox['fetch'];
  /** Prop of `OrderProvider`. */
  readonly orderId: string;
  /** The sandbox, for faults, receipts and other orders. */
  readonly sandbox: Sandbox;
  /** Resolves when no request is pending; uses the global timers. Rejects after `timeout` ms. @default 1000 */
  readonly settled: (timeout?: number) => Promise<void>;
  /** Resolves when the stored consent has the value; rejects after `timeout` ms with the writes. @default 1000 */
  readonly expectConsent: (consentId: string, checked: boolean, timeout?: number) => Promise<void>;
  /** Throws unless exactly these writes arrived, in this order; members left out match any value. */
  readonly expectWrites: (expected: readonly Partial<Receipt>[], filter?: ReceiptFilter) => void;
}

/**
 * Creates a sandbox with one order. The sandbox does not check keys, because a test has no handler.
 *
 * @example
 * const { baseUrl, fetch, orderId, expectConsent } = setUpOrder();
 * const client = createOrderClient({ baseUrl, fetch });
 * await client.patchConsent(orderId, 'ci_newsletter', true);
 * await expectConsent('ci_newsletter', true);
 */
export function setUpOrder(input: OrderInput = {}, options: SandboxOptions = {}): OrderSetup {
  const sandbox = createSandbox({ authenticate: false, ...options });
  const { id: orderId } = sandbox.orders.create(input);
  const pending = new Set<Promise<unknown>>();

  return {
    baseUrl: 'http://sandbox.invalid',
    orderId,
    sandbox,
    fetch: (request, init) => {
      const response = sandbox.fetch(request, init);
      const end = response.catch(() => undefined).finally(() => pending.delete(end));
      pending.add(end);
      return response;
    },
    settled: (timeout = 1000) => outsideOfAct(() => waitUntilSettled(pending, timeout, sandbox)),
    expectConsent: (consentId, checked, timeout = 1000) =>
      outsideOfAct(() => waitForConsent({ sandbox, orderId, consentId, checked }, timeout)),
    expectWrites: (expected, filter) => {
      const arrived = sandbox.receipts.list(filter);
      const isEqual =
        arrived.length === expected.length && arrived.every((receipt, at) => isLike(receipt, expected[at]));
      if (!isEqual)
        throw new Error(
          `Expected writes:\n${listOf(expected)}\nArrived:\n${listOf(sandbox.receipts.list())}`,
        );
    },
  };
}

/** Options of `createRenderWithOrder`. */
export interface RenderSetup<Ui, Rendered> {
  /** Renders an element, for example `render` of Testing Library. */
  readonly render: (ui: Ui) => Rendered;
  /** Wraps the element in the providers of the shop, including `OrderProvider`. */
  readonly wrap: (ui: Ui, order: OrderSetup) => Ui;
}

/**
 * Creates a function that renders an element with an order of its own. It returns the result of `render` and the
 * members of `OrderSetup`.
 *
 * @example
 * const renderWithOrder = createRenderWithOrder({
 *   render,
 *   wrap: (ui: ReactElement, { baseUrl, fetch, orderId }) => (
 *     <OrderProvider client={createOrderClient({ baseUrl, fetch })} orderId={orderId}>{ui}</OrderProvider>
 *   ),
 * });
 */
export function createRenderWithOrder<Ui, Rendered extends object>({
  render,
  wrap,
}: RenderSetup<Ui, Rendered>): (
  ui: Ui,
  input?: OrderInput,
  options?: SandboxOptions,
) => Rendered & OrderSetup {
  return (ui, input, options) => {
    const order = setUpOrder(input, options);
    return { ...render(wrap(ui, order)), ...order };
  };
}

interface ActGlobal {
  IS_REACT_ACT_ENVIRONMENT?: boolean | undefined;
}

/** Waits as Testing Library does: otherwise React reports each update in this time as not wrapped in `act`. */
async function outsideOfAct(wait: () => Promise<void>): Promise<void> {
  const page = globalThis as ActGlobal;
  const isAct = page.IS_REACT_ACT_ENVIRONMENT === true;
  if (isAct) page.IS_REACT_ACT_ENVIRONMENT = false;
  try {
    await wait();
  } finally {
    if (isAct) page.IS_REACT_ACT_ENVIRONMENT = true;
  }
}

async function waitUntilSettled(
  pending: ReadonlySet<Promise<unknown>>,
  timeout: number,
  { receipts }: Sandbox,
): Promise<void> {
  const reason = () => `Requests are still under way. Writes:\n${listOf(receipts.list())}`;
  do {
    await within(timeout, Promise.all(pending), reason);
    // A response can cause further requests a macrotask later.
    await new Promise((resolve) => setTimeout(resolve));
  } while (pending.size > 0);
}

interface ExpectedConsent {
  readonly sandbox: Sandbox;
  readonly orderId: string;
  readonly consentId: string;
  readonly checked: boolean;
}

function waitForConsent(
  { sandbox, orderId, consentId, checked }: ExpectedConsent,
  timeout: number,
): Promise<void> {
  const { orders, receipts } = sandbox;
  const stored = () => orders.get(orderId)?.consents.find(({ id }) => id === consentId)?.checked;
  let unsubscribe: () => void = () => undefined;
  const equal = new Promise<void>((resolve) => {
    const compare = () => stored() === checked && resolve();
    unsubscribe = orders.subscribe(compare);
    compare();
  });
  const reason = () =>
    `The order should hold ${consentId}: ${checked}, but holds ${String(stored())}. Writes:\n${listOf(receipts.list())}`;
  return within(timeout, equal, reason).finally(unsubscribe);
}

function within<T>(ms: number, task: Promise<T>, reason: () => string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(reason())), ms);
    void task.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function isLike(receipt: Receipt, expected: Partial<Receipt> = {}): boolean {
  return Object.entries(expected).every(
    ([member, value]) => JSON.stringify(receipt[member as keyof Receipt]) === JSON.stringify(value),
  );
}

function listOf(receipts: readonly Partial<Receipt>[]): string {
  return receipts.map((receipt) => `  ${JSON.stringify(receipt)}`).join('\n') || 'none';
}
