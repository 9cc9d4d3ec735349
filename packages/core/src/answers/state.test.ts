import { describe, expect, test } from 'vitest';
import { transitions } from '../../test/transitions.ts';
import { initialState, isAtRest, toAnswer, toEvent, transition } from './state.ts';
import type { State } from './state.ts';

describe('transition', () => {
  test.each(transitions)('%s', (_, before, event, after) => {
    expect(transition(before, event)).toEqual(after);
  });

  test.each(transitions.filter(([, before, , after]) => before === after))(
    '%s: the state is the same object',
    (_, before, event) => {
      expect(transition(before, event)).toBe(before);
    },
  );

  test('does not mutate its argument', () => {
    for (const [, before, event] of transitions) {
      expect(() => transition(Object.freeze({ ...before }), event)).not.toThrow();
    }
  });

  test('a state at rest has no request, no new act and is not slow', () => {
    for (const [, , , after] of transitions.filter(([, , , state]) => isAtRest(state))) {
      expect(after).toMatchObject({ inFlight: undefined, isSlow: false, hasNewAct: false });
    }
  });
});

describe('toEvent', () => {
  const saved: State = { ...initialState, phase: 'saved', confirmed: true, kept: true };
  test.each<[title: string, before: Partial<State>, after: Partial<State>, event: object | undefined]>([
    ['a save', { phase: 'sending', desired: true }, saved, { type: 'saved', checked: true }],
    [
      'a refusal',
      { phase: 'sending', desired: true },
      { phase: 'not-saved', desired: true },
      { type: 'not-saved', checked: true },
    ],
    [
      'a lost consent',
      { phase: 'looking-up', desired: true },
      { phase: 'not-saved' },
      { type: 'not-saved', checked: true },
    ],
    [
      'an undone save',
      saved,
      { phase: 'unknown', desired: true, kept: true },
      { type: 'unknown', checked: true },
    ],
    ['a change by another party', saved, { confirmed: false }, { type: 'changed', checked: false }],
    [
      'a dropped answer',
      { phase: 'looking-up', confirmed: true, desired: false, accepted: true },
      { confirmed: true, accepted: true },
      { type: 'dropped', checked: true },
    ],
    [
      'a late write of a dropped answer',
      { confirmed: false, accepted: false },
      { confirmed: true },
      { type: 'changed', checked: true },
    ],
    ['a first read', {}, { confirmed: false }, undefined],
    ['a reset', { phase: 'not-saved', confirmed: false, desired: true }, { confirmed: false }, undefined],
    ['the same phase again', { ...saved }, saved, undefined],
  ])('%s', (_, before, after, event) => {
    expect(toEvent({ ...initialState, ...before }, { ...initialState, ...after })).toEqual(event);
  });
});

describe('toAnswer', () => {
  const sending: State = {
    ...initialState,
    phase: 'sending',
    confirmed: false,
    desired: true,
    inFlight: true,
  };
  test.each<[title: string, state: Partial<State>, isOnline: boolean, answer: object]>([
    ['a quick save shows no state', sending, true, { checked: true, saveState: 'idle' }],
    ['a slow save', { ...sending, isSlow: true }, true, { checked: true, saveState: 'saving' }],
    ['a save without a connection', sending, false, { checked: true, saveState: 'waiting' }],
    [
      'a look-up hides its error',
      { ...sending, phase: 'looking-up', error: {} as never },
      true,
      { error: undefined },
    ],
    [
      'a refusal shows the order',
      { phase: 'not-saved', confirmed: false, desired: true },
      true,
      { checked: false },
    ],
    [
      'a refusal without a known value is unticked',
      { phase: 'not-saved', desired: true },
      true,
      { checked: false },
    ],
    [
      'an unknown outcome keeps the answer',
      { phase: 'unknown', desired: true },
      true,
      { checked: true, saveState: 'unknown' },
    ],
    [
      'a tick that is being dropped shows the order',
      { phase: 'looking-up', confirmed: false, desired: true, accepted: false },
      false,
      { checked: false, saveState: 'not-saved', isDropped: false },
    ],
    [
      'a tick of unknown outcome that is being dropped keeps its text',
      { phase: 'looking-up', desired: true, accepted: false, error: {} as never },
      true,
      { checked: true, saveState: 'unknown', error: {}, isDropped: false },
    ],
    [
      'a dropped answer that could not be read',
      { phase: 'unknown', confirmed: false, desired: true, accepted: false },
      true,
      { checked: false, saveState: 'unknown', isDropped: true },
    ],
    [
      'a dropped answer',
      { confirmed: true, accepted: true },
      true,
      { checked: true, saveState: 'idle', isDropped: true },
    ],
    ['an unread consent', {}, true, { checked: undefined, saveState: 'idle' }],
  ])('%s', (_, state, isOnline, answer) => {
    expect(toAnswer({ ...initialState, ...state }, isOnline)).toMatchObject(answer);
  });
});
