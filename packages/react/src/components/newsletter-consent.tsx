'use client';

import { forwardRef, Fragment } from 'react';
import type {
  ChangeEvent,
  ForwardedRef,
  ForwardRefExoticComponent,
  ReactElement,
  RefAttributes,
} from 'react';
import { useMessages } from '../hooks/use-messages.ts';
import type { UseMessagesResult } from '../hooks/use-messages.ts';
import { enNewsletter } from '../texts/english.ts';
import type { NewsletterMessages } from '../texts/messages.ts';
import { ConsentCheckbox } from './consent-checkbox.tsx';
import type { ConsentCheckboxProps } from './consent-checkbox.tsx';
import { NewsletterChecks } from '../dev/newsletter-checks.tsx';
import type { Refused, WithField } from './parts/checkbox-props.ts';
import { readyWords } from './parts/ready-words.tsx';
import { withClass } from './parts/with-class.ts';

/** Channel of a newsletter. */
export type NewsletterChannel = 'email' | 'sms';

/** Props of `NewsletterConsent` with one box. */
export interface NewsletterBoxProps extends Omit<ConsentCheckboxProps, 'required' | 'kind'> {
  /** A newsletter is never a condition of an order: GDPR Article 7(4). */
  required?: Refused<'a newsletter is never a condition of an order (GDPR Article 7(4))'>;
  /** Always `consent`. */
  kind?: Refused<'a newsletter is always of kind consent'>;
  /** For the variant with a box per channel. */
  channels?: never;
}

/** Props of `NewsletterConsent` with a box per channel. */
export interface NewsletterChannelsProps extends Pick<
  ConsentCheckboxProps,
  'orderId' | 'form' | 'readOnly' | 'className' | 'style' | 'classNames'
> {
  /** Id of each channel's consent on the order; each channel has a box of its own. */
  channels: Readonly<Partial<Record<NewsletterChannel, string>>>;
  /**
   * Name of the group.
   * @default a ready text in the language of the provider
   */
  legend?: string;
  /** Called with each answer before it is sent; `preventDefault` on the event drops the answer. */
  onCheckedChange?: (
    checked: boolean,
    event: ChangeEvent<HTMLInputElement>,
    channel: NewsletterChannel,
  ) => void;
  /** A newsletter is never a condition of an order: GDPR Article 7(4). */
  required?: Refused<'a newsletter is never a condition of an order (GDPR Article 7(4))'>;
  /** `channels` has an id per channel. */
  consentId?: never;
}

/** Props of `NewsletterConsent`: of one box, with or without those that a form library adds, or of a box per channel. */
export type NewsletterConsentProps =
  NewsletterBoxProps | WithField<NewsletterBoxProps> | NewsletterChannelsProps;

/**
 * Renders the newsletter box with a ready wording; with `channels` a group with a box per channel. Never required, and
 * never ticked without the shopper. `ref` is the checkbox, or the first one.
 *
 * @example
 * <NewsletterConsent consentId="ci_newsletter" />
 *
 * @example
 * <NewsletterConsent channels={{ email: 'ci_email', sms: 'ci_sms' }} />
 */
export const NewsletterConsent: ForwardRefExoticComponent<
  NewsletterConsentProps & RefAttributes<HTMLInputElement>
> = forwardRef(function NewsletterConsent(props: NewsletterConsentProps, ref) {
  const texts = useMessages(enNewsletter);
  if (props.channels === undefined) return withReadyWords(props, 'email', texts, ref);

  const { channels, legend, className, style, onCheckedChange, ...shared } = props;
  const lang = legend === undefined ? texts.originOf('newsletterLegend').lang : undefined;
  return (
    <fieldset className={withClass('nk-consent-group', className)} style={style}>
      <legend className="nk-consent-legend" lang={lang}>
        {legend ?? texts.messages.newsletterLegend}
      </legend>
      {(['email', 'sms'] as const).map((channel) => {
        const consentId = channels[channel];
        if (consentId === undefined) return null;
        const isFirst = channel === 'email' || channels.email === undefined;
        const box: BoxProps = {
          ...shared,
          consentId,
          onCheckedChange: (checked, event) => onCheckedChange?.(checked, event, channel),
        };
        return <Fragment key={channel}>{withReadyWords(box, channel, texts, isFirst ? ref : null)}</Fragment>;
      })}
    </fieldset>
  );
});

type BoxProps = Omit<ConsentCheckboxProps, 'required' | 'kind'> & { readonly required?: unknown };

/** Not a component: the extra fiber showed in the mount benchmark. */
function withReadyWords(
  props: BoxProps,
  channel: NewsletterChannel,
  texts: UseMessagesResult<NewsletterMessages>,
  ref: ForwardedRef<HTMLInputElement>,
): ReactElement {
  const words =
    channel === 'sms'
      ? readyWords(props, texts, 'newsletterSmsLabel', 'newsletterSmsDescription')
      : readyWords(props, texts, 'newsletterLabel', 'newsletterDescription');
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
    return (
      <>
        <NewsletterChecks consentId={consentId} orderId={orderId} isRequired={required === true} />
        {box}
      </>
    );
  }
  return box;
}
