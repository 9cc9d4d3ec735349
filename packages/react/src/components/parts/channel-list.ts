import type {
  NewsletterChannel,
  NewsletterChannelConsent,
  NewsletterChannelsProps,
  NewsletterListProps,
} from '../newsletter-consent.tsx';

/** Returns the consents of a newsletter's channels as a list. */
export function toChannelList(
  channels: NewsletterChannelsProps['channels'] | NewsletterListProps['channels'],
): readonly NewsletterChannelConsent[] {
  if (Array.isArray(channels)) return channels as readonly NewsletterChannelConsent[];
  const ids = Object.entries(channels) as [NewsletterChannel, string | undefined][];
  return ids.flatMap(([channel, consentId]) => (consentId === undefined ? [] : [{ channel, consentId }]));
}

/** Returns the beginning of the keys of a channel's texts. Those of email have no channel. */
export function keyOf(channel: string): string {
  return channel === 'email'
    ? 'newsletter'
    : `newsletter${channel.slice(0, 1).toUpperCase()}${channel.slice(1)}`;
}
