'use client';

import { forwardRef, Fragment } from 'react';
import type {
  ChangeEvent,
  ForwardedRef,
  ForwardRefExoticComponent,
  ReactElement,
  ReactNode,
  RefAttributes,
} from 'react';
import { useMessages } from '../hooks/use-messages.ts';
import type { UseMessagesResult } from '../hooks/use-messages.ts';
import { enNewsletter } from '../texts/english.ts';
import type { NewsletterMessages } from '../texts/messages.ts';
import { ConsentCheckbox } from './consent-checkbox.tsx';
import { checkChannels, checkChannelWords } from '../dev/channels.ts';
import { checkChannelList } from '../dev/mistakes.ts';
import { NewsletterChecks } from '../dev/newsletter-checks.tsx';
import { keyOf, toChannelList } from './parts/channel-list.ts';
import type {
  CheckedChangeProps,
  ReadyBoxProps,
  FrameProps,
  InputProps,
  Refused,
  WithField,
} from './parts/checkbox-props.ts';
import { readyWords } from './parts/ready-words.tsx';
import type { ReadyWords } from './parts/ready-words.tsx';
import { withClass } from './parts/with-class.ts';

/** Channel of a newsletter in an object of `channels`. */
export type NewsletterChannel = 'email' | 'sms';

/** Channel with ready words. Those of `email` and `sms` are there without a locale; the English ones of others are in the locale `en`. */
export type ReadyChannel = NewsletterChannel | 'whatsapp' | 'post' | 'phone' | 'push';

/** The consent of one channel. A channel without ready words needs a label. */
export type NewsletterChannelConsent = Omit<ReadyWords, 'label'> & {
  /** Id of the consent on the order, for this channel only. */
  readonly consentId: string;
} & (
    | {
        /** Channel, as `onCheckedChange` receives it. */
        readonly channel: ReadyChannel;
        /** @default a ready text in the language of the provider */
        readonly label?: ReactNode;
      }
    | {
        /** Channel, as `onCheckedChange` receives it. */
        readonly channel: string;
        /** Wording of the consent. */
        readonly label: string | ReactElement;
      }
  );

/** Why a newsletter has no `required`, for the error of the compiler. */
type NeverRequired = 'a newsletter is never a condition of an order (GDPR Article 7(4))';

/** Refuses `required`. */
interface RefusedRequired {
  /** A newsletter is never a condition of an order: GDPR Article 7(4). */
  required?: Refused<NeverRequired>;
}

/** Refuses `kind`. */
interface RefusedKind {
  /** Always `consent`. */
  kind?: Refused<'a newsletter is always of kind consent'>;
}

/** Props that a newsletter refuses. */
export interface NewsletterRefusals extends RefusedRequired, RefusedKind {}

/** Props of `NewsletterConsent` with one box, without `required`. */
interface NewsletterBaseProps extends ReadyBoxProps, CheckedChangeProps, RefusedKind {
  /** Only with a box for each channel: the ids of the consents by channel, or a list of consents. */
  channels?: never;
}

/** Props of `NewsletterConsent` with one box. */
export interface NewsletterBoxProps extends NewsletterBaseProps, RefusedRequired, InputProps {}

/** Props of a group with a box per channel. */
interface ChannelGroupProps extends FrameProps, RefusedRequired, Pick<InputProps, 'form'> {
  /**
   * Name of the group.
   * @default a ready text in the language of the provider
   */
  legend?: string | undefined;
  /** `channels` has an id per channel. */
  consentId?: never;
}

/** Props of `NewsletterConsent` with a box for email and one for SMS. */
export interface NewsletterChannelsProps extends ChannelGroupProps {
  /** Id of each channel's consent on the order; each channel has a box of its own, in this order. */
  channels: Readonly<Partial<Record<NewsletterChannel, string>>>;
  /** Called with each answer before it is sent; `preventDefault` on the event cancels the answer. */
  onCheckedChange?: (
    checked: boolean,
    event: ChangeEvent<HTMLInputElement>,
    channel: NewsletterChannel,
  ) => void;
}

/** Refuses a list in which two channels have the same consent. */
type OneConsentEach<Channels extends readonly unknown[]> =
  HasConsentTwice<Channels> extends true ? Refused<'one consent cannot speak for two channels'> : unknown;

/** Whether a list of channels has one consent twice, as far as its type has the ids. */
type HasConsentTwice<Channels, Seen = never> = Channels extends readonly [
  { readonly consentId: infer Id extends string },
  ...infer Rest,
]
  ? string extends Id
    ? HasConsentTwice<Rest, Seen>
    : Id extends Seen
      ? true
      : HasConsentTwice<Rest, Seen | Id>
  : false;

