import { optionError } from './option-error.ts';

/** The names of all options of a function. A list of them would compile without one that was added. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>;

/** Throws for names that are no option, which get past the types in JavaScript: the option that was meant would be off. */
export function checkNames<Options extends object>(
  options: Options,
  names: OptionNames<Options>,
  caller: string,
): void {
  for (const name of givenNames(options)) {
    if (!Object.hasOwn(names, name)) throw unknownOption(name, findSimilar(name, Object.keys(names)), caller);
  }
}

/**
 * Throws for names that are similar to an option of `names` that is absent. Accepts all others: the shop may use the
 * object for other things too.
 */
export function checkSimilarNames<Options extends object>(
  options: Options,
  names: readonly (keyof Options & string)[],
  path: string,
  caller: string,
): void {
  const absent = names.filter((name) => options[name] === undefined);
  for (const name of givenNames(options)) {
    const meant = names.includes(name as never) ? undefined : findSimilar(name, absent);
    if (meant !== undefined) throw unknownOption(`${path}.${name}`, meant, caller);
  }
}

function givenNames(options: object): readonly string[] {
  return Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [name]));
}

function unknownOption(name: string, meant: string | undefined, caller: string): TypeError {
  return optionError(
    `${name} is no option`,
    'it would do nothing',
    meant === undefined ? 'remove it, or write it as in the guide' : `write ${meant}`,
    caller,
  );
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
