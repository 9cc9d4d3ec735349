import { virtual } from '@guidepup/virtual-screen-reader';
import { createSandbox } from '@norce-kit/sandbox';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const environment = globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean | undefined };
const { IS_REACT_ACT_ENVIRONMENT: before } = environment;

beforeEach(() => {
  // The state of the entry is that of a page, and other files leave theirs: a load that failed, for example.
  vi.resetModules();
  // React renders outside of `act`, at the times at which it renders in a browser.
  environment.IS_REACT_ACT_ENVIRONMENT = false;
});
afterEach(() => void (environment.IS_REACT_ACT_ENVIRONMENT = before));

/** Returns the transcript of a screen reader while a shopper reads the page, ticks, waits and un-ticks. */
async function transcriptOf(
  page: (orderId: string, fetch: typeof globalThis.fetch) => ReactNode,
  arriveEngine: () => Promise<unknown>,
) {
  const sandbox = createSandbox({ authenticate: false });
  const { id } = sandbox.orders.create({ id: `o_${crypto.randomUUID().slice(0, 8)}` });
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const fetch = async (input: RequestInfo | URL) => {
    const request = input as Request;
    if (request.method === 'PATCH') await held;
    return sandbox.fetch(request);
  };
  const { container } = render(page(id, fetch));
  const box = await screen.findByRole<HTMLInputElement>('checkbox');
  await virtual.start({ container });
  await virtual.press('Tab');
  await virtual.press(' ');
  await waitFor(() => expect(box.checked).toBe(true));
  await screen.findByText('Saving …');
  await arriveEngine();
  await new Promise((resolve) => setTimeout(resolve, 50));
  release();
  await screen.findByText('Saved');
  await virtual.press(' ');
  await waitFor(() => expect(box.checked).toBe(false));
  await waitFor(() => expect(sandbox.receipts.list().map(({ value }) => value)).toEqual([true, false]));
  await screen.findByText('Saved');
  await virtual.next();
  await virtual.next();
  const said = await virtual.spokenPhraseLog();
  await virtual.stop();
  cleanup();
  return said;
}

test('AX: a screen reader reads the same with both entries, before and after the engine', async () => {
  const { createOrderClient } = await import('@norce-kit/core');
  const whole = await import('@norce-kit/react');
  const lazy = await import('@norce-kit/react/lazy');
  const { replaceImport } = await import('./lazy/load-engine.ts');
  let arrive: () => void = () => undefined;
  const isThere = new Promise<void>((resolve) => (arrive = resolve));
  replaceImport(async () => {
    await isThere;
    return import('./lazy/engine.ts');
  });
  const arriveEngine = () => {
    arrive();
    return import('./lazy/engine.ts');
  };
  const options = { baseUrl: 'https://sandbox.invalid', retry: 0 } as const;
  const late = await transcriptOf((orderId, fetch) => {
    const client = lazy.createOrderClient({ ...options, fetch });
    return (
      <lazy.OrderProvider client={client} orderId={orderId}>
        <lazy.NewsletterConsent consentId="ci_newsletter" />
      </lazy.OrderProvider>
    );
  }, arriveEngine);
  const expected = await transcriptOf(
    (orderId, fetch) => {
      const client = createOrderClient({ ...options, fetch });
      return (
        <whole.OrderProvider client={client} orderId={orderId}>
          <whole.NewsletterConsent consentId="ci_newsletter" />
        </whole.OrderProvider>
      );
    },
    () => Promise.resolve(),
  );
  expect(late).toEqual(expected);
  expect(late.filter((phrase) => phrase.includes('Saving'))).toHaveLength(1);
});
