import { isValidElement } from 'react';
import { languageOf } from './languages.ts';
import type { Network } from './network.ts';
import { translate } from './words.ts';

/** Controls that every story has in addition to the props of its component. */
export interface StageArgs {
  network?: Network;
  density?: 'comfortable' | 'compact';
}

/** Globals of a story that decide about its words. */
export interface StageGlobals {
  readonly globals: Readonly<Record<string, unknown>>;
}

/**
 * Returns the props of the component, without the controls of the stage. Known sentences of the shop are in the language of
 * the toolbar; a text that the reader wrote into the controls stays as it is.
 */
export function ownProps<Args extends StageArgs>(
  args: Args,
  { globals }: StageGlobals,
): Omit<Args, keyof StageArgs> {
  const props = { ...args };
  delete props.network;
  delete props.density;
  return translateIn(props, languageOf(globals['locale']).locale.tag);
}

/** Translates the strings in plain data. Functions and elements stay as they are. */
function translateIn<Value>(value: Value, tag: string): Value {
  if (typeof value === 'string') return translate(tag, value) as Value;
  if (Array.isArray(value)) return value.map((item: unknown) => translateIn(item, tag)) as Value;
  if (typeof value !== 'object' || value === null || isValidElement(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, translateIn(item, tag)]),
  ) as Value;
}
