'use client';

import { forwardRef, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type {
  ComponentPropsWithoutRef,
  ForwardRefExoticComponent,
  MouseEvent,
  ReactNode,
  RefAttributes,
  RefObject,
} from 'react';
import { useElementIds } from '../hooks/use-element-ids.ts';
import type { UseConsentGateOptions } from '../hooks/use-consent-gate.ts';
import { useErrorSummary } from '../hooks/use-error-summary.ts';
import type { UseErrorSummaryResult } from '../hooks/use-error-summary.ts';
import { useMessages } from '../hooks/use-messages.ts';
import { enSummary } from '../texts/english.ts';
import type { PluralForms, SummaryMessages } from '../texts/messages.ts';
import { withLabel } from './parts/label-text.tsx';
import { mergeRefs } from './parts/merge-refs.ts';
import { withClass } from './parts/with-class.ts';

/** Props of `ConsentErrorSummary`; every further prop goes to the `div`. */
export interface ConsentErrorSummaryProps
  extends Omit<ComponentPropsWithoutRef<'div'>, 'children' | 'title'>, UseConsentGateOptions {
  /**
   * Level of the heading.
   * @default 2
   */
  headingLevel?: 1 | 2 | 3 | 4 | 5 | 6 | undefined;
}

/**
 * Renders the blockers of the order as a list: a consent links to its box, and an optional answer or attribute that could
 * not be saved has a button that goes on without it. Hidden until a `useConsentGate` refuses an attempt. At each refusal it
 * takes the focus, and screen readers read title and list; as an alert it would be read twice. It has the rules of that
 * gate: its own `require`, `optional` and `outdated` apply once the gate is unmounted.
 *
 * @example
 * <ConsentErrorSummary headingLevel={3} />
 */
export const ConsentErrorSummary: ForwardRefExoticComponent<
  ConsentErrorSummaryProps & RefAttributes<HTMLDivElement>
> = forwardRef(function ConsentErrorSummary(props: ConsentErrorSummaryProps, ref) {
  const { orderId, require, optional, outdated, headingLevel = 2, className, ...div } = props;
  const { messages, tag, originOf } = useMessages(enSummary);
  const { items, refusal, check, focusSummary, focusBox, goOnWithout, summaryRef } = useErrorSummary({
    orderId,
    require,
    optional,
    outdated,
  });
  const { id: ownId, idRef } = useElementIds(orderId, '', 'title');
  const summary = useRef<HTMLDivElement>(null);
  /** The element that had the focus before the summary, usually the button of the attempt. */
  const before = useRef<Element | null>(null);
  const mergedRef = useMemo(() => mergeRefs(summary, summaryRef, idRef, ref), [summaryRef, idRef, ref]);
  useEffect(() => {
    const { current } = summary;
    if (refusal.items.length === 0 || current === null) return;
    const { activeElement, body } = current.ownerDocument;
    // The summary lost the focus when its list changed.
    if (activeElement !== body && !current.contains(activeElement)) before.current = activeElement;
    focusSummary(current, refusal.items);
  }, [focusSummary, refusal]);
  const onGoOn = (consentId: string | undefined) => {
    const end = goOnWithout(consentId);
    // The box shows and announces the result; the summary may go.
    const isShown = consentId !== undefined && focusBox(consentId);
    // Without a box the summary lists what the read found.
    if (!isShown) void end.then(check);
  };

  const Heading = `h${headingLevel}` as const;
  return (
    <div
      {...div}
      ref={mergedRef}
      className={withClass('nk-error-summary', className)}
      role="group"
      tabIndex={-1}
      aria-labelledby={`${ownId}title`}
      // The texts alone: the list also contains buttons.
      aria-describedby={items.map((_, index) => `${ownId}item${index}`).join(' ') || undefined}
      hidden={items.length === 0}
    >
      {items.length > 0 && (
        <>
          <ReturnFocus from={summary} to={before} />
          <Heading
            className="nk-error-summary-title"
            id={`${ownId}title`}
            lang={originOf('summaryTitle').lang}
          >
            {pluralOf(messages.summaryTitle, items.length, tag)}
          </Heading>
          <ul className="nk-error-summary-list">
            {items.map((item, index) => (
              // A new element for a new text: page translators replace the text nodes in it.
              <li
                key={`${item.consentId} ${item.reason} ${item.label}`}
                lang={originOf(messageOf(item)).lang}
              >
                {linkTo(item, `${ownId}item${index}`, messages, focusBox)}
                {item.canGoOnWithout && goOnButton(item, messages, onGoOn)}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
});

interface ReturnFocusProps {
  from: RefObject<HTMLElement | null>;
  to: RefObject<Element | null>;
}

/** Moves the focus back when the list goes while it has the focus: the next Tab would start at the top of the page. */
function ReturnFocus({ from, to }: ReturnFocusProps): null {
  useLayoutEffect(
    () => () => {
      // Later the focus would be lost, but `hidden` is not set yet: StrictMode calls this without hiding anything.
      if (from.current?.matches(':focus-within') !== true) return;
      queueMicrotask(() => {
        if (from.current?.hidden === true) (to.current as Partial<HTMLElement> | null)?.focus?.();
      });
    },
    [from, to],
  );
  return null;
}

type Item = UseErrorSummaryResult['items'][number];

function linkTo(
  item: Item,
  id: string,
  messages: SummaryMessages,
  focusBox: UseErrorSummaryResult['focusBox'],
): ReactNode {
  const { consentId, label, lang, boxId } = item;
  const text = withLabel(messages[messageOf(item)], label, lang);
  if (boxId === undefined || consentId === undefined) return <span id={id}>{text}</span>;
  const onClick = (event: MouseEvent) => {
    // Following the link would change the URL, which a router may take for a navigation.
    event.preventDefault();
    focusBox(consentId);
  };
  return (
    <a id={id} href={hrefTo(boxId)} onClick={onClick}>
      {text}
    </a>
  );
}

function goOnButton(
  { consentId, label, answer }: Item,
  messages: SummaryMessages,
  onGoOn: (consentId: string | undefined) => void,
): ReactNode {
  const text = answer === true || consentId === undefined ? messages.goOnWithout : messages.goOnAnyway;
  return (
    <>
      {' '}
      <button
        type="button"
        className="nk-consent-retry"
        // The label of an attribute is its key.
        aria-label={consentId === undefined ? undefined : `${text}: ${label}`}
        onClick={() => onGoOn(consentId)}
      >
        {text}
      </button>
    </>
  );
}

function hrefTo(id: string): string {
  try {
    return `#${encodeURIComponent(id)}`;
  } catch {
    // The id is not well-formed Unicode. The browser escapes the rest.
    return `#${id}`;
  }
}

const ofConsents = {
  missing: 'summaryMissing',
  saving: 'summarySaving',
  'not-saved': 'summaryNotSaved',
  unknown: 'summaryUnknown',
  outdated: 'summaryOutdated',
} as const;
const ofAttributes = {
  saving: 'summaryAttributeSaving',
  'not-saved': 'summaryAttributeNotSaved',
} as const;

function messageOf(item: Item) {
  if (item.attribute !== undefined) return ofAttributes[item.reason];
  if (item.reason === 'unread') return 'summaryUnread';
  // A failed un-tick: the shopper must know that the order has the tick.
  if (item.reason === 'not-saved' && item.answer === false) return 'summaryStillTicked';
  return ofConsents[item.reason];
}

function pluralOf(forms: PluralForms, count: number, tag = 'en'): string {
  const form = forms[new Intl.PluralRules(tag).select(count)] ?? forms.other;
  return form.replace('{count}', new Intl.NumberFormat(tag).format(count));
}
