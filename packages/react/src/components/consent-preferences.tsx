'use client';

import { forwardRef } from 'react';
import type { ComponentPropsWithoutRef, ForwardRefExoticComponent, ReactNode, RefAttributes } from 'react';
import { useMessages } from '../hooks/use-messages.ts';
import type { ListedConsent } from '../hooks/use-order-consents.ts';
import { enPreferences } from '../texts/english.ts';
import { ConsentGroup } from './consent-group.tsx';
import type { ConsentListProps } from './consent-group.tsx';
import { withClass } from './parts/with-class.ts';

/** Props of `ConsentPreferences`; every further prop goes to the `section`. */
export interface ConsentPreferencesProps
  extends Omit<ComponentPropsWithoutRef<'section'>, 'children' | 'title'>, ConsentListProps {
  /**
   * Text of the heading.
   * @default a ready text in the language of the provider
   */
  title?: ReactNode;
  /**
   * Level of the heading.
   * @default 2
   */
  headingLevel?: 1 | 2 | 3 | 4 | 5 | 6 | undefined;
  /**
   * Text below the heading.
   * @default a ready text in the language of the provider
   */
  description?: ReactNode;
}

/**
 * Renders the consents of the order for confirmation and account pages: one click withdraws a consent, as one click gave
 * it (GDPR Article 7(3)). Shows consents that are not required unless `filter` selects others. Every further prop and
 * `ref` go to the `section`.
 *
 * @example
 * <ConsentPreferences />
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
