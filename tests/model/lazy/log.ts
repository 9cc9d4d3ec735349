import type { LazyRoot } from './root.tsx';

/** An answer of the shopper. */
export interface Act {
  readonly key: string;
  readonly value: boolean;
  /** Time of the answer, as of `Date.now()`. */
  readonly at: number;
  /** The words beside the box. */
  readonly words: string;
  /** The entry of the box. */
  readonly entry: 'lazy' | 'main' | undefined;
  /** Whether the order of this answer and the ones around it is known. */
  readonly isCertain: boolean;
}

/** One write of a consent, as the page sent it. */
export interface Sent {
  readonly key: string;
  readonly id: string;
  readonly value: boolean;
}

export const keyOf = (orderId: string, consentId: string): string => `${orderId} ${consentId}`;

type Fetch = (request: Request) => Promise<Response>;

/** Returns a `fetch` that adds each write of a consent to `sent`. */
export function noteWrites(fetch: Fetch, sent: Sent[]): Fetch {
  return async (request) => {
    const [, orderId = '', consentId] = /orders\/([^/]+)\/consents\/([^/]+)$/.exec(request.url) ?? [];
    if (request.method === 'PATCH' && consentId !== undefined) {
      const place = sent.length;
      const write = {
        key: keyOf(orderId, consentId),
        id: request.headers.get('idempotency-key') ?? '',
        value: false,
      };
      sent.push(write);
      // Its text comes later than its place among the requests.
      const { checked } = (await request.clone().json()) as { readonly checked: boolean };
      sent[place] = { ...write, value: checked };
    }
    return fetch(request);
  };
}

/** Counts in `announced` how often each box shows "Saved", by root and consent. Returns the function that stops it. */
export function listen(roots: readonly LazyRoot[], announced: Map<string, number>): () => void {
  const observer = new MutationObserver((records) => {
    const statuses = new Set(
      records.flatMap(({ target }) => {
        const element = target instanceof Element ? target : target.parentElement;
        return element?.closest('[role=status]') ?? [];
      }),
    );
    for (const status of statuses) {
      if (!status.textContent.startsWith('Saved')) continue;
      const box = status.closest('[data-save-state]')?.querySelector<HTMLElement>('[data-box]');
      const root = roots.find(({ container }) => container.contains(status));
      if (!box || root === undefined) continue;
      const key = `${root.index} ${keyOf(root.orderId, box.dataset['box'] ?? '')}`;
      announced.set(key, (announced.get(key) ?? 0) + 1);
    }
  });
  observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  return () => observer.disconnect();
}
