import { initialState } from '../src/answers/state.ts';
import type { Event, State } from '../src/answers/state.ts';
import { apiError } from './held-client.ts';

const refused = apiError('forbidden', 'not-applied', 403);
const conflict = apiError('conflict', 'not-applied', 409);
const limited = apiError('rate-limited', 'not-applied', 429);
const lost = apiError('network', 'unknown');
const cut = apiError('network', 'not-applied');
const unread = apiError('server', 'not-applied', 503);

const set = (checked: boolean): Event => ({ type: 'set', checked });
const read = (held: boolean | undefined, mayBeLate = false): Event => ({ type: 'read', held, mayBeLate });
const unreadable = (mayBeUndone = false): Event => ({ type: 'unreadable', error: unread, mayBeUndone });
const failed = (error = refused, wasOnline = true, isOnline = true): Event => ({
  type: 'failed',
  error,
  wasOnline,
  isOnline,
});
const retry: Event = { type: 'retry' };
const reset: Event = { type: 'reset' };
const drop: Event = { type: 'drop' };
const slow: Event = { type: 'slow' };
const succeeded: Event = { type: 'succeeded' };

const state = (changes: Partial<State>): State => ({ ...initialState, ...changes });
// In all of them the order has the value false; an answer of the shopper is true.
const unknownConsent = state({});
const idle = state({ confirmed: false });
const saved = state({ phase: 'saved', confirmed: true, kept: true });
const sending = state({ phase: 'sending', confirmed: false, desired: true, inFlight: true });
const overtaken = state({ ...sending, desired: false, hasNewAct: true });
const repeated = state({ ...sending, hasNewAct: true });
const lookingUp = state({ phase: 'looking-up', desired: true, error: lost });
const refusedLookingUp = state({ ...sending, phase: 'looking-up', inFlight: undefined, error: refused });
const slowSending = state({ ...sending, isSlow: true });
const slowLookingUp = state({ ...lookingUp, isSlow: true });
const waiting = state({ phase: 'waiting', confirmed: false, desired: true, isSlow: true });
const waitingLost = state({ ...waiting, confirmed: undefined });
const notSaved = state({ phase: 'not-saved', confirmed: false, desired: true, error: refused });
const gone = state({ phase: 'not-saved', error: refused });
const outcomeUnknown = state({ phase: 'unknown', desired: true, error: lost });
const verifying = state({ phase: 'looking-up', confirmed: false, desired: false, hasNewAct: true });
const dropping = state({ ...notSaved, phase: 'looking-up', accepted: false });
const droppingUnknown = state({ ...lookingUp, accepted: false });
const dropped = state({ confirmed: false, accepted: false });
const droppedUnread = state({ ...notSaved, phase: 'unknown', accepted: false });
// The order has a tick, and an un-tick was refused or lost.
const stillTicked = state({
  phase: 'not-saved',
  confirmed: true,
  desired: false,
  kept: true,
  error: refused,
});
const untickUnknown = state({ phase: 'unknown', desired: false, kept: true, error: lost });
const droppingUntick = state({ ...stillTicked, phase: 'looking-up', accepted: true });
const undone = state({ phase: 'unknown', desired: true, kept: true, error: unread });

/** The same state, with a request of the shopper's value just sent. */
const sent = (before: State, checked = true): State => ({
  ...before,
  phase: 'sending',
  desired: checked,
  inFlight: checked,
  hasNewAct: false,
  error: undefined,
});
const idleAt = (confirmed: boolean): State => state({ confirmed, kept: confirmed });
const correcting = sent({ ...idleAt(true), confirmed: false, isCorrection: true });

