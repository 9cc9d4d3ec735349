import type { Answer } from '../api/response.ts';

/** How a request ends for its sender. */
export type Outcome =
  | { readonly kind: 'answered'; readonly answer: Answer }
  /** The body breaks off in the middle. */
  | { readonly kind: 'truncated'; readonly answer: Answer }
  /** Status and headers come, then nothing more. */
  | { readonly kind: 'silent'; readonly answer: Answer }
  /** The connection breaks. */
  | { readonly kind: 'dropped'; readonly message: string }
  /** Nothing ever comes. */
  | { readonly kind: 'hung' };

/** The first bytes of a body that is cut off, and the length its headers promise. */
export function cutBody({ body }: Answer): { readonly part: string; readonly length: number } {
  const whole = body === null || body === '' ? '{"ok":true}' : body;
  const part = whole.slice(0, Math.ceil(whole.length / 2));
  return { part, length: new TextEncoder().encode(whole).length + 100 };
}
