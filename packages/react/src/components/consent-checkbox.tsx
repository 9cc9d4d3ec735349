'use client';

import { forwardRef, isValidElement, useId, useMemo, useRef } from 'react';
import type {
  ChangeEvent,
  ComponentPropsWithoutRef,
  ForwardRefExoticComponent,
  MouseEvent,
  ReactElement,
  ReactNode,
  RefAttributes,
} from 'react';
import { useMessages } from '../hooks/use-messages.ts';
import { useOrderConsent } from '../hooks/use-order-consent.ts';
import type { UseOrderConsentResult } from '../hooks/use-order-consent.ts';
import { enBox } from '../texts/english.ts';
import { warnOnce } from '../warn-once.ts';
import { ConsentLinks } from './parts/consent-links.tsx';
import type { ConsentLink } from './parts/consent-links.tsx';
import { ConsentStatus } from './parts/consent-status.tsx';
import { textOf } from './parts/label-text.tsx';
import { mergeRefs } from './parts/merge-refs.ts';
import { withClass } from './parts/with-class.ts';

// Bundlers put a constant in its place, so that what is for developers is in no shop's page.
declare const process: { readonly env: { readonly NODE_ENV?: string } };

type InputProps = ComponentPropsWithoutRef<'input'>;

/**
 * What a tick means. `consent`: the shopper allows something and may take it back. `agreement`: the shopper accepts terms.
 * `objection`: the shopper says no to something that would happen without a tick.
 */
export type ConsentKind = 'consent' | 'agreement' | 'objection';

/** The parts of a box that can get a class of their own. */
export type ConsentPart =
  | 'row'
  | 'box'
  | 'label'
  | 'required'
  | 'description'
  | 'links'
  | 'link'
  | 'status'
  | 'status-text'
  | 'retry';

/** The ready parts of a box, for markup of one's own around them. */
export interface ConsentParts {
  readonly box: ReactElement;
  readonly label: ReactElement;
  readonly description: ReactElement | undefined;
  readonly links: ReactElement | undefined;
  /** The live region; it must be there before it speaks, so render it always. */
  readonly status: ReactElement;
  readonly consent: UseOrderConsentResult;
}

export interface ConsentCheckboxProps extends Omit<
  InputProps,
  'type' | 'checked' | 'defaultChecked' | 'className' | 'style'
> {
  /** The consent's id on the order. */
  consentId: string;
  /** @default the order of the provider */
  orderId?: string;
  /**
   * What a tick means.
   * @default 'agreement' where a tick is required, else 'consent'
   */
  kind?: ConsentKind;
  /**
   * What the shopper answers to; a link in it opens without a tick.
   * @default `children`, or else the order's own wording, as plain text
   */
  label?: ReactNode;
  children?: ReactNode;
  /** Said below the label and read out with it. */
  description?: ReactNode;
  /** Shown below the description; they open in a new tab. Such as are neither `https` nor relative are shown as text. */
  links?: readonly ConsentLink[];
  /** The language of label and description, where it is not that of the page. */
  lang?: string | undefined;
  /**
   * The shop's name for this state of the wording, for the evidence of the answer.
   * @default none
   */
  wordingVersion?: string | undefined;
  /**
   * Whether the box must be ticked before the order can go on.
   * @default what the order says
   */
  required?: boolean;
  /** Shows the answer and says that it cannot be changed here. */
  readOnly?: boolean;
  /** Called with the shopper's answer, before it is sent. `preventDefault` on the event keeps the answer from being taken. */
  onCheckedChange?: (checked: boolean, event: ChangeEvent<HTMLInputElement>) => void;
  /** Goes to the outermost element. */
  className?: string;
  /** Goes to the outermost element. */
  style?: InputProps['style'];
  /** Further classes of the parts, beside `nk-consent-…`. */
  classNames?: Readonly<Partial<Record<ConsentPart, string>>>;
  /** Puts the parts into markup of your own; the outermost element stays ours. */
  render?: (parts: ConsentParts) => ReactNode;
}

// Made once: each box keeps what it is given.
const readyClasses: Partial<Record<ConsentPart, string>> = {};

/**
 * A consent of the order as a native checkbox with its label and the state of its save. It is never ticked by us, never
 * disabled while it saves, and says in words when an answer is not on the order. Every further prop and `ref` go to
 * the `input`.
 *
 * The outermost element bears `data-kind`, `data-state` (`checked` | `unchecked`), `data-save-state` (`idle` | `saving` |
 * `saved` | `not-saved` | `unknown` | `waiting`), `data-required`, `data-read-only`, `data-unreadable` where the order could
 * not be read and, once the shopper tried to go on without a required tick, `data-invalid`.
 */
export const ConsentCheckbox: ForwardRefExoticComponent<
  ConsentCheckboxProps & RefAttributes<HTMLInputElement>
