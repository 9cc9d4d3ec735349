import {
  enBox,
  enChannels,
  enGroup,
  enNewsletter,
  enObjection,
  enOutdated,
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
    ...enOutdated,
    ...enNewsletter,
    ...enChannels,
    ...enTerms,
    ...enObjection,
    ...enGroup,
    ...enSummary,
    ...enPreferences,
  },
};
