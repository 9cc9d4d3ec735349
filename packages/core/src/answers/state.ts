import type { OrderApiError } from '../errors.ts';
import type { Answer, AnswerEvent, SaveState } from './types.ts';

/**
 * Phase of one answer. `idle`, `saved`, `not-saved` and `unknown` are at rest; `sending` has a request under way,
 * `looking-up` reads the order: after a lost response, after a refusal, or because the answer equals the
 * confirmed value. `waiting` has no connection.
 */
export type Phase = 'idle' | 'saved' | 'sending' | 'looking-up' | 'waiting' | 'not-saved' | 'unknown';

/** State of the answer to one consent. */
export interface State {
  readonly phase: Phase;
  /** The value the server is known to hold. */
  readonly confirmed: boolean | undefined;
  /** The shopper's value, until the server is known to hold it. */
  readonly desired: boolean | undefined;
  /** The value of the request under way. */
  readonly inFlight: boolean | undefined;
  /** Whether no request carries the shopper's last answer, given after the last one was sent. */
  readonly hasNewAct: boolean;
  /** The shopper's last saved value, until another party changes it. */
  readonly kept: boolean | undefined;
  /** Whether the answer was saved before, and is sent again because a late write overwrote it. */
  readonly isCorrection: boolean;
  /** The order's value with which the shopper goes on in place of the answer. */
  readonly accepted: boolean | undefined;
  /** Error of the last request; of the read where that made the outcome unknown. */
  readonly error: OrderApiError | undefined;
  readonly isSlow: boolean;
}

/** Everything that can happen to an answer. */
export type Event =
  | {
      readonly type: 'set';
      readonly checked: boolean;
      /** Whether the order held the answer before the register knew it. */
      readonly isSaved?: boolean;
      /** Whether the answer was sent before the register knew it: an order that holds it has it from that request. */
      readonly isSent?: boolean;
    }
  | { readonly type: 'retry' }
  | { readonly type: 'reset' }
  | { readonly type: 'drop' }
  | { readonly type: 'slow' }
  | { readonly type: 'succeeded' }
  | {
      readonly type: 'failed';
      readonly error: OrderApiError;
      readonly wasOnline: boolean;
      readonly isOnline: boolean;
    }
  | {
      readonly type: 'read';
      /** The order's value; undefined when the order no longer has the consent. */
      readonly held: boolean | undefined;
      /** Whether a lost request of this value could still be carried out when the read started. */
      readonly mayBeLate: boolean;
    }
  | {
      readonly type: 'unreadable';
      readonly error: OrderApiError;
      /** Whether a lost request may have overwritten the confirmed value by now. */
      readonly mayBeUndone: boolean;
    };

export const initialState: State = {
  phase: 'idle',
  confirmed: undefined,
  desired: undefined,
  inFlight: undefined,
  hasNewAct: false,
  kept: undefined,
  isCorrection: false,
  accepted: undefined,
  error: undefined,
  isSlow: false,
};

/** Returns the state after `event`; the same object when nothing changed. */
export function transition(state: State, event: Event): State {
  switch (event.type) {
    case 'set':
      return onSet(state, event);
    case 'retry':
      return state.desired === undefined || state.phase === 'sending' ? state : send(state, state.desired);
    case 'reset':
      return onReset(state);
    case 'drop':
      return onDrop(state);
    case 'slow':
      return state.isSlow || isAtRest(state) ? state : { ...state, isSlow: true };
    case 'succeeded':
      return onSucceeded(state);
    case 'failed':
      return onFailed(state, event);
    case 'read':
      return onRead(state, event.held, event.mayBeLate);
    case 'unreadable':
      return onUnreadable(state, event.error, event.mayBeUndone);
  }
}

/** Whether nothing is under way and nothing waits. */
export function isAtRest({ phase }: State): boolean {
  return phase !== 'sending' && phase !== 'looking-up' && phase !== 'waiting';
}

/** Whether there is no value to go back to: the answer may or may not be on the order. */
export function isOutcomeOpen({ phase, desired, confirmed }: State): boolean {
  return phase !== 'sending' && phase !== 'not-saved' && desired !== undefined && confirmed === undefined;
}

