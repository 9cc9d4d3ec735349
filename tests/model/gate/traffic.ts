import { createOrderClient } from '@norce-kit/core';
import type { OrderClient } from '@norce-kit/core';
import type { Sandbox } from '@norce-kit/sandbox';

export const consentIds = ['ci_newsletter', 'ci_terms'] as const;

/** A consent, or the attribute `note`. */
export type Name = (typeof consentIds)[number] | 'note';

/** An answer or a note. */
export type Value = boolean | string | undefined;

export const keyOf = (orderId: string, name: string): string => `${orderId} ${name}`;

/** A request of the page, with the numbers of the events between which it was under way. */
interface Request {
  readonly key: string;
  readonly start: number;
  end: number;
  isOk: boolean;
}

/** The requests of a page and the changes of its orders, in one sequence. */
export class Traffic {
  /** Clients without a record, for other tabs. */
  readonly createClient: () => OrderClient;
  readonly #sandbox: Sandbox;
  readonly #reads: Request[] = [];
  readonly #writes: Request[] = [];
  readonly #changed = new Map<string, { readonly at: number; readonly value: Value }>();
  #events = 0;

  constructor(sandbox: Sandbox, orderIds: readonly string[]) {
    this.#sandbox = sandbox;
    this.createClient = () => createOrderClient({ baseUrl: 'https://sandbox.invalid', fetch: sandbox.fetch });
    orderIds.forEach((id) => this.#noteChange(id));
    sandbox.orders.subscribe(({ id }) => this.#noteChange(id));
  }

  holds(orderId: string, name: string): Value {
    const order = this.#sandbox.orders.get(orderId);
    if (name === 'note') return order?.attributes['note'] as Value;
    return order?.consents.find(({ id }) => id === name)?.checked;
  }

  /** Whether the page has got the present value: by a read that began after its last change, or by the write that made it. */
  knows(orderId: string, name: string): boolean {
    const key = keyOf(orderId, name);
    const { at = 0 } = this.#changed.get(key) ?? {};
    return (
      this.#reads.some((read) => read.key === orderId && read.isOk && read.start > at) ||
      this.#writes.some((write) => write.key === key && write.isOk && write.start < at && write.end > at)
    );
  }

  /** Creates the client of the page. Calls `onWrite` before each write. */
  createPageClient(onWrite: (orderId: string, name: string, value: Value) => void): OrderClient {
    const client = this.createClient();
    return {
      ...client,
      getOrder: (orderId, ...rest) => this.#note(this.#reads, orderId, client.getOrder(orderId, ...rest)),
      patchConsent: (orderId, consentId, value, options) => {
        onWrite(orderId, consentId, value);
        const end = client.patchConsent(orderId, consentId, value, options);
        return this.#note(this.#writes, keyOf(orderId, consentId), end);
      },
      patchAttributes: (orderId, attributes, options) => {
        for (const [key, value] of Object.entries(attributes))
          if (key === 'note') onWrite(orderId, key, value as Value);
        const end = client.patchAttributes(orderId, attributes, options);
        return this.#note(this.#writes, keyOf(orderId, 'note'), end);
      },
      registerValidation: (orderId, validation, options) => {
        onWrite(orderId, 'validation', validation.name);
        return client.registerValidation(orderId, validation, options);
      },
    };
  }

  #note<Result>(list: Request[], key: string, end: Promise<Result>): Promise<Result> {
    const request: Request = { key, start: ++this.#events, end: Infinity, isOk: false };
    list.push(request);
    const close = (isOk: boolean) => void Object.assign(request, { isOk, end: ++this.#events });
    end.then(
      () => close(true),
      () => close(false),
    );
    return end;
  }

  #noteChange(orderId: string): void {
    for (const name of [...consentIds, 'note']) {
      const value = this.holds(orderId, name);
      const key = keyOf(orderId, name);
      const known = this.#changed.get(key);
      if (known === undefined || known.value !== value) this.#changed.set(key, { at: ++this.#events, value });
    }
  }
}
