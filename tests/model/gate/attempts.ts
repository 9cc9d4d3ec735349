import type { GateBlocker } from '@norce-kit/react';
import { keyOf, consentIds } from './traffic.ts';
import type { World } from './world.ts';

/** A click on a button that goes on. */
export interface Attempt {
  readonly orderId: string;
  readonly button: number;
  readonly at: number;
  /** Whether it may be the second click of a double click, which is ignored. */
  readonly isRepeated: boolean;
  end: 'ready' | 'refused' | undefined;
  endedAt: number | undefined;
  /** Whether the promise of `onReady` has not ended. */
  isPlacing: boolean;
  isSubmitted: boolean;
  /** Whether its button or its order was gone since, or the page was left. */
  isDropped: boolean;
}

/** The attempts to go on, and the functions of the host that they call. */
export class Attempts {
  readonly all: Attempt[] = [];
  /** Calls of `whenSettled` and `check` of the gate. */
  readonly waits: { readonly at: number; isOver: boolean }[] = [];
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  add(button: number, isRepeated: boolean): void {
    this.all.push({
      orderId: this.#world.orderId,
      button,
      at: performance.now(),
      isRepeated,
      end: undefined,
      endedAt: undefined,
      isPlacing: false,
      isSubmitted: false,
      isDropped: false,
    });
  }

  drop(isGone: (attempt: Attempt) => boolean = () => true): void {
    for (const attempt of this.all) attempt.isDropped ||= isGone(attempt);
  }

  /** Drops all, and with them those that wait for the promise of `onReady`. */
  leave(): void {
    this.drop();
    for (const attempt of this.all) attempt.isPlacing = false;
  }

  readonly onReady = (button: number, orderId: string): unknown => {
    const how = `button ${button} went on`;
    const attempt = this.#end('ready', how, orderId, button);
    if (this.#world.find(`[data-pay="${button}"]`) === undefined)
      this.#fail(`GO2: ${how} although it is gone`);
    this.#checkGoingOn(orderId, how);
    const { ready, readyTime } = this.#world.setup;
    if (ready === 'sync' || attempt === undefined) return undefined;
    attempt.isPlacing = true;
    const placing = new Promise<void>((resolve, reject) => {
      setTimeout(() => {
        Object.assign(attempt, { isPlacing: false, endedAt: performance.now() });
        if (ready === 'rejects') reject(new Error('the payment failed'));
        else resolve();
      }, readyTime);
    });
    // A button with a planted fault may ignore it.
    placing.catch(() => undefined);
    return placing;
  };

  readonly onRefused = (button: number, orderId: string, blockers: readonly GateBlocker[] = []): void => {
    const attempt = this.#end('refused', `button ${button} was refused`, orderId, button);
    const isEarly = (attempt?.endedAt ?? Infinity) - (attempt?.at ?? 0) < 30_000;
    if (isEarly && blockers.length > 0 && blockers.every(({ reason }) => reason === 'saving'))
      this.#fail(`NV4: button ${button} was refused while an answer was being saved`);
  };

  readonly onSubmit = (orderId: string): void => {
    const attempt = this.#last(orderId);
    const { ready } = this.#world.setup;
    if (attempt === undefined || attempt.isSubmitted) this.#fail('GO1: submitted without a click');
    if (attempt?.isDropped) this.#fail('GO2: submitted although it was dropped');
    if (attempt) attempt.isSubmitted = true;
    if (ready === 'none') {
      this.#end('ready', 'submitted', orderId);
      this.#checkGoingOn(orderId, 'submitted');
    } else if (ready === 'rejects' || attempt?.end !== 'ready') this.#fail('GO1: submitted without onReady');
  };

  readonly onWait = (orderId: string, settled: Promise<unknown>): void => {
    const wait = { at: performance.now(), isOver: false };
    this.waits.push(wait);
    settled.then(
      () => {
        wait.isOver = true;
        for (const consentId of consentIds) this.#checkSettled(orderId, consentId);
      },
      () => void (wait.isOver = true),
    );
  };

  #last(orderId: string, button?: number): Attempt | undefined {
    const last = this.all.findLast((attempt) => attempt.orderId === orderId);
    return button === undefined || last?.button === button ? last : undefined;
  }

  #end(end: 'ready' | 'refused', how: string, orderId: string, button?: number): Attempt | undefined {
    const attempt = this.#last(orderId, button);
    if (attempt === undefined || attempt.end !== undefined) this.#fail(`GO1: ${how} without a click`);
    if (attempt?.isDropped) this.#fail(`GO2: ${how} although it was dropped`);
    if (attempt) Object.assign(attempt, { end, endedAt: performance.now() });
    return attempt;
  }

  /** I1: the order holds what the page shows, and what the gate waits for. */
  #checkGoingOn(orderId: string, how: string): void {
    const world = this.#world;
    const { traffic, dropped } = world;
    if (orderId !== world.orderId) this.#fail(`GO2: ${how} with the order of before`);
    for (const consentId of consentIds) {
      const held = traffic.holds(orderId, consentId);
      const shown = world.box(consentId)?.checked;
      const state = world.stateOf(consentId);
      const about = `${how} with ${consentId} shown as ${shown}, held as ${held}, ${state}`;
      const isRequired = world.isRequired(consentId);
      if (isRequired && shown === false) this.#fail(`I1: ${about}`);
      // Others changed it, unannounced, or a late write did.
      if (!traffic.knows(orderId, consentId)) continue;
      if (isRequired && held !== true) this.#fail(`I1: ${about}`);
      if (shown !== undefined && shown !== held) this.#fail(`I1: ${about}`);
      const isOpen = state !== undefined && state !== 'idle' && state !== 'saved';
      if (isOpen && !dropped.has(keyOf(orderId, consentId))) this.#fail(`I1: ${about}`);
    }
    const key = keyOf(orderId, 'note');
    const note = world.given.get(key)?.at(-1);
    const held = traffic.holds(orderId, 'note');
    if (note === undefined || held === note || dropped.has(key) || world.mayBeLate) return;
    this.#fail(`I1: ${how} with the note ${held}, which was typed as ${note}`);
  }

  #checkSettled(orderId: string, consentId: string): void {
    const { traffic, dropped, given, changedByOthers } = this.#world;
    const key = keyOf(orderId, consentId);
    const last = given.get(key)?.at(-1);
    if (last === undefined || dropped.has(key) || changedByOthers.has(key)) return;
    if (traffic.knows(orderId, consentId) && traffic.holds(orderId, consentId) !== last)
      this.#fail(`NV4: the gate is settled, and the order does not hold ${consentId} as ${last}`);
  }

  /** The kit calls the host in a place where an error could be caught or reported. */
  #fail(message: string): void {
    this.#world.problem ??= message;
  }
}