/** Props of `NewsletterConsent` with a box for each channel of a list. */
export interface NewsletterListProps<
  Channels extends readonly NewsletterChannelConsent[] = readonly NewsletterChannelConsent[],
> extends ChannelGroupProps {
  /** The consent of each channel, in the order of the boxes. Two channels cannot have the same consent. */
  channels: Channels & OneConsentEach<Channels>;
  /** Called with each answer before it is sent; `preventDefault` on the event cancels the answer. */
  onCheckedChange?: (
    checked: boolean,
    event: ChangeEvent<HTMLInputElement>,
    channel: Channels[number]['channel'],
  ) => void;
}

/** Props of `NewsletterConsent`: of one box, with or without those that a form library adds, or of a box per channel. */
export type NewsletterConsentProps =
  | NewsletterBoxProps
  | WithField<NewsletterBaseProps, NeverRequired>
  | NewsletterChannelsProps;

/** Type of `NewsletterConsent`: with a list of channels it refuses one consent for two of them. */
export interface NewsletterConsentComponent extends ForwardRefExoticComponent<
  NewsletterConsentProps & RefAttributes<HTMLInputElement>
> {
  // Editors complete the props of the first signature.
  /** Renders one box, or a box for email and one for SMS. */
  (props: NewsletterConsentProps & RefAttributes<HTMLInputElement>): ReactNode;
  /** Renders a box for each channel. */
  <const Channels extends readonly NewsletterChannelConsent[]>(
    props: NewsletterListProps<Channels> & RefAttributes<HTMLInputElement>,
  ): ReactNode;
}

/**
 * Renders the newsletter box with a ready wording; with `channels` a group with a box per channel, each with a consent of its
 * own. Never required, and never ticked without the shopper. `ref` is the checkbox, or the first one.
 *
 * @example
 * <NewsletterConsent consentId="ci_newsletter" />
 *
 * @example
 * <NewsletterConsent
 *   channels={[
 *     { channel: 'email', consentId: 'ci_email' },
 *     { channel: 'sms', consentId: 'ci_sms' },
 *     { channel: 'fax', consentId: 'ci_fax', label: 'Send me offers by fax' },
 *   ]}
 * />
 */
export const NewsletterConsent: NewsletterConsentComponent = forwardRef(function NewsletterConsent(
  props: NewsletterConsentProps | NewsletterListProps,
  ref: ForwardedRef<HTMLInputElement>,
) {
  const texts = useMessages(enNewsletter);
  if (props.channels === undefined) return withReadyWords(props, 'email', texts, ref);

  const { channels, legend, className, style, onCheckedChange, ...shared } = props;
  const lang = legend === undefined ? texts.originOf('newsletterLegend').lang : undefined;
  if (process.env.NODE_ENV !== 'production') checkChannelList(channels);
  const list = toChannelList(channels);
  if (process.env.NODE_ENV !== 'production') checkChannels(list);
  return (
    <fieldset className={withClass('nk-consent-group', className)} style={style}>
      <legend className="nk-consent-legend" lang={lang}>
        {legend ?? texts.messages.newsletterLegend}
      </legend>
      {list.map(({ channel, ...own }, index) => {
        const box: GivenProps = {
          ...shared,
          ...own,
          onCheckedChange: (checked, event) =>
            onCheckedChange?.(checked, event, channel as NewsletterChannel),
        };
        return (
          <Fragment key={channel + own.consentId}>
            {withReadyWords(box, channel, texts, index ? null : ref)}
          </Fragment>
        );
      })}
    </fieldset>
  );
}) as NewsletterConsentComponent;

type GivenProps = ReadyBoxProps & CheckedChangeProps & InputProps & { readonly required?: unknown };

type WordTexts = Parameters<typeof readyWords<string>>[1];

/** Not a component: the extra fiber showed in the mount benchmark. */
function withReadyWords(
  props: GivenProps,
  channel: string,
  texts: UseMessagesResult<NewsletterMessages>,
  ref: ForwardedRef<HTMLInputElement>,
): ReactElement {
  const key = keyOf(channel);
  const words = readyWords(props, texts as WordTexts, `${key}Label`, `${key}Description`);
  // Engines are slow to build and read objects made by a spread followed by members.
  const given = Object.assign({}, props, words, {
    ref,
    kind: 'consent' as const,
    required: false,
  });
  const box = <ConsentCheckbox {...given} />;
  // Not an early return for production: esbuild keeps what follows a `return`.
  if (process.env.NODE_ENV !== 'production') {
    const { consentId, orderId, required } = props;
    checkChannelWords(channel, words.label);
    return (
      <>
        <NewsletterChecks consentId={consentId} orderId={orderId} isRequired={required === true} />
        {box}
      </>
    );
  }
  return box;
}
