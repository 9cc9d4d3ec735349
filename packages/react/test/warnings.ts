import { expect, onTestFinished, vi } from 'vitest';

/** Records the warnings for developers until the end of the test. Each appears once, so an earlier test may have caused it. */
export function recordWarnings() {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  onTestFinished(() => warn.mockRestore());
  return { list: () => warn.mock.calls.map(([message]) => message as unknown) };
}

/**
 * Expects these warnings for developers, and no others, by the end of the test. A warning appears once per page, so consents
 * and addresses in it need names of their own: `uniqueId`.
 */
export function expectWarnings(...messages: readonly string[]): void {
  const { list } = recordWarnings();
  onTestFinished(() => expect(list()).toEqual(messages.map((message) => `norce-kit: ${message}`)));
}

/** The warning of an order that has two clients at a time. */
export const twoClients = (orderId: string): string =>
  `order ${orderId} has two clients at a time. Create one client, export it, and import it everywhere.`;

/** The warning of a newsletter that the order requires. */
export const requiredNewsletter = (consentId: string): string =>
  `the order requires the newsletter “${consentId}”, so no order goes on without it. ` +
  'Create the consent with "required": false.';

/** Returns an id that no other test has. */
export const uniqueId = (name: string): string => `${name}_${crypto.randomUUID().slice(0, 8)}`;