/** Every transition of an answer: title, state, event, next state. */
export const transitions: readonly (readonly [title: string, before: State, event: Event, after: State])[] = [
  // An answer of the shopper.
  ['an answer is sent', idle, set(true), sent(idle)],
  ['an answer to an unread consent is sent', unknownConsent, set(false), sent(unknownConsent, false)],
  ['an answer that equals the value of the order is looked up', idle, set(false), verifying],
  [
    'an answer that equals the value of the order, and was sent before, is looked up as a lost one',
    idle,
    { type: 'set', checked: false, isSent: true },
    { ...verifying, confirmed: undefined },
  ],
  [
    'an answer that the order was seen to hold is saved',
    idle,
    { type: 'set', checked: true, isSaved: true },
    saved,
  ],
  ['an answer that was sent before is sent', idle, { type: 'set', checked: true, isSent: true }, sent(idle)],
  [
    'a saved value that is set again is looked up',
    saved,
    set(true),
    state({ ...verifying, confirmed: true, desired: true, kept: true }),
  ],
  ['an equal answer during its look-up is looked up again', verifying, set(false), { ...verifying }],
  ['another answer during such a look-up is sent', verifying, set(true), sent(verifying)],
  ['another answer after a save is sent', saved, set(false), sent(saved, false)],
  ['an answer during a request waits for it', sending, set(false), overtaken],
  ['the same answer during a request is a new act', sending, set(true), repeated],
  ['an answer during a look-up is sent at once', lookingUp, set(false), sent(lookingUp, false)],
  [
    'an answer without a connection replaces the one that waits',
    waitingLost,
    set(false),
    sent(waitingLost, false),
  ],
  ['the value of the order ends the wait', waiting, set(false), { ...verifying, isSlow: true }],
  ['the value of the order replaces a refused answer', notSaved, set(false), verifying],
  ['a refused answer that is given again is sent', notSaved, set(true), sent(notSaved)],
  ['an answer after an unknown outcome is sent', outcomeUnknown, set(false), sent(outcomeUnknown, false)],
  // A retry, by the shopper or because the connection is back.
  ['a retry sends what waits', waiting, retry, sent(waiting)],
  ['a retry sends a refused answer', notSaved, retry, sent(notSaved)],
  ['a retry sends an answer of unknown outcome', outcomeUnknown, retry, sent(outcomeUnknown)],
  ['a retry does not wait for the look-up', lookingUp, retry, sent(lookingUp)],
  ['a retry during a request changes nothing', sending, retry, sending],
  ['a retry without an answer changes nothing', idle, retry, idle],
  ['a retry of a saved answer changes nothing', saved, retry, saved],
  ['a retry without a consent changes nothing', gone, retry, gone],
  // A reset.
  ['a reset drops a refused answer', notSaved, reset, idle],
  ['a reset drops an answer that waits', waiting, reset, idle],
  ['a reset of a saved answer keeps its value', saved, reset, idleAt(true)],
  ['a reset without an answer changes nothing', idle, reset, idle],
  ['a reset during a request changes nothing', sending, reset, sending],
  ['a reset of an unknown outcome changes nothing', outcomeUnknown, reset, outcomeUnknown],
  ['a reset during a look-up changes nothing', lookingUp, reset, lookingUp],
  ['a reset drops an answer that equals the value of the order', verifying, reset, idle],
  // The shopper goes on without the answer.
  ['dropping a refused tick reads the order', notSaved, drop, dropping],
  ['dropping a tick of unknown outcome reads the order', outcomeUnknown, drop, droppingUnknown],
  ['dropping a refused un-tick accepts the tick that the box shows', stillTicked, drop, droppingUntick],
  [
    'dropping an un-tick of unknown outcome accepts no tick',
    untickUnknown,
    drop,
    { ...untickUnknown, phase: 'looking-up', accepted: false },
  ],
  ['dropping twice reads once', dropping, drop, dropping],
  ['dropping what could not be read reads again', droppedUnread, drop, dropping],
  ['dropping without an answer changes nothing', idle, drop, idle],
  ['dropping a saved answer changes nothing', saved, drop, saved],
  ['dropping without a consent changes nothing', gone, drop, gone],
  ['dropping during a request changes nothing', sending, drop, sending],
  ['dropping an answer that waits for a connection changes nothing', waiting, drop, waiting],
  ['a dropped tick that the order does not have is gone', dropping, read(false), dropped],
  [
    'a dropped tick of unknown outcome that the order does not have is gone',
    droppingUnknown,
    read(false),
    dropped,
  ],
  ['a dropped tick that the order has is saved', droppingUnknown, read(true), saved],
  [
    'a dropped un-tick that the order does not have leaves the tick',
    droppingUntick,
    read(true),
    state({ confirmed: true, accepted: true }),
  ],
  [
    'a dropped un-tick that the order has is saved',
    droppingUntick,
    read(false),
    { ...saved, confirmed: false, kept: false },
  ],
  [
    'an un-tick of unknown outcome that the order does not have is not dropped',
    { ...untickUnknown, phase: 'looking-up', accepted: false },
    read(true),
    { ...stillTicked, error: lost },
  ],
  ['a dropped answer is gone with its consent', dropping, read(undefined), gone],
  ['a dropped answer that cannot be read is unknown', dropping, unreadable(), droppedUnread],
  [
    'a dropped answer of unknown outcome that cannot be read stays unknown',
    droppingUnknown,
    unreadable(),
    { ...outcomeUnknown, accepted: false },
  ],
  ['a later read decides about a dropped answer', droppedUnread, read(false), dropped],
  ['a later read finds a dropped answer', droppedUnread, read(true), saved],
  [
    'a late write of a dropped answer is shown and not corrected',
    dropped,
    read(true, true),
    state({ confirmed: true }),
  ],
  ['a read that agrees with a dropped answer changes nothing', dropped, read(false), dropped],
  ['a new answer replaces a dropped one', dropped, set(true), sent(state({ confirmed: false }))],
  ['a new answer replaces one that is being dropped', dropping, set(true), sent(notSaved)],
  ['the value of the order replaces an answer that could not be read', droppedUnread, set(false), verifying],
  ['a retry sends an answer that could not be read', droppedUnread, retry, sent(notSaved)],
  ['a reset forgets an answer that could not be read', droppedUnread, reset, idle],
  // Time.
  ['a request becomes slow', sending, slow, slowSending],
  ['a look-up becomes slow', lookingUp, slow, slowLookingUp],
  ['an answer that waits is slow already', waiting, slow, waiting],
  ['a request becomes slow once', slowSending, slow, slowSending],
  ['a look-up becomes slow once', slowLookingUp, slow, slowLookingUp],
  // The end of a request.
  ['a request that succeeded is saved', sending, succeeded, saved],
  ['a correction that succeeded is saved', correcting, succeeded, saved],
  [
    'an answer during a correction waits for it',
    correcting,
    set(false),
    { ...correcting, desired: false, hasNewAct: true, isCorrection: false },
  ],
  [
    'the same answer during a correction is a save',
    { ...correcting, hasNewAct: true, isCorrection: false },
    succeeded,
    saved,
  ],
  [
    'a correction whose response was lost is looked up',
    correcting,
    failed(lost),
    { ...correcting, phase: 'looking-up', inFlight: undefined, confirmed: undefined, error: lost },
  ],
  [
    'a correction that the look-up finds is saved',
    { ...correcting, phase: 'looking-up', inFlight: undefined, confirmed: undefined, error: lost },
    read(true),
    saved,
  ],
  ['the newest answer follows a success', overtaken, succeeded, sent({ ...sending, confirmed: true }, false)],
  ['the order is read after a refused request', sending, failed(), refusedLookingUp],
  ['the order is read after a conflict', sending, failed(conflict), { ...refusedLookingUp, error: conflict }],
  [
    'a request that may succeed later is not saved',
    sending,
    failed(limited),
    { ...notSaved, error: limited },
  ],
  [
    'after a refused request the newest answer is looked up when it is the value of the order',
    overtaken,
    failed(),
    verifying,
  ],
  ['the same answer given again is sent after a refusal', repeated, failed(), sent(sending)],
  ['a lost response is looked up', sending, failed(lost), lookingUp],
  [
    'the newest answer follows a lost response',
    overtaken,
    failed(lost),
    sent({ ...sending, confirmed: undefined }, false),
  ],
  ['without a connection the answer waits', sending, failed(cut, true, false), waiting],
  ['a lost response without a connection waits', sending, failed(lost, true, false), waitingLost],
  [
    'a connection that came back during the request is used at once',
    sending,
    failed(cut, false),
    sent(sending),
  ],
  // A read of the order.
  ['a read fills in an unread consent', unknownConsent, read(false), idle],
  ['a read that agrees changes nothing', idle, read(false), idle],
  ['a read that agrees with a save changes nothing', saved, read(true), saved],
  ['a change by another party is shown', idleAt(true), read(false), idle],
  ['a change by another party replaces a saved answer', saved, read(false), idle],
  ['a late write that undid a saved answer is corrected', saved, read(false, true), correcting],
  ['a late write that undid an older answer is corrected', idleAt(true), read(false, true), correcting],
  ['a look-up finds the answer', lookingUp, read(true), saved],
  ['a look-up finds an equal answer, which is no save', verifying, read(false), idleAt(false)],
  [
    'an equal answer is sent when another party has changed the order',
    verifying,
    read(true),
    sent({ ...verifying, confirmed: true }, false),
  ],
  [
    'an equal answer whose consent the order no longer has is sent',
    verifying,
    read(undefined),
    sent({ ...verifying, confirmed: undefined }, false),
  ],
  ['a look-up does not find the answer', lookingUp, read(false), { ...notSaved, error: lost }],
  ['a read after a refusal does not find the answer', refusedLookingUp, read(false), notSaved],
  ['a read after a refusal finds the answer', refusedLookingUp, read(true), saved],
  ['a read after a refusal does not find the consent', refusedLookingUp, read(undefined), gone],
  ['a failed read after a refusal leaves it not saved', refusedLookingUp, unreadable(), notSaved],
  ['an answer during the read after a refusal is sent', refusedLookingUp, set(true), sent(refusedLookingUp)],
  ['a reset during the read after a refusal drops the answer', refusedLookingUp, reset, idle],
  ['a look-up does not find the consent', lookingUp, read(undefined), { ...gone, error: lost }],
  [
    'a new act that a look-up does not find is sent',
    { ...lookingUp, hasNewAct: true },
    read(false),
    sent({ ...lookingUp, confirmed: false }),
  ],
  ['a read finds an answer of unknown outcome', outcomeUnknown, read(true), saved],
  [
    'a read does not find an answer of unknown outcome',
    outcomeUnknown,
    read(false),
    { ...notSaved, error: lost },
  ],
  ['a read finds a refused answer', notSaved, read(true), saved],
  ['a read that confirms a refusal changes nothing', notSaved, read(false), notSaved],
  ['a refused answer is dropped with its consent', notSaved, read(undefined), gone],
  ['a consent that returns is shown', gone, read(false), idle],
  ['a read finds an answer that waits', waitingLost, read(true), saved],
  ['a read finds another value than the answer that waits', waitingLost, read(false), waiting],
  ['a read that agrees leaves an answer waiting', waiting, read(false), waiting],
  ['a read during a request is ignored', sending, read(true), sending],
  // A read that failed.
  ['a failed look-up makes the outcome unknown', lookingUp, unreadable(), outcomeUnknown],
  ['an equal answer that cannot be looked up is sent', verifying, unreadable(), sent(verifying, false)],
  ['a late write that cannot be ruled out makes a saved answer unknown', saved, unreadable(true), undone],
  [
    'a late write that cannot be ruled out makes an older answer unknown',
    idleAt(true),
    unreadable(true),
    undone,
  ],
  ['a failed read changes nothing of a saved answer', saved, unreadable(), saved],
  ['a failed read changes nothing without an answer', idle, unreadable(), idle],
  ['a failed read changes nothing of a refused answer', notSaved, unreadable(), notSaved],
  ['a failed read changes nothing of an unknown outcome', outcomeUnknown, unreadable(), outcomeUnknown],
  ['a failed read changes nothing of an answer that waits', waiting, unreadable(), waiting],
];

/** Returns the kind of a transition: phase, event, next phase, and whether the state stayed the same object. */
export function kindOf(before: State, event: Event, after: State): string {
  return `${before.phase} | ${event.type} | ${after === before ? 'unchanged' : after.phase}`;
}
