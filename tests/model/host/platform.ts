import { installClock } from '../clock.ts';
import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { HostSetup } from './setup.ts';

/** The parts of a browser that a run replaces. */
export interface Platform {
  readonly clock: Clock;
  /** Moves the wall clock, and with it no timer. */
  readonly skew: (milliseconds: number) => void;
  /** Texts written to `console.error` and `console.warn`. */
  readonly problems: string[];
  readonly uninstall: () => void;
}

const ignored = [
  // Logged in development for each newsletter that the order has ticked.
  'A pre-ticked box is no consent',
  // Async acts of React overlap where a component suspends.
  'The current testing environment is not configured to support act',
  // Server and browser are one process here.
  'Detected multiple renderers concurrently rendering the same context provider',
  // Explains a login page in the place of the handler, which is one of the faults.
  'returned HTML: is createOrderHandler mounted there?',
  // Explains a 404, which is one of the faults.
  'the order API has no order',
  // Some hosts have several.
  'has two clients at a time',
];

type Names = 'BroadcastChannel' | 'requestAnimationFrame';

/** Replaces clock, random numbers, console and `BroadcastChannel`, so that a run is reproducible. */
export function installPlatform(channel: HostSetup['channel']): Platform {
  const clock = installClock();
  const replaced = new Map<Names, unknown>();
  const replace = (name: Names, value: unknown) => {
    replaced.set(name, globalThis[name]);
    Object.assign(globalThis, { [name]: value });
  };
  const { error, warn } = console;
  const problems: string[] = [];
  const note = (text: unknown, ...values: readonly unknown[]) => {
    const line = [text, ...values].map(String).join(' ');
    if (!ignored.some((known) => line.includes(known))) problems.push(line);
  };
  Object.assign(console, { error: note, warn: note });
  Math.random = createRandom();
  const now = Date.now;
  let offset = 0;
  Date.now = () => now() + offset;
  replace(
    'BroadcastChannel',
    channel === 'works' ? createChannels() : channel === 'throws' ? Denied : undefined,
  );
  replace('requestAnimationFrame', (run: () => void) => setTimeout(run, 16));
  // The real one resolves on a thread of its own, at a time that no fake clock controls.
  Object.assign(crypto.subtle, {
    digest: (_: string, bytes: Uint8Array) => Promise.resolve(createHash('sha256').update(bytes).digest()),
  });
  return {
    clock,
    skew: (milliseconds) => void (offset += milliseconds),
    problems,
    uninstall: () => {
      Object.assign(console, { error, warn });
      Reflect.deleteProperty(crypto.subtle, 'digest');
      Object.assign(globalThis, Object.fromEntries(replaced));
      clock.uninstall();
    },
  };
}

/** Equal numbers in each run, but not equal ones in one run: the kit makes names of them. */
function createRandom(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** `BroadcastChannel` of a browser that blocks storage. */
function Denied(): never {
  throw new DOMException('The operation is insecure.', 'SecurityError');
}

/** `BroadcastChannel` on the fake clock, with channels of one run. */
function createChannels() {
  const open = new Set<Channel>();
  class Channel {
    onmessage: ((event: { readonly data: unknown }) => void) | null = null;
    readonly #name: string;

    constructor(name: string) {
      this.#name = name;
      open.add(this);
    }

    postMessage(message: unknown): void {
      const data: unknown = structuredClone(message);
      for (const other of open) {
        if (other === this || other.#name !== this.#name) continue;
        setTimeout(() => {
          if (open.has(other)) other.onmessage?.({ data });
        }, 1);
      }
    }

    close(): void {
      open.delete(this);
    }
  }
  return Channel;
}
