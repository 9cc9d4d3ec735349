import type { Consent } from '@norce-kit/core';
import { cloneElement } from 'react';
import type { ForwardRefExoticComponent, ReactElement, ReactNode, RefAttributes } from 'react';
import type { ConsentCheckboxProps } from '../components/consent-checkbox.tsx';
import { classOf } from '../components/parts/box-view.ts';
import type { BoxView as PartsView } from '../components/parts/box-view.ts';
import { renderParts } from '../components/parts/consent-parts.tsx';
import { textOf } from '../components/parts/label-text.tsx';
import type { UseOrderConsentResult } from '../hooks/use-order-consent.ts';
import { moreWordsOf } from './more-words.ts';
import { createBox, renderBox } from './starter.tsx';
import type { BoxProps, BoxState, BoxView, StarterContext } from './starter.tsx';
import { resultOf } from './starter-result.ts';
import { withAfter } from './with-after.tsx';

type Parent<Children> = ReactElement<{ readonly children: Children }>;
type Said = Parent<ReactNode>;
type StatusParts = Parent<readonly [false, Parent<readonly [false, false, Said]>]>;
type Row = Parent<readonly [ReactElement<PartsView['events']>, ReactElement]>;
type Frame = ReactElement<{
  readonly children: readonly [Row, ReactNode, false, ReactElement<{ readonly view: StatusParts }>];
  readonly 'data-save-state': 'idle' | 'saving' | 'waiting';
  readonly 'data-unreadable': '' | false | undefined;
}>;

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
    onCheckedChange,
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
    ...(isReadOnly ? {} : { onChange: input.onChange, onCheckedChange }),
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

  const [row, , , status] = frame.props.children;
  const said = (key: 'required' | 'newTab' | 'readOnly') => moreWordsOf(context, key)?.[0] ?? '';
  const parts = {
    consentId,
    consent: createResult(view.own, context, consentId, frame),
    events: {
      onChange: row.props.children[0].props.onChange,
      onClick: (event) => {
        input.onClick?.(event);
        // HTML has no read-only checkbox, and a disabled one can be neither focused nor read out.
        if (isReadOnly) event.preventDefault();
      },
    } satisfies PartsView['events'],
    mergedRef: view.ref,
    input,
    messages: { required: said('required'), newTab: said('newTab') },
    content,
    text: words?.trim() || consentId,
    description,
    links,
    lang,
    id,
    ownId: view.id + encodeURIComponent(`${orderId}-${consentId}`),
    classNames,
    isRequired,
    isMissing: false,
    isReadOnly,
    renderStatus: (self: PartsView) =>
      isReadOnly ? withNote(status.props.view, said('readOnly'), self) : status.props.view,
  } as object as PartsView;
  limitAnswers(view.own, isReadOnly);
  const further = {
    'data-required': isRequired ? '' : undefined,
    'data-read-only': isReadOnly ? '' : undefined,
  };
  return cloneElement(frame, further as object, renderParts(parts, render && withAfter(render)));
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
  consentId: string,
  { props }: Frame,
): UseOrderConsentResult {
  const { initialOrder, orderId } = context;
  const consent = consentOf(context, consentId);
  const { answer } = own;
  return resultOf({
    own,
    toggle: () => answer?.({} as HTMLInputElement),
    checked: own.checked === true,
    confirmed: consent && consent.checked === true,
    isAnswered: JSON.stringify([orderId, consentId]) in context,
    isOnOrder: consent && true,
    isPlaced: consent !== undefined && (initialOrder?.state?.currentStatus ?? 'checkout') !== 'checkout',
    required: consent?.required === true,
    text: textOfOrder(consent),
    isUnreadable: props['data-unreadable'] === '',
    saveState: props['data-save-state'],
  });
}

/** Takes no answers of a box that cannot be changed here, and none of other inputs of `render`. */
function limitAnswers(own: BoxState, isReadOnly: boolean): void {
  const { answer } = own;
  // Without an element where `render` leaves the checkbox out.
  own.answer = (target: HTMLInputElement | null) => {
    if (!target?.matches('.nk-consent-box')) return;
    if (isReadOnly) target.checked = own.checked === true;
    else answer?.(target);
  };
}

/** Adds the note of a box that cannot be changed, where no other message shows. */
function withNote(status: StatusParts, note: string, view: PartsView): ReactElement {
  const [, live] = status.props.children;
  const [, , said] = live.props.children;
  const text = said.props.children || (
    <span key="readOnly" className={classOf('status-text', view)}>
      {note}
    </span>
  );
  return cloneElement(
    status,
    undefined,
    false,
    cloneElement(live, undefined, false, false, cloneElement(said, undefined, text)),
  );
}
