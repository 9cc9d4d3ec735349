import type { ComponentPropsWithoutRef, ReactElement, ReactNode, RefCallback, RefObject } from 'react';
import type { UseOrderConsentResult } from '../../hooks/use-order-consent.ts';
import type { BoxMessages } from '../../texts/messages.ts';
import { ConsentLinks } from './consent-links.tsx';
import type { ConsentLink } from './consent-links.tsx';
import { ConsentStatus } from './consent-status.tsx';
import type { CheckboxEvents } from './use-checkbox-events.ts';
import { withClass } from './with-class.ts';

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

/** The ready parts of a box, for `render`. */
export interface ConsentParts {
  /** The checkbox. */
  readonly box: ReactElement;
  /** The label of the checkbox. */
  readonly label: ReactElement;
  /** The description; undefined when there is none. */
  readonly description: ReactElement | undefined;
  /** The list of links; undefined when there are none. */
  readonly links: ReactElement | undefined;
  /** The live region and the retry button. Render it always: a live region must exist before its text changes. */
  readonly status: ReactElement;
  /** The consent, as `useOrderConsent` returns it. */
  readonly consent: UseOrderConsentResult;
}

type ClassNames = Readonly<Partial<Record<ConsentPart, string>>> | undefined;

/** Everything the parts of one box are made of. */
export interface PartsInput {
  consent: UseOrderConsentResult;
  events: CheckboxEvents;
  box: RefObject<HTMLInputElement | null>;
  mergedRef: RefCallback<HTMLInputElement>;
  input: ComponentPropsWithoutRef<'input'>;
  messages: BoxMessages;
  content: ReactNode;
  text: string;
  description: ReactNode;
  links: readonly ConsentLink[] | undefined;
  lang: string | undefined;
  id: string | undefined;
  ownId: string;
  classNames: ClassNames;
  isRequired: boolean;
  isMissing: boolean;
  isLocked: boolean;
  isReadOnly: boolean;
}

/** Creates the parts of a box. Not components: the extra fibers showed in the mount benchmark. */
export function createParts(from: PartsInput): ConsentParts {
  const { consent, messages, text, description, links, lang, ownId, classNames } = from;
  const { isMissing, isLocked, isReadOnly } = from;
  return {
    box: createBox(from),
    label: createLabel(from),
    description: description ? (
      <div className={classOf('description', classNames)} id={`${ownId}description`} lang={lang}>
        {description}
      </div>
    ) : undefined,
    links: links?.length ? (
      <ConsentLinks
        links={links}
        messages={messages}
        listClass={classOf('links', classNames)}
        linkClass={classOf('link', classNames)}
      />
    ) : undefined,
    status: (
      <ConsentStatus
        id={`${ownId}status`}
        labelId={`${ownId}label`}
        box={from.box}
        consent={consent}
        messages={messages}
        label={text}
        lang={lang}
        isMissing={isMissing}
        isLocked={isLocked}
        isReadOnly={isReadOnly}
        className={classOf('status', classNames)}
        textClass={classOf('status-text', classNames)}
        retryClass={classOf('retry', classNames)}
      />
    ),
    consent,
  };
}

function createBox(from: PartsInput): ReactElement {
  const { consent, events, input, description, id, ownId, classNames } = from;
  const describedBy = [
    input['aria-describedby'],
    description ? `${ownId}description` : undefined,
    `${ownId}status`,
  ];
  return (
    <input
      {...input}
      ref={from.mergedRef}
      id={id ?? ownId}
      className={classOf('box', classNames)}
      type="checkbox"
      checked={consent.checked}
      required={from.isRequired}
      autoComplete="off"
      aria-invalid={from.isMissing || input['aria-invalid']}
      aria-readonly={from.isReadOnly || undefined}
      aria-describedby={describedBy.filter(Boolean).join(' ')}
      onChange={events.onChange}
      onClick={events.onClick}
    />
  );
}

function createLabel(from: PartsInput): ReactElement {
  const { messages, content, text, lang, id, ownId, classNames, isRequired } = from;
  return (
    <label className={classOf('label', classNames)} id={`${ownId}label`} htmlFor={id ?? ownId}>
      {/* A new element for a new text: page translators replace the text nodes in it. */}
      <span key={text} lang={lang}>
        {typeof content === 'object' ? (content ?? text) : text}
      </span>
      {isRequired && (
        <>
          {' '}
          <span className={classOf('required', classNames)}>{`(${messages.required})`}</span>
        </>
      )}
    </label>
  );
}

/** Arranges the parts in the markup that the style sheet expects. */
export function arrange(parts: ConsentParts, classNames: ClassNames): ReactElement {
  return (
    <>
      <div className={classOf('row', classNames)}>
        {parts.box}
        {parts.label}
      </div>
      {parts.description}
      {parts.links}
      {parts.status}
    </>
  );
}

// One string per part for all boxes: each box keeps the class it is given.
const ownClasses: Partial<Record<ConsentPart, string>> = {};

function classOf(part: ConsentPart, classNames: ClassNames): string {
  return withClass((ownClasses[part] ??= `nk-consent-${part}`), classNames?.[part]);
}
