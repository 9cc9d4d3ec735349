/**
 * Ids that no server on the way can take for another id or another path: empty, `.` and `..`, also before a `;`, which
 * Java servers cut off; separators; escapes, because some servers decode twice; control characters, lone surrogates and
 * marks of direction; more than 256 characters, counted from the start only, because a count from each character took
 * 80 µs for a long id. See docs/decisions/018-ids-of-consents.md.
 */
const unsafe = /[/\\\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_C}]|%([\da-f]{2}|u[\da-f]{4})|^(\.{0,2}(;|$)|.{257})/iu;

/**
 * Returns whether `id` can be the id of a consent. The client, the handler and the sandbox have the same rule.
 *
 * @example
 * isConsentId('sms & e-mail'); // true
 */
export function isConsentId(id: string): boolean {
  return !unsafe.test(id);
}