> = forwardRef(function ConsentCheckbox(props: ConsentCheckboxProps, ref) {
  const {
    consentId,
    orderId,
    kind,
    label,
    children,
    description,
    links,
    lang,
    wordingVersion,
    required,
    readOnly = false,
    onCheckedChange,
    className,
    style,
    classNames = {},
    render,
    id,
    ...input
  } = props;
  const { messages, locale } = useMessages(enBox);
  const given = label ?? children;
  const words = textOf(given).trim();
  if (process.env.NODE_ENV !== 'production' && isValidElement(given) && words === '') {
    warnOnce(
      `the label of “${consentId}” is made by a component, so nobody but the shopper knows its words: ` +
        'messages and the evidence name those of the order. Give the label its words themselves.',
    );
  }
  const consent = useOrderConsent(consentId, {
    ...(orderId !== undefined && { orderId }),
    ...(words !== '' && { wording: { text: words, version: wordingVersion, lang } }),
  });
  const generatedId = useId();
  const inputId = id ?? generatedId;
  const isRequired = required ?? consent.required;
  // A box without words could be agreed to without knowing to what.
  const text = words || consent.text?.trim() || consentId;

  const { ref: boxRef, checked, autoComplete, onChange: take } = consent.getCheckboxProps();
  const box = useRef<HTMLInputElement>(null);
  const mergedRef = useMemo(() => mergeRefs(box, boxRef, ref), [boxRef, ref]);

  const isGone = consent.isOnOrder === false;
  if (isGone && consent.saveState !== 'not-saved') return null;

  const isMissing = consent.isAttempted && isRequired && !checked;
  // Some shops let answers change after the purchase, so an order is taken for locked only once it refused one.
  const isLocked = consent.isPlaced && consent.isError && consent.error?.retryable !== true;
  const isReadOnly = readOnly || isGone || isLocked;
  const part = (name: ConsentPart) =>
    withClass((readyClasses[name] ??= `nk-consent-${name}`), classNames[name]);
  const partId = (name: ConsentPart) => `${generatedId}${name}`;
  const describedBy = [
    input['aria-describedby'],
    description ? partId('description') : undefined,
    partId('status'),
  ];
  const restore = () => {
    // After a prevented click the browser goes back to what it showed, although the shop may have answered meanwhile.
    if (box.current !== null) box.current.checked = box.current.defaultChecked;
  };
  const onChange = (event: ChangeEvent<HTMLInputElement>) => {
    // React tells of a change by the click itself, whether or not that was held back.
    if (isReadOnly) return;
    input.onChange?.(event);
    onCheckedChange?.(event.currentTarget.checked, event);
    // React made this event before `onClick` ran, so only the native one knows whether that prevented it.
    if (event.nativeEvent.defaultPrevented) setTimeout(restore);
    else take(event);
  };
  const onClick = (event: MouseEvent<HTMLInputElement>) => {
    input.onClick?.(event);
    // HTML knows no read-only checkbox, and a disabled one could neither be reached nor read.
    if (isReadOnly) event.preventDefault();
    if (event.defaultPrevented) setTimeout(restore);
  };

  const parts: ConsentParts = {
    box: (
      <input
        {...input}
        ref={mergedRef}
        id={inputId}
        className={part('box')}
        type="checkbox"
        checked={checked}
        required={isRequired}
        autoComplete={autoComplete}
        aria-invalid={isMissing || input['aria-invalid']}
        aria-readonly={isReadOnly || undefined}
        aria-describedby={describedBy.filter(Boolean).join(' ')}
        onChange={onChange}
        onClick={onClick}
      />
    ),
    label: (
      <label className={part('label')} id={partId('label')} htmlFor={inputId}>
        {/* A new element for new words: translators of pages replace what is in it. */}
        <span key={text} lang={lang}>
          {typeof given === 'object' ? (given ?? text) : text}
        </span>
        {isRequired && (
          <>
            {' '}
            <span className={part('required')}>{`(${messages.required})`}</span>
          </>
        )}
      </label>
    ),
    description: description ? (
      <div className={part('description')} id={partId('description')} lang={lang}>
        {description}
      </div>
    ) : undefined,
    links: links?.length ? (
      <ConsentLinks links={links} messages={messages} listClass={part('links')} linkClass={part('link')} />
    ) : undefined,
    status: (
      <ConsentStatus
        id={partId('status')}
        labelId={partId('label')}
        box={box}
        consent={consent}
        messages={messages}
        label={text}
        lang={lang}
        isMissing={isMissing}
        isLocked={isLocked}
        isReadOnly={isReadOnly}
        className={part('status')}
        textClass={part('status-text')}
        retryClass={part('retry')}
      />
    ),
    consent,
  };

  return (
    <div
      className={withClass('nk-consent', className)}
      style={style}
      lang={locale?.tag}
      data-kind={kind ?? (isRequired ? 'agreement' : 'consent')}
      data-state={checked ? 'checked' : 'unchecked'}
      data-save-state={consent.saveState}
      data-unreadable={consent.isUnreadable ? '' : undefined}
      data-required={isRequired ? '' : undefined}
      data-invalid={isMissing ? '' : undefined}
      data-read-only={isReadOnly ? '' : undefined}
    >
      {render === undefined ? (
        <>
          <div className={part('row')}>
            {parts.box}
            {parts.label}
          </div>
          {parts.description}
          {parts.links}
          {parts.status}
        </>
      ) : (
        render(parts)
      )}
    </div>
  );
});
