'use client';

import type { ForwardRefExoticComponent, RefAttributes } from 'react';
import type { LazyNewsletterProps } from './props.ts';
import { createBox } from './starter.tsx';
import type { BoxProps } from './box-state.ts';
import { wordsOf } from './words.ts';

/**
 * Renders the newsletter box with a ready wording, as `NewsletterConsent` of `@norce-kit/react`.
 *
 * @example
 * <NewsletterConsent consentId="ci_newsletter" />
 */
export const NewsletterConsent: ForwardRefExoticComponent<
  LazyNewsletterProps & RefAttributes<HTMLInputElement>
> = /* @__PURE__ */ createBox<LazyNewsletterProps>((props, context) => {
  const [label, lang, wordingVersion] = wordsOf(context, 'newsletterLabel');
  const [text, tag] = wordsOf(context, 'newsletterDescription');
  const words = props.label ? props : { lang, label, wordingVersion, ...props };
  const description = tag === words.lang ? text : <span lang={tag}>{text}</span>;
  return { description, ...words, kind: 'consent', required: false } as object as BoxProps;
});
