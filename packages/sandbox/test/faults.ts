import { expect } from 'vitest';
import type { Fault } from '../src/network/faults.ts';
import type { Sandbox } from '../src/sandbox.ts';
import { createSandbox } from '../src/sandbox.ts';
import type { RequestOptions } from './request.ts';
import { sendRequest } from './request.ts';

/** A clock that tests advance by hand, so that the load of the machine does not matter. */
export const clock = {
  time: 0,
  timers: new Map<symbol, { due: number; task: () => void }>(),
  now: () => clock.time,
  setTimeout: (task: () => void, ms: number) => {
    const timer = Symbol();
    clock.timers.set(timer, { due: clock.time + ms, task });
    return () => void clock.timers.delete(timer);
  },
  waiting: () => expect.poll(() => clock.timers.size, { interval: 1 }).toBe(1),
  advance: (ms: number) => {
    clock.time += ms;
    for (const [timer, { due, task }] of clock.timers) {
      if (due <= clock.time && clock.timers.delete(timer)) task();
    }
  },
};

/** The sandbox of the test file; `setUp` resets it. */
export const sandbox = createSandbox({ clock });

interface Target {
  readonly fetch: Sandbox['fetch'];
  readonly base?: string;
}

/** Creates an order with faults, and functions that send requests to it. */
export function setUp(at: Target, ...faults: Fault[]) {
  sandbox.reset();
  clock.timers.clear();
  const { id } = sandbox.orders.create();
  for (const fault of faults) sandbox.faults.add(fault);
  return {
    id,
    tick: (checked: boolean, given: RequestOptions = {}) =>
      sendRequest(at.fetch, 'PATCH', `/${id}/consents/ci_newsletter`, { ...at, body: { checked }, ...given }),
    get: (given: RequestOptions = {}) => sendRequest(at.fetch, 'GET', `/${id}`, { ...at, ...given }),
    ticked: () => sandbox.orders.get(id)?.consents[0]?.checked,
    receipts: () => sandbox.receipts.list().map(({ applied, status, fault }) => ({ applied, status, fault })),
  };
}
