import { en } from '../locales/en.ts';
import { warnOnce } from '../dev.ts';

/** Warns of texts in `messages` that no component shows. */
export function checkMessages(messages: unknown): void {
  for (const key of Object.keys(messages ?? {})) {
    // Channels of the shop have texts of their own.
    if (key in en.messages || /^newsletter[A-Z]\w*(Label|Description)$/.test(key)) continue;
    warnOnce(`messages has a text “${key}”, which no component shows.`);
  }
}
