import {
  enBox,
  enGroup,
  enNewsletter,
  enObjection,
  enPreferences,
  enSummary,
  enTerms,
  enVersion,
} from './en-parts.ts';
import type { Locale } from './messages.ts';

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
