'use client';

import { forwardRef } from 'react';
import type { ChangeEvent, ForwardRefExoticComponent, RefAttributes } from 'react';
import { useMessages } from '../hooks/use-messages.ts';
import { enNewsletter } from '../locales/en-parts.ts';
import { ConsentCheckbox } from './consent-checkbox.tsx';
import type { ConsentCheckboxProps } from './consent-checkbox.tsx';
import { PretickedWarning } from './preticked-warning.tsx';
import { withClass } from './with-class.ts';

// Bundlers put a constant in its place, so that what is for developers is in no shop's page.
declare const process: { readonly env: { readonly NODE_ENV?: string } };

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
  const { messages, originOf } = useMessages(enNewsletter);
  if (props.channels === undefined) return <NewsletterBox {...props} ref={ref} channel="email" />;

  const { channels, legend, className, style, onCheckedChange, ...shared } = props;
  return (
    <fieldset className={withClass('nk-consent-group', className)} style={style}>
      <legend
        className="nk-consent-legend"
        lang={legend === undefined ? originOf('newsletterLegend').lang : undefined}
      >
        {legend ?? messages.newsletterLegend}
      </legend>
      {(['email', 'sms'] as const).map((channel) => {
        const consentId = channels[channel];
        if (consentId === undefined) return null;
        const isFirst = channel === 'email' || channels.email === undefined;
        return (
          <NewsletterBox
            {...shared}
            key={channel}
            ref={isFirst ? ref : null}
            channel={channel}
            consentId={consentId}
            onCheckedChange={(checked, event) => onCheckedChange?.(checked, event, channel)}
          />
        );
      })}
    </fieldset>
  );
});

const NewsletterBox = forwardRef<HTMLInputElement, ConsentCheckboxProps & { channel: NewsletterChannel }>(
  function NewsletterBox({ channel, ...props }, ref) {
    const { messages, originOf } = useMessages(enNewsletter);
    const { consentId, orderId, label, children } = props;
    const [words, explanation] =
      channel === 'sms'
        ? (['newsletterSmsLabel', 'newsletterSmsDescription'] as const)
        : (['newsletterLabel', 'newsletterDescription'] as const);
    const isReady = label === undefined && children === undefined;
    return (
      <>
        {process.env.NODE_ENV !== 'production' && (
          <PretickedWarning consentId={consentId} {...(orderId !== undefined && { orderId })} />
        )}
        <ConsentCheckbox
          description={messages[explanation]}
          {...(isReady && { label: messages[words], ...originOf(words) })}
          {...props}
          ref={ref}
          kind="consent"
          required={false}
        />
      </>
    );
  },
);
