import type { ReactNode } from 'react';
import type { UseMessagesResult } from '../../hooks/use-messages.ts';
import type { ConsentCheckboxProps } from '../consent-checkbox.tsx';

export type ReadyWords = Pick<ConsentCheckboxProps, 'label' | 'description' | 'lang' | 'wordingVersion'>;

/** Returns the texts of a box: the shop's, or the ready ones where it gives none, each with its language. */
export function readyWords<Key extends string>(
  props: ReadyWords & { children?: ReactNode },
  { messages, originOf }: UseMessagesResult<Readonly<Record<Key, string>>>,
  words: Key,
  explanation: Key,
): ReadyWords {
  const { children, label = children, description } = props;
  const origin = label === undefined ? originOf(words) : {};
  const { lang = origin.lang, wordingVersion = origin.wordingVersion } = props;
  const { lang: readyLang } = originOf(explanation);
  const text = messages[explanation];
  return {
    label: label === undefined ? messages[words] : label,
    description:
      description !== undefined ? (
        description
      ) : readyLang === lang ? (
        text
      ) : (
        <span lang={readyLang}>{text}</span>
      ),
    lang,
    wordingVersion,
  };
}
