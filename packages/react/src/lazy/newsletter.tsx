'use client';

import { forwardRef, Fragment, useContext } from 'react';
import type { ForwardedRef, ReactElement } from 'react';
import type { ConsentCheckboxProps } from '../components/consent-checkbox.tsx';
import type {
  NewsletterChannel,
  NewsletterConsentComponent,
  NewsletterConsentProps,
  NewsletterListProps,
} from '../components/newsletter-consent.tsx';
import { keyOf, toChannelList } from '../components/parts/channel-list.ts';
import { readyWords } from '../components/parts/ready-words.tsx';
import { withClass } from '../components/parts/with-class.ts';
import type { NewsletterMessages } from '../texts/messages.ts';
import { ConsentCheckbox } from './consent-checkbox.ts';
import { moreWordsOf } from './more-words.ts';
import { checkLazyContext } from '../dev/lazy-context.ts';
import { OrderContext } from '../order-context.ts';
import type { StarterContext } from './page-state.ts';

export type {
  NewsletterBoxProps,
  NewsletterChannel,
  NewsletterChannelConsent,
  NewsletterChannelsProps,
  NewsletterConsentComponent,
  NewsletterConsentProps,
  NewsletterListProps,
  ReadyChannel,
} from '../components/newsletter-consent.tsx';

// Copies of those in texts/english.ts, see words.ts.
const english: NewsletterMessages = {
  newsletterLabel: 'Send me news and offers by email',
  newsletterDescription: 'You can unsubscribe at any time, for example with the link in every email.',
  newsletterLegend: 'News and offers',
  newsletterSmsLabel: 'Send me news and offers by text message (SMS)',
  newsletterSmsDescription: 'You can unsubscribe at any time. Every message says how.',
};

type BoxProps = Omit<ConsentCheckboxProps, 'required' | 'kind'> & { readonly required?: unknown };

/**
 * Renders the newsletter box with all props of that of `@norce-kit/react`: `channels`, `links`, elements as label and others.
 *
 * @example
 * <NewsletterConsent channels={{ email: 'ci_email', sms: 'ci_sms' }} />
 */
export const NewsletterConsent: NewsletterConsentComponent = /* @__PURE__ */ forwardRef(
  function NewsletterConsent(
    props: NewsletterConsentProps | NewsletterListProps,
    ref: ForwardedRef<HTMLInputElement>,
  ) {
    const context = useContext(OrderContext) as object as StarterContext;
    if (process.env.NODE_ENV !== 'production') checkLazyContext('A box', context);
    const originOf = (key: string) => {
      const [text, lang, wordingVersion] =
        moreWordsOf(context, key as keyof NewsletterMessages, english) ?? [];
      return { texts: { [key]: text }, lang, wordingVersion };
    };
    const renderChannel = (
      given: BoxProps,
      channel: string,
      ownRef: ForwardedRef<HTMLInputElement>,
    ): ReactElement => {
      const key = keyOf(channel);
      const words = readyWords<string>(given, { originOf }, `${key}Label`, `${key}Description`);
      return <ConsentCheckbox {...given} {...words} ref={ownRef} kind="consent" required={false} />;
    };
    if (props.channels === undefined) return renderChannel(props, 'email', ref);

    const { channels, legend, className, style, onCheckedChange, ...shared } = props;
    const [readyLegend, lang] = moreWordsOf(context, 'newsletterLegend', english) ?? [];
    const list = toChannelList(channels);
    return (
      <fieldset className={withClass('nk-consent-group', className)} style={style}>
        <legend className="nk-consent-legend" lang={legend === undefined ? lang : undefined}>
          {legend ?? readyLegend}
        </legend>
        {list.map(({ channel, ...own }, index) => {
          const box = {
            ...shared,
            ...own,
            onCheckedChange: ((checked, event) =>
              onCheckedChange?.(checked, event, channel as NewsletterChannel)) as BoxProps['onCheckedChange'],
          } as BoxProps;
          return (
            <Fragment key={channel + own.consentId}>
              {renderChannel(box, channel, index ? null : ref)}
            </Fragment>
          );
        })}
      </fieldset>
    );
  },
) as NewsletterConsentComponent;
