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
import { PretickedWarning } from './parts/preticked-warning.tsx';
import { readyWords } from './parts/ready-words.tsx';
import { withClass } from './parts/with-class.ts';

/** The ways a newsletter comes by. */
export type NewsletterChannel = 'email' | 'sms';

export interface NewsletterBoxProps extends Omit<ConsentCheckboxProps, 'required' | 'kind'> {
  /** A newsletter is never a condition of an order: GDPR Article 7(4). */
  required?: never;
  channels?: never;
}

export interface NewsletterChannelsProps extends Pick<
  ConsentCheckboxProps,
  'orderId' | 'form' | 'readOnly' | 'className' | 'style' | 'classNames'
> {
  /** The id on the order of each channel's consent. No box speaks for two channels. */
  channels: Readonly<Partial<Record<NewsletterChannel, string>>>;
  /**
   * Names the group.
   * @default ready words in the language of the provider
   */
  legend?: string;
  /** Called with each answer, before it is sent. `preventDefault` on the event keeps the answer from being taken. */
  onCheckedChange?: (
    checked: boolean,
    event: ChangeEvent<HTMLInputElement>,
    channel: NewsletterChannel,
  ) => void;
  required?: never;
  consentId?: never;
}

export type NewsletterConsentProps = NewsletterBoxProps | NewsletterChannelsProps;

/**
 * The newsletter box with ready wording, or with `channels` a group with a box for each. Never ticked by us and never
 * required. `ref` leads to the box, or to the first.
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
        const box: ConsentCheckboxProps = {
          ...shared,
          consentId,
          onCheckedChange: (checked, event) => onCheckedChange?.(checked, event, channel),
        };
        return <Fragment key={channel}>{withReadyWords(box, channel, texts, isFirst ? ref : null)}</Fragment>;
      })}
    </fieldset>
  );
});

/** No component of its own: a page pays for each one between its box and the shopper. */
function withReadyWords(
  props: ConsentCheckboxProps,
  channel: NewsletterChannel,
  texts: UseMessagesResult<NewsletterMessages>,
  ref: ForwardedRef<HTMLInputElement>,
): ReactElement {
  const { consentId, orderId } = props;
  const words =
    channel === 'sms'
      ? readyWords(props, texts, 'newsletterSmsLabel', 'newsletterSmsDescription')
      : readyWords(props, texts, 'newsletterLabel', 'newsletterDescription');
  // A spread with names after it makes objects that some engines are slow to build and to read.
  const given = Object.assign({}, props, words, {
    ref,
    kind: 'consent' as const,
    required: false,
  });
  const box = <ConsentCheckbox {...given} />;
  if (process.env.NODE_ENV === 'production') return box;
  return (
    <>
      <PretickedWarning consentId={consentId} orderId={orderId} />
      {box}
    </>
  );
}
