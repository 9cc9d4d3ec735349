import { virtual } from '@guidepup/virtual-screen-reader';
import type { OrderInput, SandboxOptions } from '@norce-kit/sandbox';
import { cleanup, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { setUpOrder } from './order.tsx';

/** An order whose writes wait, so that the tick is read before the end of its save. */
export type HeldOrder = ReturnType<typeof setUpOrder> & {
  /** Sends one write to the sandbox: the one that waits, or else the next one. */
  readonly release: () => void;
};
type Act = { IS_REACT_ACT_ENVIRONMENT?: boolean | undefined };

/** Steps of a shopper with a screen reader. Each writes what is read to the transcript. */
export interface Reader {
  /** Presses a key, such as `Tab`, `Shift+Tab` or `Space`. */
  press: (key: string) => Promise<void>;
  /** Waits for a condition. */
  until: (condition: () => unknown) => Promise<void>;
  /** Waits until a box has a save state; for `saving` it ends the 400 ms after the tick. */
  untilState: (saveState: string) => Promise<void>;
  /** Reads on to the end of the page, without moving the focus. */
  readOn: () => Promise<void>;
  /** Does what the shopper does not do, such as a change by customer service. */
  meanwhile: (event: string, cause: () => unknown) => Promise<void>;
}

export interface TranscriptState {
  readonly title: string;
  /** Sandbox, order and client of this state. */
  readonly order?: readonly [SandboxOptions, OrderInput];
  /** Shows the page, and then acts on it. */
  readonly run: (order: HeldOrder, reader: Reader) => Promise<void>;
}

/** Timers that turn the saves under way into slow ones. */
let slowTimers: (() => void)[] = [];

/**
 * React renders outside of `act`, at the times at which it renders in a browser. A save is slow where a state waits for
 * that, not where the machine is.
 */
export function setUpScreenReader(): void {
  const global = globalThis as Act;
  let before: Act['IS_REACT_ACT_ENVIRONMENT'];
  beforeEach(() => {
    before = global.IS_REACT_ACT_ENVIRONMENT;
    global.IS_REACT_ACT_ENVIRONMENT = false;
    slowTimers = [];
    const { setTimeout: native } = globalThis;
    vi.stubGlobal('setTimeout', (callback: () => void, delay?: number, ...rest: unknown[]) => {
      if (delay !== 400) return native(callback, delay, ...rest);
      slowTimers.push(callback);
      return undefined;
    });
  });
  afterEach(async () => {
    await virtual.stop();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
    global.IS_REACT_ACT_ENVIRONMENT = before;
  });
}

/** Compares what a screen reader reads in some states with a reviewed file in `tests/transcripts`. */
export async function expectTranscript(name: string, states: readonly TranscriptState[]): Promise<void> {
  const texts: string[] = [];
  for (const { title, order, run } of states) {
    const lines: string[] = [];
    await run(holdWrites(order), createReader(lines));
    await virtual.stop();
    cleanup();
    vi.restoreAllMocks();
    sessionStorage.clear();
    slowTimers = [];
    texts.push([`# ${title}`, ...lines].join('\n'));
  }
  const file = `${import.meta.dirname}/../../../tests/transcripts/${name}.txt`;
  await expect(`${texts.join('\n\n')}\n`).toMatchFileSnapshot(file);
}

function holdWrites([options, input]: NonNullable<TranscriptState['order']> = [{}, {}]): HeldOrder {
  const waiting: (() => void)[] = [];
  let released = 0;
  const order = setUpOrder(options, input, (sandbox) => ({
    fetch: async (request) => {
      if (request.method !== 'GET' && released === 0) {
        await new Promise<void>((resolve) => waiting.push(resolve));
      } else if (request.method !== 'GET') released -= 1;
      return sandbox.fetch(request);
    },
  }));
  const release = () => {
    const next = waiting.shift();
    if (next === undefined) released += 1;
    else next();
  };
  return { ...order, release };
}

/** Shortens a phrase to the words that screen readers have in common. Empty for one that they do not read. */
function toLine(phrase: string): string {
  return phrase
    .replace(/^(polite|assertive): /, 'announced: ')
    .replace(', not invalid', '')
    .replace(/^listitem, level 1, position (\d+), set size (\d+)$/, 'list item $1 of $2')
    .replace(/^(announced: |status|end of (status|listitem.*|list|paragraph|form|main)|paragraph|form)$/, '');
}

function createReader(lines: string[]): Reader {
  let heard = 0;
  const hear = async () => {
    // Live regions are read after the task that changed them.
    await new Promise((resolve) => setTimeout(resolve));
    const log = await virtual.spokenPhraseLog();
    for (const phrase of log.slice(heard)) {
      const line = toLine(phrase);
      // The reader repeats a live region for each of its nodes that changed. Screen readers read it once.
      const isRepeated = line.startsWith('announced: ') && lines.at(-1) === `  ${line}`;
      if (line !== '' && !isRepeated) lines.push(`  ${line}`);
    }
    heard = log.length;
  };
  const start = async () => {
    if (virtual.activeNode !== null) return;
    await virtual.start({ container: document.body });
    heard = (await virtual.spokenPhraseLog()).length;
  };
  const until = async (condition: () => unknown) => {
    await start();
    await waitFor(async () => expect(await condition()).not.toBe(false));
    await hear();
  };
  return {
    press: async (key) => {
      await start();
      lines.push(`[${key === ' ' ? 'Space' : key}]`);
      await virtual.press(key);
      await hear();
    },
    until,
    untilState: (saveState) => {
      if (saveState === 'saving') slowTimers.splice(0).forEach((callback) => callback());
      return until(() => expect(document.querySelector(`[data-save-state="${saveState}"]`)).not.toBeNull());
    },
    readOn: async () => {
      await start();
      lines.push('[Reads on]');
      do {
        await virtual.next();
        await hear();
      } while ((await virtual.lastSpokenPhrase()) !== 'end of document');
    },
    meanwhile: async (event, cause) => {
      await start();
      lines.push(`(${event})`);
      await cause();
      await hear();
    },
  };
}
