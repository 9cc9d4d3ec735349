import type { ComponentType, ReactNode } from 'react';
import { intents } from '../order/kept-intents.ts';
import type { StarterClient } from './client.ts';
import type { GateList } from './gate-list.ts';
import type { LazyOrderProviderProps } from './props.ts';
import type { BoxProps, BoxView } from './box-state.ts';

/** The newest answer to a consent that the engine has not taken yet. */
export interface Intent {
  readonly context: StarterContext;
  readonly props: BoxProps;
  readonly checked: boolean;
  /** Time of the answer, as of `Date.now()`. */
  readonly at: number;
  readonly id: string;
  /** Whether the answer, or one before it, was shown for 400 ms. */
  saving?: boolean;
  readonly sent: {
    /** Ids of the answers that were sent, by value. */
    true?: string;
    false?: string;
    /** The value under way. */
    open?: 'true' | 'false' | '';
    /** The last answer with a successful response, which the engine checks. A client of core has checked it. */
    saved?: readonly [id: string, response: Response | undefined];
  };
}

/** The arguments of `useSyncExternalStore`. */
export type BoxSource<Shown> = readonly [
  subscribe: (listener: () => void) => () => void,
  get: () => Shown,
  getServer: () => Shown,
];

/** The functions of the engine that replace those of the starter. */
export interface Renderers {
  /** Returns what a box subscribes to. */
  readonly watch: (view: BoxView) => BoxSource<unknown>;
  /** Renders a box. */
  readonly box: (view: BoxView) => ReactNode;
  /** Renders a provider. */
  readonly provide: (value: StarterContext) => ReactNode;
}

/** The state that all boxes and providers of the page show. */
interface PageState extends Partial<Renderers> {
  /** See `intents`; undefined while React hydrates, because the server's HTML shows none. */
  readonly intents?: typeof intents;
  /** The code of `@norce-kit/react/lazy/gate`. */
  readonly RunGates?: ComponentType<{ readonly gates: GateList }>;
  /** Number of loads that failed. */
  readonly failures?: number | undefined;
}

/** The values that a provider gives to the boxes below it. */
export interface StarterContext extends Omit<LazyOrderProviderProps, 'client'>, PageState {
  readonly client: StarterClient;
  /** The order of the provider, for a box with an own one. */
  readonly home?: string;
}

/** Call `setState` after a change. */
export { intents };

const servedState: PageState = {};
let state = servedState;
const listeners = new Set<() => void>();

/** Changes the state of the page. */
export const setState = (change?: Partial<PageState>): void => {
  state = { ...state, intents, ...change };
  listeners.forEach((listener) => listener());
};

/** The source of the state for providers, and for boxes until the engine is there. */
export const pageSource: BoxSource<PageState> = [
  (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  () => state,
  () => servedState,
];
