import type { ReactNode } from 'react';
import type { UseMessagesResult } from '../../hooks/use-messages.ts';
import type { ConsentCheckboxProps } from '../consent-checkbox.tsx';

/** The words of a box. */
export type ReadyWords = Pick<ConsentCheckboxProps, 'label' | 'description' | 'lang' | 'wordingVersion'>;

/**
 * Returns the texts of a box: the shop's, or the ready ones where it gives none, each with its language. Undefined where the
 * language has no ready one.
 */
export function readyWords<Key extends string>(
  props: ReadyWords & { children?: ReactNode },
  { originOf }: Pick<UseMessagesResult<Readonly<Partial<Record<Key, string>>>>, 'originOf'>,
  words: Key,
  explanation: Key,
): ReadyWords {
  const { children, label = children, description } = props;
  const origin = label === undefined ? originOf(words) : undefined;
  const readyLabel = textOf(origin, words);
  const known = readyLabel === undefined ? undefined : origin;
  const { lang = known?.lang, wordingVersion = known?.wordingVersion } = props;
  const explained = originOf(explanation);
  const text = textOf(explained, explanation);
  return {
    label: label === undefined ? readyLabel : label,
    description:
      description !== undefined || text === undefined ? (
        description
      ) : explained.lang === lang ? (
        text
      ) : (
        <span lang={explained.lang}>{text}</span>
      ),
    lang,
    wordingVersion,
  };
}

const textOf = (origin: { readonly texts: object | undefined } | undefined, key: string) =>
  (origin?.texts as Readonly<Partial<Record<string, string>>> | undefined)?.[key];
