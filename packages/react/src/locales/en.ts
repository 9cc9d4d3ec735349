import {
  enBox,
  enGroup,
  enNewsletter,
  enObjection,
  enPreferences,
  enSummary,
  enTerms,
  enVersion,
} from '../texts/english.ts';
import type { Locale } from '../texts/messages.ts';

export const en: Locale = {
  tag: 'en',
  version: enVersion,
  messages: {
    ...enBox,
    ...enNewsletter,
    ...enTerms,
    ...enObjection,
    ...enGroup,
    ...enSummary,
    ...enPreferences,
  },
};
