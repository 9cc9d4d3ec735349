'use client';

import { forwardRef, useEffect, useMemo, useRef, useState } from 'react';
import type {
  ComponentPropsWithoutRef,
  ForwardRefExoticComponent,
  MouseEvent,
  ReactNode,
  RefAttributes,
} from 'react';
import { useConsentGate } from '../hooks/use-consent-gate.ts';
import type {
  ConsentBlocker,
  UseConsentGateOptions,
  UseConsentGateResult,
} from '../hooks/use-consent-gate.ts';
import { useMessages } from '../hooks/use-messages.ts';
import { enSummary } from '../texts/english.ts';
import type { PluralForms, SummaryMessages } from '../texts/messages.ts';
import { byPlace } from '../order/boxes.ts';
import { withLabel } from './parts/label-text.tsx';
import { mergeRefs } from './parts/merge-refs.ts';
import { withClass } from './parts/with-class.ts';

export interface ConsentErrorSummaryProps
  extends
    Omit<ComponentPropsWithoutRef<'div'>, 'children' | 'title'>,
    Pick<UseConsentGateOptions, 'orderId' | 'require'> {
  /**
   * The heading's level on the page.
   * @default 2
   */
  headingLevel?: 1 | 2 | 3 | 4 | 5 | 6;
}

/** What was in the way when the shopper tried to go on, and which try it was with which order. */
interface Refusal {
  readonly summaryRef: UseConsentGateResult['summaryRef'];
  readonly count: number;
  readonly items: readonly Item[];
}

interface Item extends ConsentBlocker {
  readonly label: string;
  /** The language of the label, where the page says it. */
  readonly lang: string | undefined;
  readonly boxId: string | undefined;
}

/**
 * Says what keeps the order from going on, and leads there. Empty until a `useConsentGate` holds the shopper back; then it
 * takes the focus, each time. `require` must name the same consents as at that gate.
 */
export const ConsentErrorSummary: ForwardRefExoticComponent<
  ConsentErrorSummaryProps & RefAttributes<HTMLDivElement>
> = forwardRef(function ConsentErrorSummary(props: ConsentErrorSummaryProps, ref) {
  const { orderId, require, headingLevel = 2, className, ...div } = props;
  const { messages, locale, originOf } = useMessages(enSummary);
  const { ready, blockers, refusals, summaryRef, getBox } = useConsentGate({
    ...(orderId !== undefined && { orderId }),
    ...(require !== undefined && { require }),
  });
  const summary = useRef<HTMLDivElement>(null);
  const mergedRef = useMemo(() => mergeRefs(summary, summaryRef, ref), [summaryRef, ref]);
  // It stays as it was at the try: an alert that changes with each tick would be read out again and again.
  const [refusal, setRefusal] = useState<Refusal>({ summaryRef, count: refusals, items: [] });
  if (refusal.summaryRef !== summaryRef) {
    setRefusal({ summaryRef, count: refusals, items: [] });
  } else if (refusal.count !== refusals) {
    const sorted = blockers
      .map((blocker) => ({ blocker, box: getBox(blocker.consentId) }))
      .sort((a, b) => byPlace(a.box, b.box));
    setRefusal({
      summaryRef,
      count: refusals,
      items: sorted.map(({ blocker, box }) => toItem(blocker, box)),
    });
  } else if (ready && refusal.items.length > 0) {
    setRefusal({ summaryRef, count: refusals, items: [] });
  }
  const seen = useRef(refusals);
  useEffect(() => {
    if (seen.current !== refusal.count && refusal.items.length > 0) summary.current?.focus();
    seen.current = refusal.count;
  }, [refusal]);

  const Heading = `h${headingLevel}` as const;
  return (
    <div
      {...div}
      ref={mergedRef}
      className={withClass('nk-error-summary', className)}
      role="alert"
      tabIndex={-1}
      hidden={refusal.items.length === 0}
    >
      {refusal.items.length > 0 && (
        <>
          <Heading className="nk-error-summary-title" lang={originOf('summaryTitle').lang}>
            {pluralOf(messages.summaryTitle, refusal.items.length, locale?.tag ?? 'en')}
          </Heading>
          <ul className="nk-error-summary-list">
            {refusal.items.map((item) => (
              // A new element for new words: translators of pages replace what is in it.
              <li
                key={`${item.consentId} ${item.reason} ${item.label}`}
                lang={originOf(messageOf[item.reason]).lang}
              >
                {linkTo(item, messages, getBox)}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
});

type GetBox = ReturnType<typeof useConsentGate>['getBox'];

/** What the shopper sees beside the box, which need not be the order's wording. */
function toItem(blocker: ConsentBlocker, box: HTMLElement | undefined): Item {
  const [label] = (box instanceof HTMLInputElement && box.labels) || [];
  const words = label?.querySelector('.nk-consent-label > :first-child') ?? label;
  return {
    ...blocker,
    label: words?.textContent.trim() || (blocker.text ?? blocker.consentId),
    lang: words?.closest<HTMLElement>('[lang]')?.lang,
    boxId: box?.id,
  };
}

function linkTo(
  { consentId, label, lang, boxId, reason }: Item,
  messages: SummaryMessages,
  getBox: GetBox,
): ReactNode {
  const text = withLabel(messages[messageOf[reason]], label, lang);
  if (boxId === undefined) return <span>{text}</span>;
  const onClick = (event: MouseEvent) => {
    const box = getBox(consentId);
    // By itself the link would change the address, which the shop's router may take for a new page.
    if (box !== undefined) event.preventDefault();
    box?.focus();
  };
  return (
    <a href={`#${encodeURIComponent(boxId)}`} onClick={onClick}>
      {text}
    </a>
  );
}

const messageOf = {
  missing: 'summaryMissing',
  saving: 'summarySaving',
  'not-saved': 'summaryNotSaved',
  unknown: 'summaryUnknown',
} as const;

function pluralOf(forms: PluralForms, count: number, tag: string): string {
  const form = forms[new Intl.PluralRules(tag).select(count)] ?? forms.other;
  return form.replace('{count}', new Intl.NumberFormat(tag).format(count));
}
