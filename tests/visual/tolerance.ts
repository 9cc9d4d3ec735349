import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser } from '@playwright/test';

export const baselines = fileURLToPath(new URL('baselines/', import.meta.url));
export const drawnBy = `${baselines}chromium.json`;

/** Returns the major version of a browser. */
export function majorOf(version = ''): string {
  return version.split('.')[0] ?? '';
}

/** Returns how much a picture may differ. Another Chromium antialiases text differently, so only larger differences count there. */
export function toleranceOf(browser: Browser | null) {
  return majorOf(browser?.version()) === drawnWith()
    ? { maxDiffPixels: 8, threshold: 0.15 }
    : { maxDiffPixelRatio: 0.03, threshold: 0.4 };
}

/** The Chromium that drew the pictures. */
function drawnWith(): string {
  if (!existsSync(drawnBy)) return '';
  return (JSON.parse(readFileSync(drawnBy, 'utf8')) as { major: string }).major;
}
