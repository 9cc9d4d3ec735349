import type { SandboxOptions } from './options.ts';
import type { Receipt, ReceiptFilter } from './state/receipts.ts';
import type { Sandbox } from './sandbox.ts';
import { createSandbox } from './sandbox.ts';
import type { OrderInput } from './types.ts';

/** A sandbox with one order in it, what a client needs to reach it, and questions a test asks. */
export interface OrderSetup {
  /** For `createOrderClient`. */
  readonly baseUrl: string;
  /** For `createOrderClient`. */
  readonly fetch: Sandbox['fetch'];
  /** For `OrderProvider`. */
  readonly orderId: string;
  /** Everything else: faults, receipts, the back office. */
  readonly sandbox: Sandbox;
  /** Waits until no request is under way, by the global timers; rejects after `timeout` ms. @default 1000 */
  readonly settled: (timeout?: number) => Promise<void>;
  /** Waits until the order holds the value; rejects after `timeout` ms with the writes that arrived. @default 1000 */
  readonly expectConsent: (consentId: string, checked: boolean, timeout?: number) => Promise<void>;
  /** Throws unless exactly these writes arrived, in this order; members left out match anything. */
  readonly expectWrites: (expected: readonly Partial<Receipt>[], filter?: ReceiptFilter) => void;
}

/** Makes a sandbox with one order for one test. No key is asked for, since no handler stands between. */
export function setUpOrder(input: OrderInput = {}, options: SandboxOptions = {}): OrderSetup {
  const sandbox = createSandbox({ authenticate: false, ...options });
  const { id: orderId } = sandbox.orders.create(input);
  const underWay = new Set<Promise<unknown>>();
  const told = () => sandbox.receipts.list().map(describe).join('\n') || 'none';
  const holds = (consentId: string) =>
    sandbox.orders.get(orderId)?.consents.find(({ id }) => id === consentId)?.checked;

  return {
    baseUrl: 'http://sandbox.invalid',
    orderId,
    sandbox,
    fetch: (request, init) => {
      const answer = sandbox.fetch(request, init);
      const end = answer.catch(() => undefined).finally(() => underWay.delete(end));
      underWay.add(end);
      return answer;
    },
    settled: async (timeout = 1000) => {
      do {
        await within(
          timeout,
          Promise.all(underWay),
          () => `Requests are still under way. Writes:\n${told()}`,
        );
        // What an answer sets off goes out a little later.
        await new Promise((resolve) => setTimeout(resolve));
      } while (underWay.size > 0);
    },
    expectConsent: (consentId, checked, timeout = 1000) => {
      let end: () => void = () => undefined;
      const held = new Promise<void>((resolve) => {
        const look = () => holds(consentId) === checked && resolve();
        end = sandbox.orders.subscribe(look);
        look();
      });
      const reason = () =>
        `The order should hold ${consentId}: ${checked}, but holds ${String(holds(consentId))}. Writes:\n${told()}`;
      return within(timeout, held, reason).finally(end);
    },
    expectWrites: (expected, filter) => {
      const arrived = sandbox.receipts.list(filter);
      const fits =
        arrived.length === expected.length && arrived.every((receipt, at) => isLike(receipt, expected[at]));
      if (!fits)
        throw new Error(
          `Expected writes:\n${expected.map(describe).join('\n') || 'none'}\nArrived:\n${told()}`,
        );
    },
  };
}

/** How a shop renders: its `render`, and the providers around what is tested. */
export interface RenderSetup<Ui, Rendered> {
  /** For example that of Testing Library. */
  readonly render: (ui: Ui) => Rendered;
  /** Puts the providers of the shop around the element, `OrderProvider` among them. */
  readonly wrap: (ui: Ui, order: OrderSetup) => Ui;
}

/**
 * Makes the `renderWithOrder` of a shop: what its `render` returns, and the order beside it.
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

function describe(receipt: Partial<Receipt>): string {
  return `  ${JSON.stringify(receipt)}`;
}
