import type { Milliseconds } from '../random.ts';
import type { Operation } from '../types.ts';

/** Which requests a fault is for; members left out match all. */
export interface FaultTarget {
  readonly operation?: Operation | readonly Operation[];
  readonly orderId?: string;
  /** A list that names the consent among others matches too. */
  readonly consentId?: string;
  /** From 0 to 1. @default 1 */
  readonly probability?: number;
  /** How often it strikes before it is gone. @default without end */
  readonly times?: number;
}

/** Slow: `before` the write takes effect, `after` it, or both. */
export interface DelayFault {
  readonly kind: 'delay';
  readonly before?: Milliseconds;
  readonly after?: Milliseconds;
}

/** The true answer with more headers, or other ones. */
export interface HeadersFault {
  readonly kind: 'headers';
  readonly headers: Readonly<Record<string, string>>;
}

/** Another answer in place of the true one. */
export interface StatusFault {
  readonly kind: 'status';
  /** From 200 to 599. */
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string goes out as it is, anything else as JSON, null not at all. @default an error in the API's form */
  readonly body?: unknown;
  /** Whether the write takes effect: `before` it could, or `after` it did. @default 'before' */
  readonly when?: 'before' | 'after';
}

/** No answer, ever; the connection stays open. */
export interface HangFault {
  readonly kind: 'hang';
  /** Whether the write takes effect: `before` it could, or `after` it did. @default 'before' */
  readonly when?: 'before' | 'after';
}

/** The connection breaks before the write takes effect. */
export interface DropFault {
  readonly kind: 'drop';
  /** Message of the `TypeError` in process, where browsers differ. @default 'fetch failed' */
  readonly message?: string;
}

/** The write takes effect, then the connection breaks: the caller cannot know. */
export interface ApplyThenDropFault {
  readonly kind: 'apply-then-drop';
}

/** The connection breaks, and later the write takes effect all the same. */
export interface DropThenApplyFault {
  readonly kind: 'drop-then-apply';
  /** Milliseconds between the two. @default 1000 */
  readonly after?: Milliseconds;
}

/** Applied and answered, but the connection breaks in the middle of the body. */
export interface TruncateFault {
  readonly kind: 'truncate';
}

/** Applied; status and headers come, the body never ends. */
export interface SilenceFault {
  readonly kind: 'silence';
}

/** Not applied: sent elsewhere, as captive portals and expired sessions do. */
export interface RedirectFault {
  readonly kind: 'redirect';
  /** @default 302 */
  readonly status?: 301 | 302 | 303 | 307 | 308;
  /** @default '/__sandbox/login', an HTML page */
  readonly location?: string;
}

/** Not applied: 200 with the HTML of a login page. */
export interface LoginPageFault {
  readonly kind: 'login-page';
}

/** Delivered twice by something on the way: two receipts, one answer, the first. */
export interface DuplicateFault {
  readonly kind: 'duplicate';
  /** Milliseconds until the second delivery. @default 0, before the answer */
  readonly after?: Milliseconds;
}

/** Everything that can go wrong with a request, by `kind`. */
export type FaultKind =
  | DelayFault
  | HeadersFault
  | StatusFault
  | HangFault
  | DropFault
  | ApplyThenDropFault
  | DropThenApplyFault
  | TruncateFault
  | SilenceFault
  | RedirectFault
  | LoginPageFault
  | DuplicateFault;

/** What goes wrong, for which requests, and how often. */
export type Fault = FaultKind & FaultTarget;
