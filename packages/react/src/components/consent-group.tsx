'use client';

import { forwardRef, useEffect, useMemo, useRef } from 'react';
import type {
  ComponentPropsWithoutRef,
  FocusEvent,
  ForwardRefExoticComponent,
  ReactElement,
  ReactNode,
  RefAttributes,
} from 'react';
import { useElementIds } from '../hooks/use-element-ids.ts';
import { useGoneConsents } from '../hooks/use-gone-consents.ts';
import { useMessages } from '../hooks/use-messages.ts';
import { isSelected, useOrderConsents } from '../hooks/use-order-consents.ts';
import type { ListedConsent } from '../hooks/use-order-consents.ts';
import { useUnreadOrder } from '../hooks/use-unread-order.ts';
import { enGroup } from '../texts/english.ts';
import { ConsentBoundary } from './parts/consent-boundary.tsx';
import { ConsentCheckbox } from './consent-checkbox.tsx';
import { withLabel } from './parts/label-text.tsx';
import { mergeRefs } from './parts/merge-refs.ts';
import { withClass } from './parts/with-class.ts';

/** Props of a list of consents. */
export interface ConsentListProps {
  /**
   * Id of the order.
   * @default the order of the provider
   */
  orderId?: string | undefined;
  /**
   * Selects the consents to show. When it throws, the consent is shown and the error is reported.
   * @default all; in `ConsentPreferences` those that are not required
   */
  filter?: ((consent: ListedConsent) => boolean) | undefined;
  /**
   * Renders the box of a consent, such as a `TermsConsent`. When it throws, the plain box replaces it.
   * @default a `ConsentCheckbox` with the order's wording
   */
  renderConsent?: ((consent: ListedConsent) => ReactNode) | undefined;
}

/** Props of `ConsentGroup`; every further prop goes to the `fieldset`. */
export interface ConsentGroupProps
  extends Omit<ComponentPropsWithoutRef<'fieldset'>, 'children'>, ConsentListProps {
  /**
   * Name of the group.
   * @default a ready text in the language of the provider
   */
  legend?: ReactNode;
  /** Text below the legend; screen readers read it with the group. */
  description?: ReactNode;
}

/**
 * Renders the consents of the order, a box each, in the order's own order. Consents may appear, disappear and move; the
 * focus stays in the group. If the order cannot be read, the group shows a message and a button that reads it again. Every
 * further prop and `ref` go to the `fieldset`.
 *
 * @example
 * <ConsentGroup filter={({ required }) => required} />
 */
export const ConsentGroup: ForwardRefExoticComponent<ConsentGroupProps & RefAttributes<HTMLFieldSetElement>> =
  forwardRef(function ConsentGroup(props: ConsentGroupProps, ref) {
    const { orderId, legend, description, filter, renderConsent, className, ...fieldset } = props;
    const { messages, originOf } = useMessages(enGroup);
    const { consents } = useOrderConsents({ orderId });
    const { isUnread, hasFailed, read } = useUnreadOrder(orderId, consents !== undefined);
    const listed =
      filter === undefined ? consents : consents?.filter((consent) => isSelected(consent, filter));
    const { gone, isUnsaved } = useGoneConsents(orderId, consents, listed);
    const { id: descriptionId, idRef } = useElementIds(orderId, '', '');
    const group = useRef<HTMLFieldSetElement>(null);
    const mergedRef = useMemo(() => mergeRefs(group, idRef, ref), [idRef, ref]);
    const hasFocus = useRef(false);
    useEffect(() => {
      const { activeElement, body } = group.current?.ownerDocument ?? {};
      // The focused box is gone; without this the next Tab would start at the top of the page.
      if (hasFocus.current && (activeElement ?? body) === body) group.current?.focus();
    }, [consents]);

    const shown = [...(listed ?? []), ...gone];
    if (shown.length === 0 && !hasFailed) return null;

    const describedBy = [fieldset['aria-describedby'], description ? descriptionId : undefined];
    return (
      <fieldset
        {...fieldset}
        ref={mergedRef}
        className={withClass('nk-consent-group', className)}
        tabIndex={-1}
        aria-describedby={describedBy.filter(Boolean).join(' ') || undefined}
        onFocus={(event: FocusEvent<HTMLFieldSetElement>) => {
          fieldset.onFocus?.(event);
          hasFocus.current = true;
        }}
        onBlur={(event: FocusEvent<HTMLFieldSetElement>) => {
          fieldset.onBlur?.(event);
          hasFocus.current = false;
        }}
      >
        <legend
          className="nk-consent-legend"
          lang={legend === undefined ? originOf('groupLegend').lang : undefined}
        >
          {legend ?? messages.groupLegend}
        </legend>
        {description ? (
          <div className="nk-consent-description" id={descriptionId}>
            {description}
          </div>
        ) : null}
        {hasFailed && (
          <div className="nk-consent-broken">
            <span role="alert">{isUnread && messages.summaryUnread}</span>{' '}
            <button type="button" className="nk-consent-retry" onClick={read}>
              {messages.retry}
            </button>
          </div>
        )}
        {shown.map((consent) => (
          <GroupedConsent
            key={consent.id}
            orderId={orderId}
            consent={consent}
            // A box of the shop that reports a refused answer stays, so that its live region does.
            render={gone.includes(consent) && !isUnsaved(consent.id) ? undefined : renderConsent}
            broken={withLabel(messages.broken, consent.text ?? consent.id)}
          />
        ))}
      </fieldset>
    );
  });

interface GroupedConsentProps {
  orderId: string | undefined;
  consent: ListedConsent;
  render: ConsentGroupProps['renderConsent'];
  broken: ReactNode;
}

function GroupedConsent({ orderId, consent, render, broken }: GroupedConsentProps): ReactElement {
  const plain = <ConsentCheckbox orderId={orderId} consentId={consent.id} />;
  const last = <p className="nk-consent-broken">{broken}</p>;
  return (
    <ConsentBoundary
      resetBy={consent.text}
      fallback={
        render === undefined ? (
          last
        ) : (
          <ConsentBoundary resetBy={consent.text} fallback={last}>
            {plain}
          </ConsentBoundary>
        )
      }
    >
      {render === undefined ? plain : <Rendered render={render} consent={consent} />}
    </ConsentBoundary>
  );
}

interface RenderedProps {
  render: (consent: ListedConsent) => ReactNode;
  consent: ListedConsent;
}

/** Calls the shop's function inside the boundary, which would not catch an error thrown outside. */
function Rendered({ render, consent }: RenderedProps): ReactNode {
  return render(consent);
}
