// The same rule as in core, in code of its own: an emulator that shares code with the client hides its faults.
const separators = ['/', '\\', '\u2028', '\u2029'];
const escape = /%[0-9a-fA-F]{2}|%[uU][0-9a-fA-F]{4}/;

/** Returns whether an id can be the id of a consent. */
export function isConsentId(id: string): boolean {
  const characters = Array.from(id);
  const isName = !['', '.', '..'].includes(id.split(';')[0] ?? '');
  const isPlain = !characters.some((character) => separators.includes(character) || isHidden(character));
  return isName && isPlain && !escape.test(id) && characters.length <= 256;
}

/** Control characters, lone surrogates and marks of direction. */
function isHidden(character: string): boolean {
  return /^[\p{Cc}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]$/u.test(character);
}
