import type { Consent } from '@norce-kit/core';
import { cloneElement, version } from 'react';
import type { ForwardRefExoticComponent, ReactElement, ReactNode, RefAttributes, RefCallback } from 'react';
import type { ConsentCheckboxProps } from '../components/consent-checkbox.tsx';
import { classOf } from '../components/parts/box-view.ts';
import type { BoxView as PartsView } from '../components/parts/box-view.ts';
import { renderParts } from '../components/parts/consent-parts.tsx';
import { textOf } from '../components/parts/label-text.tsx';
import type { UseOrderConsentResult } from '../hooks/use-order-consent.ts';
import { keepIntent } from './intents.ts';
import { moreWordsOf } from './more-words.ts';
import type { StarterContext } from './page-state.ts';
import type { BoxProps, BoxState, BoxView } from './box-state.ts';
import { createBox, renderBox, renderStatus } from './starter.tsx';
import { resultOf } from './starter-result.ts';
import { withAfter } from './with-after.tsx';

type FrameRef = RefCallback<HTMLElement>;

type Frame = ReactElement<{
  readonly children: readonly [ReactNode, ReactNode, false, ReactElement<{ readonly view: ReactElement }>];
  readonly 'data-save-state': 'idle' | 'saving' | 'waiting';
  readonly 'data-unreadable': '' | false | undefined;
  readonly 'data-state': 'checked' | 'unchecked';
  readonly ref: FrameRef;
}> & { readonly ref: FrameRef };

/** Creates the component of a box with all props of `ConsentCheckbox`; `prepare` returns them. */
export function createWholeBox<Props>(
  prepare: (props: Props, context: StarterContext) => ConsentCheckboxProps,
): ForwardRefExoticComponent<Props & RefAttributes<HTMLInputElement>> {
  return createBox(prepare as object as (props: Props, context: StarterContext) => BoxProps, renderWholeBox);
}

/** Renders a box of the starter with the parts of `ConsentCheckbox`. */
function renderWholeBox(view: BoxView): ReactNode {
  const { className, style, render, ...rest } = view.props as object as ConsentCheckboxProps;
  const {
    consentId,
    orderId = view.context.orderId,
    kind,
    label,
    children,
    description,
    links,
    lang,
    wordingVersion,
    required,
    readOnly: isReadOnly = false,
    onCheckedChange: _,
    classNames,
    id,
    ...input
  } = rest;
  const context: StarterContext = { ...view.context, orderId, home: view.context.orderId };
  const consent = consentOf(context, consentId);
  const isRequired = required ?? consent?.required === true;
  const content = label ?? children;
  const words = textOf(content).trim() || textOfOrder(consent);
  const props = {
    className,
    style,
    classNames,
    consentId,
    kind: kind ?? (isRequired ? 'agreement' : 'consent'),
    label: words,
    description,
    lang,
    wordingVersion,
  };
  const frame = renderBox({ ...view, context, props: props as BoxProps }) as Frame | null;
  if (frame === null) return null;

  const [, , , status] = frame.props.children;
  const textFor = (key: 'required' | 'newTab' | 'readOnly') => moreWordsOf(context, key)?.[0] ?? '';
  const hasMessage = frame.props['data-save-state'] !== 'idle' || frame.props['data-unreadable'] === '';
  const ownId = view.id + encodeURIComponent(`${orderId}-${consentId}`);
  const parts = {
    consentId,
    consent: createResult(view.own, context, props as BoxProps, frame),
    events: createEvents(rest, isReadOnly, view.ref),
    input,
    messages: { required: textFor('required'), newTab: textFor('newTab') },
    content,
    text: words?.trim() || consentId,
    description,
    links,
    lang,
    id,
    ownId,
    classNames,
    isRequired,
    isMissing: false,
    isReadOnly,
    useStatus: (self: PartsView) =>
      hasMessage || !isReadOnly
        ? status.props.view
        : renderStatus(ownId + 'status', (part) => classOf(part, self), 'readOnly', textFor('readOnly')),
  } as object as PartsView;
  const further = {
    'data-required': isRequired ? '' : undefined,
    'data-read-only': isReadOnly ? '' : undefined,
    ref: limitAnswers(frame, view.own, isReadOnly),
  };
  return cloneElement(frame, further as object, renderParts(parts, render && withAfter(render)));
}

/** Returns the handlers of the checkbox. The answer itself comes with the listener of the starter. */
function createEvents(
  { onChange, onClick, onCheckedChange }: ConsentCheckboxProps,
  isReadOnly: boolean,
  ref: BoxView['ref'],
): PartsView['events'] {
  return {
    mergedRef: ref,
    onChange: (event) => {
      if (isReadOnly) return;
      onChange?.(event);
      onCheckedChange?.(event.target.checked, event);
    },
    onClick: (event) => {
      onClick?.(event);
      // HTML has no read-only checkbox, and a disabled one can be neither focused nor read out.
      if (isReadOnly) event.preventDefault();
    },
  };
}

function consentOf({ initialOrder, orderId }: StarterContext, consentId: string): Consent | undefined {
  return initialOrder?.id === orderId ? initialOrder.consents?.find(({ id }) => id === consentId) : undefined;
}

/** Returns the wording of the order; undefined where it is no text. */
function textOfOrder(consent: Consent | undefined): string | undefined {
  return typeof consent?.text === 'string' ? consent.text : undefined;
}

/** Returns the consent of a box as `render` receives it. */
function createResult(
  own: BoxState,
  context: StarterContext,
  boxProps: BoxProps,
  frame: Frame,
): UseOrderConsentResult {
  const { props } = frame;
  const { consentId } = boxProps;
  const { initialOrder, orderId } = context;
  const consent = consentOf(context, consentId);
  const name = JSON.stringify([orderId, consentId]);
  return resultOf({
    own,
    name,
    // Not by the element: the box may be gone, or show another order by now.
    keep: (value) => keepIntent(name, context, boxProps, value),
    checked: isChecked(frame),
    confirmed: consent && consent.checked === true,
    isAnswered: context.intents?.has(name) === true,
    isOnOrder: consent && true,
    isPlaced: consent !== undefined && (initialOrder?.state?.currentStatus ?? 'checkout') !== 'checkout',
    required: consent?.required === true,
    text: textOfOrder(consent),
    isUnreadable: props['data-unreadable'] === '',
    saveState: props['data-save-state'],
  });
}

/** Returns the ref of the outermost element that takes no answers of a box that cannot be changed here, and none of other inputs of `render`. */
function limitAnswers(frame: Frame, own: BoxState, isReadOnly: boolean): FrameRef {
  // An element of React 18 has its ref beside the props.
  const ref = version.startsWith('18') ? frame.ref : frame.props.ref;
  return (element) => {
    const box = element?.querySelector<HTMLInputElement>('.nk-consent-box');
    // A click may have changed it before its code was there.
    if (box && isReadOnly) box.checked = isChecked(frame);
    ref(element);
    const { answer = null } = own;
    own.answer =
      answer &&
      ((target) => {
        if (!target.matches('.nk-consent-box')) return;
        if (isReadOnly) target.checked = own.checked === true;
        else answer(target);
      });
  };
}

/** Whether the starter shows the box ticked. */
function isChecked({ props }: Frame): boolean {
  return props['data-state'] === 'checked';
}
