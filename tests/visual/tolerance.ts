import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from '@playwright/test';
import type { Browser } from '@playwright/test';
import { headlessShell } from '../../scripts/chromium.mjs';

export const baselines = fileURLToPath(new URL('baselines/', import.meta.url));
export const drawnBy = `${baselines}chromium.json`;

/** Returns the kind of Chromium and its major version. With a window, Chromium antialiases text differently. */
export function engineOf(browser: Browser | null): string {
  const kind = headlessShell().executablePath?.endsWith('headless-shell') ? 'headless shell' : 'chromium';
  return `${kind} ${browser?.version().split('.')[0] ?? ''}`;
}

/** Whether the run replaces the pictures that differ. */
export const isRenewal = () => test.info().config.updateSnapshots === 'changed';

/** Returns how much a picture may differ. Another Chromium antialiases text differently, so only larger differences count there. */
export function toleranceOf(browser: Browser | null) {
  return isRenewal() || engineOf(browser) === drawnWith()
    ? { maxDiffPixels: 8, threshold: 0.15 }
    : { maxDiffPixelRatio: 0.03, threshold: 0.4 };
}

/** The Chromium that drew the pictures. */
function drawnWith(): string {
  if (!existsSync(drawnBy)) return '';
  return (JSON.parse(readFileSync(drawnBy, 'utf8')) as { engine?: string }).engine ?? '';
}
