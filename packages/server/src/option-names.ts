import { optionError } from './option-error.ts';

/** The names of all options of a function. A list of them would compile without one that was added. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>;

/**
 * Throws for a name that is almost the one of an absent option, which gets past the types in JavaScript: the option that was
 * meant would be off. Accepts all other names: the object may be the shop's own configuration.
 */
export function checkNames<Options extends object>(
  options: Options,
  names: Partial<OptionNames<Options>>,
  caller: string,
  path = '',
): void {
  const isGiven = (name: string) => options[name as keyof Options] !== undefined;
  const absent = Object.keys(names).filter((name) => !isGiven(name));
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(names, name) || !isGiven(name)) continue;
    const meant = findSimilar(name, absent);
    if (meant === undefined) continue;
    throw optionError(`${path}${name} is no option`, 'it would do nothing', `write ${meant}`, caller);
  }
}

function findSimilar(name: string, names: readonly string[]): string | undefined {
  return names.find((known) => isSimilar(name.toLowerCase(), known.toLowerCase(), 2));
}

/** Whether `edits` letters, added, left out or replaced, make one word of the other. */
function isSimilar(one: string, other: string, edits: number): boolean {
  if (one === '' || other === '') return one.length + other.length <= edits;
  const [rest, otherRest] = [one.slice(1), other.slice(1)];
  if (one[0] === other[0]) return isSimilar(rest, otherRest, edits);
  return (
    edits > 0 &&
    (isSimilar(rest, other, edits - 1) ||
      isSimilar(one, otherRest, edits - 1) ||
      isSimilar(rest, otherRest, edits - 1))
  );
}
