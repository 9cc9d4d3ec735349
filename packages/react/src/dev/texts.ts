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
} from '../texts/english.ts';
import { warnOnce } from '../dev.ts';

/** Warns of texts in `messages` that no component shows. */
export function checkMessages(messages: unknown): void {
  const known = [
    ...[enBox, enOutdated, enNewsletter, enChannels, enTerms],
    ...[enObjection, enGroup, enSummary, enPreferences],
  ];
  for (const key of Object.keys(messages ?? {})) {
    // Channels of the shop have texts of their own.
    if (known.some((texts) => key in texts) || /^newsletter[A-Z]\w*(Label|Description)$/.test(key)) continue;
    warnOnce(`messages has a text “${key}”, which no component shows.`);
  }
}
