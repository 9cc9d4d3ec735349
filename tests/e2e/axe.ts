import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame, Page } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';

declare global {
  var axe: { run: (options?: RunOptions) => Promise<AxeResults> };
}

// Not by `axe.source`: importing axe runs it in Node too, and its code is twice as long when not minified.
const file = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
let source: string | undefined;

/** Loads axe into a page or a frame that has not loaded it. */
export async function loadAxe(frame: Page | Frame): Promise<void> {
  if (await frame.evaluate(() => 'axe' in globalThis)) return;
  await frame.evaluate((source ??= readFileSync(file, 'utf8')));
}
