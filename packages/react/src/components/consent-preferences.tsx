'use client';

import { forwardRef } from 'react';
import type { ComponentPropsWithoutRef, ForwardRefExoticComponent, ReactNode, RefAttributes } from 'react';
import { useMessages } from '../hooks/use-messages.ts';
import type { ListedConsent } from '../hooks/use-order-consents.ts';
import { enPreferences } from '../texts/english.ts';
import { ConsentGroup } from './consent-group.tsx';
import type { ConsentGroupProps } from './consent-group.tsx';
import { withClass } from './parts/with-class.ts';

export interface ConsentPreferencesProps
  extends
    Omit<ComponentPropsWithoutRef<'section'>, 'children' | 'title'>,
    Pick<ConsentGroupProps, 'orderId' | 'filter' | 'renderConsent'> {
  /**
   * The heading.
   * @default ready words in the language of the provider
   */
  title?: ReactNode;
  /**
   * The heading's level on the page.
   * @default 2
   */
  headingLevel?: 1 | 2 | 3 | 4 | 5 | 6;
  /** @default ready words in the language of the provider */
  description?: ReactNode;
}

/**
 * What the shopper allowed, to be taken back or given after all with the very click that gave it (GDPR Article 7(3)); for
 * confirmation and account pages. Shows what is no condition of the order, unless `filter` says otherwise. Every further
 * prop and `ref` go to the `section`.
 */
export const ConsentPreferences: ForwardRefExoticComponent<
  ConsentPreferencesProps & RefAttributes<HTMLElement>
> = forwardRef(function ConsentPreferences(props: ConsentPreferencesProps, ref) {
  const { orderId, filter = isOptional, renderConsent, ...rest } = props;
  const { title, headingLevel = 2, description, className, ...section } = rest;
  const { messages, originOf } = useMessages(enPreferences);
  const Heading = `h${headingLevel}` as const;
  return (
    <section {...section} ref={ref} className={withClass('nk-preferences', className)}>
      <ConsentGroup
        orderId={orderId}
        renderConsent={renderConsent}
        filter={filter}
        legend={
          <Heading
            className="nk-preferences-title"
            lang={title === undefined ? originOf('preferencesTitle').lang : undefined}
          >
            {title ?? messages.preferencesTitle}
          </Heading>
        }
        description={
          description === undefined ? (
            <span lang={originOf('preferencesDescription').lang}>{messages.preferencesDescription}</span>
          ) : (
            description
          )
        }
      />
    </section>
  );
});

const isOptional = ({ required }: ListedConsent) => !required;
