import tokens from '@norce-kit/react/tokens.json';

/** A token of tokens.json. */
export interface Token {
  /** Path below its set, such as `size-box`. */
  readonly name: string;
  readonly type: string;
  readonly value: unknown;
  /** Purpose in the kit, as a sentence. */
  readonly purpose: string;
}

/** Sizes, spaces, type, motion and focus. */
export const measures: readonly Token[] = listTokens(tokens.base);
export const colors: readonly Token[] = listTokens(tokens.light);
/** Values in place of `measures` below `data-density="compact"`, by name. */
export const compactValues: ReadonlyMap<string, unknown> = new Map(
  listTokens(tokens.compact).map(({ name, value }) => [name, value]),
);

const themeSets = {
  light: colors,
  dark: listTokens(tokens.dark),
  'high-contrast': listTokens(tokens['high-contrast-light']),
};

/** Returns the value of a token in a theme. */
export function valueOf({ name, value }: Token, theme: keyof typeof themeSets): unknown {
  return themeSets[theme].find((token) => token.name === name)?.value ?? value;
}

/** Returns the custom property of a token. */
export const propertyOf = (name: string): string => `--nk-${name}`;

/** Returns a token by its custom property, or undefined. */
export function tokenOf(property: string): Token | undefined {
  return [...measures, ...colors].find(({ name }) => propertyOf(name) === property);
}

/** Returns a value in px and rem, or in its own unit. */
export function write(value: unknown): string {
  if (Array.isArray(value)) return `cubic-bezier(${value.join(', ')})`;
  if (typeof value !== 'object' || value === null) return String(value);
  if ('hex' in value) return String(value.hex);
  const { value: number, unit } = value as { value: number; unit: string };
  if (unit === 'rem') return `${round(number * 16)} px · ${number} rem`;
  if (unit === 'px') return `${number} px · ${round(number / 16)} rem`;
  return `${number} ${unit}`;
}

/** Rounds to four decimals. */
export function round(number: number): number {
  return Math.round(number * 10_000) / 10_000;
}

function listTokens(group: object, path: readonly string[] = [], inherited = ''): readonly Token[] {
  const { $type = inherited, $value, $description = '', ...rest } = group as Record<string, unknown>;
  if ($value !== undefined) {
    return [{ name: path.join('-'), type: String($type), value: $value, purpose: String($description) }];
  }
  return Object.entries(rest)
    .filter(([name]) => !name.startsWith('$'))
    .flatMap(([name, child]) => listTokens(child as object, [...path, name], String($type)));
}
