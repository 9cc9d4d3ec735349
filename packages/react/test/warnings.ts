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

/** The warning of an order that the order API does not have. */
export const unknownOrder = (orderId: string): string =>
  `the order API has no order ${orderId}. Pass the id that createOrder returned. ` +
  'A restarted sandbox has no orders: start a new checkout.';

/** The warning of a consent without words. */
export const noWords = (consentId: string): string =>
  `the consent “${consentId}” has no text on the order, so its box shows the id. ` +
  'Pass `label`, or create the consent with a text.';

/** The warning of a link that is shown as text. */
export const noLink = (consentId: string, text: string, address: string): string =>
  `“${text}” of “${consentId}” is no link: its address is ${address}. ` +
  'Write one that begins with https:// or is relative to the page.';

/** The warning of a newsletter that the order requires. */
export const requiredNewsletter = (consentId: string): string =>
  `the order requires the newsletter “${consentId}”, so no order goes on without it. ` +
  'Create the consent with "required": false.';

/** Returns an id that no other test has. */
export const uniqueId = (name: string): string => `${name}_${crypto.randomUUID().slice(0, 8)}`;
