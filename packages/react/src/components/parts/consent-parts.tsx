import type { ReactElement, ReactNode } from 'react';
import type { UseOrderConsentResult } from '../../hooks/use-order-consent.ts';
import { classOf } from './box-view.ts';
import type { BoxView } from './box-view.ts';
import { safeHref } from './safe-href.ts';
import { Slot } from '../../slot.ts';

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
  /** The error, the live region and the retry button. Render it always: a live region must exist before its text changes. */
  readonly status: ReactElement;
  /** The consent, as `useOrderConsent` returns it. */
  readonly consent: UseOrderConsentResult;
}

/** Renders the parts of a box. Not components: the extra fibers showed in the mount benchmark. */
export function renderParts(view: BoxView, render?: (parts: ConsentParts) => ReactNode): ReactNode {
  const { consent, description, lang, ownId } = view;
  const parts: ConsentParts = {
    box: createBox(view),
    label: createLabel(view),
    description: description ? (
      <div className={classOf('description', view)} id={`${ownId}description`} lang={lang}>
        {description}
      </div>
    ) : undefined,
    links: createLinks(view),
    status: <Slot use={view.useStatus} view={view} />,
    consent,
  };
  return render === undefined ? arrange(parts, view) : render(parts);
}

function createBox(view: BoxView): ReactElement {
  const { consent, events, input, description, id, ownId, formField: FormField } = view;
  const describedBy = [
    input['aria-describedby'],
    view.isMissing && `${ownId}error`,
    description && `${ownId}description`,
    `${ownId}status`,
  ];
  const box = (
    <input
      {...input}
      ref={events.mergedRef}
      id={id ?? ownId}
      className={classOf('box', view)}
      type="checkbox"
      checked={consent.checked}
      defaultChecked={undefined}
      required={view.isRequired}
      autoComplete="off"
      // Without it browsers report each required box that is empty as invalid, before any attempt to go on.
      aria-invalid={view.isMissing || (input['aria-invalid'] ?? (view.isRequired ? false : undefined))}
      aria-readonly={view.isReadOnly || undefined}
      aria-describedby={describedBy.filter(Boolean).join(' ')}
      onChange={events.onChange}
      onClick={events.onClick}
    />
  );
  if (FormField === undefined) return box;
  return <FormField consentId={view.consentId} isReadOnly={view.isReadOnly} box={box} />;
}

function createLabel(view: BoxView): ReactElement {
  const { messages, content, text, lang, id, ownId, isRequired } = view;
  return (
    <label className={classOf('label', view)} id={`${ownId}label`} htmlFor={id ?? ownId}>
      {/* A new element for a new text: page translators replace the text nodes in it. */}
      <span key={text} lang={lang}>
        {typeof content === 'object' ? (content ?? text) : text}
      </span>
      {isRequired && (
        <>
          {' '}
          {/* The checkbox is `required`, which screen readers read themselves. */}
          <span className={classOf('required', view)} aria-hidden="true">
            {`(${messages.required})`}
          </span>
        </>
      )}
    </label>
  );
}

/** Creates the links, outside of the label, so that opening one does not tick the box. */
function createLinks(view: BoxView): ReactElement | undefined {
  const { links, messages } = view;
  if (!links?.length) return undefined;
  return (
    <ul className={classOf('links', view)}>
      {links.map(({ href, text }) => {
        const address = safeHref(href);
        return (
          <li key={`${href} ${text}`}>
            {address === undefined ? (
              <span>{text}</span>
            ) : (
              <a className={classOf('link', view)} href={address} target="_blank" rel="noopener">
                {`${text} (${messages.newTab})`}
              </a>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** Arranges the parts in the markup that the style sheet expects. */
function arrange(parts: ConsentParts, view: BoxView): ReactElement {
  return (
    <>
      <div className={classOf('row', view)}>
        {parts.box}
        {parts.label}
      </div>
      {parts.description}
      {parts.links}
      {parts.status}
      {view.after}
    </>
  );
}
