import { warnOnce } from '../dev.ts';

/** Warns a developer of one consent for two channels: one answer is for one channel (GDPR Article 7(2)). */
export function checkChannels(channels: readonly { readonly consentId: string }[]): void {
  const ids = channels.map(({ consentId }) => consentId);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice === undefined) return;
  warnOnce(
    `the consent “${twice}” is given for two channels of a newsletter. Create a consent for each channel.`,
  );
}

/** Warns a developer of a channel without words: its box shows the text of the order. */
export function checkChannelWords(channel: string, label: unknown): void {
  if (label !== undefined) return;
  warnOnce(
    `the channel “${channel}” of a newsletter has no ready words, so its box shows the text of the order. Pass \`label\`, or ` +
      'a locale: the English words of channels other than email and sms are in @norce-kit/react/locales/en.',
  );
}