/** Whether the last request was refused, and the answer has not been sent again. */
export function isRefused({ error }: State): boolean {
  return error?.outcome === 'not-applied';
}

/** Returns the public answer of a state. */
export function toAnswer(state: State, isOnline: boolean): Answer {
  const { phase, confirmed, desired, inFlight, accepted } = state;
  const saveState = saveStateOf(state, isOnline);
  const isError = saveState === 'not-saved' || saveState === 'unknown';
  return {
    checked: isOrderShown(state) ? (confirmed ?? false) : (desired ?? confirmed),
    confirmed,
    desired,
    inFlight,
    saveState,
    error: isError ? state.error : undefined,
    isDropped: accepted !== undefined && phase !== 'looking-up',
  };
}

/** Returns the fact that a transition made certain, if any. */
export function toEvent(before: State, after: State): Pick<AnswerEvent, 'type' | 'checked'> | undefined {
  const { phase, confirmed, accepted } = after;
  if (phase === 'idle' && before.desired !== undefined && accepted !== undefined) {
    return { type: 'dropped', checked: accepted };
  }
  if (phase === 'saved' || phase === 'not-saved' || phase === 'unknown') {
    const checked = before.desired ?? after.desired;
    const isKnown = before.isCorrection ? phase === 'saved' : phase === before.phase;
    return isKnown || checked === undefined ? undefined : { type: phase, checked };
  }
  const isChange = phase === 'idle' && before.confirmed !== confirmed;
  if (!isChange || before.confirmed === undefined || confirmed === undefined) return undefined;
  return { type: 'changed', checked: confirmed };
}

/** Whether the box shows the order's value beside a failed answer. */
function isOrderShown({ phase, confirmed, accepted }: State): boolean {
  return phase === 'not-saved' || (accepted !== undefined && confirmed !== undefined);
}

function saveStateOf(state: State, isOnline: boolean): SaveState {
  const { phase, isSlow, isCorrection, accepted } = state;
  // The text of the failure stays while the order is read: nothing is being saved.
  if (phase === 'looking-up' && accepted !== undefined) return isOrderShown(state) ? 'not-saved' : 'unknown';
  if (phase !== 'sending' && phase !== 'looking-up') return phase;
  // An answer that was refused is not sent as soon as there is a connection.
  if (!isOnline && !isRefused(state)) return 'waiting';
  if (isSlow) return 'saving';
  // "Saved" stays: a text that goes and comes back is announced again.
  return isCorrection ? 'saved' : 'idle';
}

function send(state: State, checked: boolean): State {
  return {
    ...state,
    phase: 'sending',
    desired: checked,
    inFlight: checked,
    hasNewAct: false,
    accepted: undefined,
    error: undefined,
  };
}

function rest(state: State, phase: Phase, changes: Partial<State>): State {
  return {
    ...state,
    isSlow: false,
    hasNewAct: false,
    isCorrection: false,
    inFlight: undefined,
    accepted: undefined,
    error: undefined,
    ...changes,
    phase,
  };
}

/** Returns the state once the order holds the shopper's value. */
function settle(state: State, checked: boolean, phase: 'saved' | 'idle'): State {
  return rest(state, phase, { confirmed: checked, desired: undefined, kept: checked });
}

function onSet(state: State, { checked, isSaved, isSent }: Event & { type: 'set' }): State {
  if (state.phase === 'sending') return { ...state, desired: checked, hasNewAct: true, isCorrection: false };
  if (isSaved) return settle(state, checked, 'saved');
  const next = attempt({ ...state, isCorrection: false }, checked);
  return isSent && next.phase === 'looking-up' ? { ...next, confirmed: undefined } : next;
}

function attempt(state: State, checked: boolean): State {
  return state.confirmed === checked ? verify(state, checked) : send(state, checked);
}

/** Another party may have changed the order since its value was confirmed, so an equal answer is compared with a new read. */
function verify(state: State, checked: boolean): State {
  return {
    ...state,
    phase: 'looking-up',
    desired: checked,
    hasNewAct: true,
    accepted: undefined,
    error: undefined,
  };
}

