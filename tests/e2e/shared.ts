import { test as base } from '@playwright/test';

/** Registers a function that runs when the worker ends. */
type AtEnd = (close: () => unknown) => void;

/** Returns what `open` returned when it was first called under this name, in this worker. */
export type Share = <Value>(name: string, open: (atEnd: AtEnd) => Value | Promise<Value>) => Promise<Value>;

/**
 * Shares servers and bundles between tests. Playwright starts a worker, with a browser, for each set of worker fixtures, so this
 * is the only one.
 */
export const test = base.extend<object, { share: Share }>({
  share: [
    async ({}, use) => {
      const values = new Map<string, Promise<unknown>>();
      const closers: (() => unknown)[] = [];
      await use(<Value>(name: string, open: (atEnd: AtEnd) => Value | Promise<Value>) => {
        const value = values.get(name) ?? Promise.resolve(open((close) => closers.unshift(close)));
        values.set(name, value);
        return value as Promise<Value>;
      });
      for (const close of closers) await close();
    },
    { scope: 'worker' },
  ],
});

export { expect } from '@playwright/test';
