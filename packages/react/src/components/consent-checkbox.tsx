'use client';

import type { ConsentWording } from '@norce-kit/core';
import { forwardRef, useRef } from 'react';
import type {
  CSSProperties,
  ForwardedRef,
  ForwardRefExoticComponent,
  ReactElement,
  ReactNode,
  RefAttributes,
} from 'react';
import { useElementIds } from '../hooks/use-element-ids.ts';
import { useMessages } from '../hooks/use-messages.ts';
import { useOrderConsent } from '../hooks/use-order-consent.ts';
import type { ConsentKind, UseOrderConsentResult } from '../hooks/use-order-consent.ts';
import { enBox } from '../texts/english.ts';
import { checkBox } from '../dev/boxes.ts';
import { checkLinks } from '../dev/mistakes.ts';
import type { BoxView } from './parts/box-view.ts';
import type { InputProps, OwnBoxProps } from './parts/checkbox-props.ts';
import { renderParts } from './parts/consent-parts.tsx';
import { safeHref } from './parts/safe-href.ts';
import { useStatus } from './parts/consent-status.tsx';
import { textOf } from './parts/label-text.tsx';
import { useCheckboxEvents } from './parts/use-checkbox-events.ts';
import { withClass } from './parts/with-class.ts';

export type { ConsentKind } from '../hooks/use-order-consent.ts';

/** Props of `ConsentCheckbox`; every further prop goes to the `input`. */
export interface ConsentCheckboxProps extends OwnBoxProps, InputProps {
  /**
   * Meaning of a tick, as `data-kind`.
   * @default 'agreement' where a tick is required, else 'consent'
   */
  kind?: ConsentKind | undefined;
}

/**
 * Renders a consent of the order as a native checkbox with its label and the state of its save. It is never ticked
 * without the shopper, never disabled during a save, and shows a text when an answer is not on the order. Every further
 * prop and `ref` go to the `input`.
 *
 * The outermost element has `data-kind`, `data-state` (`checked` | `unchecked`), `data-save-state` (`idle` | `saving` |
 * `saved` | `not-saved` | `unknown` | `waiting`), `data-required`, `data-read-only`, `data-unreadable` where the order could
 * not be read and, once the shopper tried to go on without a required tick, `data-invalid`.
 *
 * @example
 * <ConsentCheckbox consentId="ci_gift" label="Wrap it as a gift" description="Free of charge" />
 */
export const ConsentCheckbox: ForwardRefExoticComponent<
  ConsentCheckboxProps & RefAttributes<HTMLInputElement>
> = forwardRef(function ConsentCheckbox(props: ConsentCheckboxProps, ref) {
  const { consentId, orderId, kind } = props;
  const wording = wordingOf(props);
  const consent = useOrderConsent(consentId, { orderId, wording, kind });
  return useConsentCheckbox(props, ref, consent, wording);
});

/** Returns the words of a box, as far as its props have them; undefined for those of the order. */
export function wordingOf(
  props: Pick<ConsentCheckboxProps, 'label' | 'children' | 'wordingVersion' | 'lang'>,
): ConsentWording | undefined {
  const text = textOf(props.label ?? props.children).trim();
  return text === '' ? undefined : { text, version: props.wordingVersion, lang: props.lang };
}

/**
 * Returns the content of `ConsentCheckbox`. Calls no effects, because it may be the second function of a `Slot`.
 *
 * @param start id of `useId`, where the component has one already
 * @param after follows the parts
 */
export function useConsentCheckbox(
  props: ConsentCheckboxProps,
  ref: ForwardedRef<HTMLInputElement>,
  consent: UseOrderConsentResult,
  wording: ConsentWording | undefined,
  start?: string,
  after?: ReactNode,
): ReactElement | null {
  const {
    className,
    style,
    classNames,
    render,
    id,
    consentId,
    orderId,
    kind,
    label,
    children,
    description,
    links,
    lang,
    wordingVersion: _,
    required,
    readOnly = false,
    onCheckedChange,
    ...input
  } = props;
  const { messages, tag } = useMessages(enBox);
  const content = label ?? children;
  if (process.env.NODE_ENV !== 'production') {
    checkBox(consentId, kind, input, wording ? undefined : { label: content, consent });
    checkLinks(consentId, links, safeHref);
  }
  const { id: ownId, idRef, formField } = useElementIds(orderId, consentId, 'status', start);
  const isRequired = required ?? consent.required;
  // Some shops accept answers after the purchase, so an order counts as locked only when it refused one.
  const isLocked = consent.isPlaced && consent.isError && !consent.canRetry;
  // A conflict may pass where orders take answers after the purchase.
  const isReadOnly =
    readOnly || consent.isOnOrder === false || (isLocked && consent.error?.retryable !== true);
  const { ref: checkboxRef } = consent.getCheckboxProps();
  const box = useRef<HTMLInputElement>(null);
  const { setChecked } = consent;
  const options = { setChecked, input, isReadOnly, onCheckedChange };
  const events = useCheckboxEvents(options, box, checkboxRef, idRef, ref);
  if (consent.isOnOrder === false && !consent.isError && !consent.isPending) return null;

  const isMissing = consent.isAttempted && isRequired && !consent.checked && !isReadOnly;
  const view: BoxView = {
    consentId,
    orderId,
    consent,
    events,
    box,
    formField,
    input,
    // Those of `OutdatedMessages` are there when they are shown: with evidence.
    messages: messages as BoxView['messages'],
    content,
    // A box without words could be agreed to without knowing to what.
    text: wording?.text || consent.text?.trim() || consentId,
    description,
    links,
    lang,
    id,
    ownId,
    classNames,
    isRequired,
    kind: kind ?? (isRequired ? 'agreement' : 'consent'),
    isMissing,
    isLocked,
    isReadOnly,
    useStatus,
    after,
  };
  // oxlint-disable-next-line react/refs -- passed on, not read
  return renderBox(view, className, style, tag, render);
}

/** Renders the outermost element. Not a component: the extra fiber showed in the mount benchmark. */
function renderBox(
  view: BoxView,
  className: string | undefined,
  style: CSSProperties | undefined,
  tag: string | undefined,
  render: ConsentCheckboxProps['render'],
): ReactElement {
  const { consent, kind, isRequired, isMissing, isReadOnly } = view;
  return (
    <div
      className={withClass('nk-consent', className)}
      style={style}
      lang={tag}
      data-kind={kind}
      data-state={consent.checked ? 'checked' : 'unchecked'}
      data-save-state={consent.saveState}
      data-unreadable={consent.isUnreadable ? '' : undefined}
      data-required={isRequired ? '' : undefined}
      data-invalid={isMissing ? '' : undefined}
      data-read-only={isReadOnly ? '' : undefined}
    >
      {renderParts(view, render)}
    </div>
  );
}