function onReset(state: State): State {
  if (state.phase === 'sending' || state.phase === 'idle' || isOutcomeOpen(state)) return state;
  // A late write of a dropped answer is not corrected.
  const kept = state.desired === undefined ? state.kept : undefined;
  return rest(state, 'idle', { desired: undefined, kept });
}

/**
 * Reads the order. The accepted value is the one that the box shows beside the failed answer, or else no tick. A
 * read that finds another one, such as the tick of an un-tick whose outcome was unknown, ends as not saved.
 */
function onDrop(state: State): State {
  const { phase, confirmed, desired } = state;
  if ((phase !== 'not-saved' && phase !== 'unknown') || desired === undefined) return state;
  return { ...state, phase: 'looking-up', accepted: confirmed ?? false };
}

function onSucceeded(state: State): State {
  const { desired, inFlight } = state;
  if (desired === undefined) return state;
  if (desired === inFlight) return settle(state, inFlight, 'saved');
  return send({ ...state, confirmed: inFlight }, desired);
}

function onFailed(before: State, { error, wasOnline, isOnline }: Event & { type: 'failed' }): State {
  const { desired, inFlight, hasNewAct } = before;
  if (desired === undefined) return before;
  const isLost = error.outcome === 'unknown';
  const state = { ...before, inFlight: undefined, confirmed: isLost ? undefined : before.confirmed };
  if (desired !== inFlight) return attempt(state, desired);
  if (error.kind === 'network' && !isOnline) return { ...state, phase: 'waiting', isSlow: true };
  // The connection came back while the attempts still failed.
  if (error.kind === 'network' && !wasOnline) return send(state, desired);
  // An act made after the refused request was sent is a new act, with an attempt of its own.
  if (!isLost && hasNewAct) return send(state, desired);
  // The read may show the reason of a refusal, so that the two are announced as one. A 429 has its own.
  if (isLost || error.status !== 429) return { ...state, phase: 'looking-up', error };
  return rest(state, 'not-saved', { error });
}

function onRead(state: State, held: boolean | undefined, mayBeLate: boolean): State {
  const { phase, desired, confirmed, kept, error, hasNewAct, accepted } = state;
  if (phase === 'sending') return state;
  if (desired === undefined) {
    // A lost request was carried out after the answer that replaced it.
    if (kept !== undefined && kept !== held && mayBeLate)
      return send({ ...state, confirmed: held, isCorrection: true }, kept);
    if (held === confirmed) return state;
    return rest(state, 'idle', { confirmed: held, kept: kept === held ? kept : undefined });
  }
  // A verified answer was no write of ours.
  if (desired === held) return settle(state, desired, desired === confirmed ? 'idle' : 'saved');
  // A late write of a dropped answer is not corrected.
  if (accepted !== undefined && accepted === held) {
    return rest(state, 'idle', { confirmed: held, desired: undefined, kept: undefined, accepted });
  }
  if (phase === 'waiting') return held === confirmed ? state : { ...state, confirmed: held };
  // Also where the order no longer has the consent: the response has the reason.
  if (hasNewAct) return send({ ...state, confirmed: held }, desired);
  if (phase === 'not-saved' && held === confirmed && held !== undefined) return state;
  // An answer to a consent that left the order can no longer be saved.
  const wanted = held === undefined ? undefined : desired;
  return rest(state, 'not-saved', { confirmed: held, desired: wanted, error });
}

function onUnreadable(state: State, error: OrderApiError, mayBeUndone: boolean): State {
  const { phase, kept, desired, hasNewAct, accepted } = state;
  if (phase === 'looking-up') {
    if (hasNewAct && desired !== undefined) return send(state, desired);
    const end = accepted === undefined && isRefused(state) ? 'not-saved' : 'unknown';
    return rest(state, end, { error: state.error, accepted });
  }
  if (!mayBeUndone || kept === undefined || desired !== undefined) return state;
  return rest(state, 'unknown', { confirmed: undefined, desired: kept, error });
}
