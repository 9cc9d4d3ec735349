'use client';

import { en } from '../locales/en.ts';
import type { Messages } from '../locales/en.ts';
import { oncePer } from '../once-per.ts';
import { useOrderContext } from '../provider.tsx';

const complete = oncePer((messages: Partial<Messages>): Messages => ({ ...en, ...messages }));

/** The texts of the provider. */
export function useMessages(): Messages {
  const { messages } = useOrderContext('useMessages');
  return messages === undefined ? en : complete(messages);
}
