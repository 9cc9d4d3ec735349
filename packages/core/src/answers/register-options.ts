import type { OrderClient } from '../client.ts';
import type { transition } from './state.ts';
import type { Connectivity } from './types.ts';

/** The part of a client that a register uses. */
export type AnswerClient = Pick<OrderClient, 'getOrder' | 'patchConsent'>;

/** Seams of the register for tests. */
export interface RegisterOptions {
  /** @default `navigator.onLine` and the `online` event */
  readonly connectivity?: Connectivity;
  /** @default the `pagehide` event, and a page that gets hidden */
  readonly onLeave?: (listener: () => void) => () => void;
  /** @default the one of `state.ts` */
  readonly transition?: typeof transition;
}
