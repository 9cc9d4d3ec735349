import type { PlainResponse } from '../api/response.ts';

/** How a request ends for its sender. */
export type Outcome =
  | {
      /** The whole response arrives. */
      readonly kind: 'complete';
      /** The response of the API. */
      readonly response: PlainResponse;
    }
  | {
      /** The connection breaks in the middle of the body. */
      readonly kind: 'truncated';
      /** The response of the API. */
      readonly response: PlainResponse;
    }
  | {
      /** Status and headers arrive, the body never ends. */
      readonly kind: 'silent';
      /** The response of the API. */
      readonly response: PlainResponse;
    }
  | {
      /** The connection breaks before a response. */
      readonly kind: 'dropped';
      /** Message of the `TypeError` that `sandbox.fetch` rejects with. */
      readonly message: string;
    }
  | {
      /** No response arrives; the connection stays open. */
      readonly kind: 'hung';
    };

/** Returns the outcome of a response that arrives whole. */
export function complete(response: PlainResponse): Outcome {
  return { kind: 'complete', response };
}

/** Returns the first half of a body, and a content length that is larger than the whole body. */
export function cutBody({ body }: PlainResponse): { readonly part: string; readonly length: number } {
  const whole = body === null || body === '' ? '{"ok":true}' : body;
  const part = whole.slice(0, Math.ceil(whole.length / 2));
  return { part, length: new TextEncoder().encode(whole).length + 100 };
}
