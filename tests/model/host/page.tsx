import type { ConsentWording, Order } from '@norce-kit/core';
import {
  ConsentCheckbox,
  ConsentGroup,
  NewsletterConsent,
  OrderProvider,
  orderQueryOptions,
  TermsConsent,
  useConsentGate,
  useOrderConsent,
  useOrderConsents,
} from '@norce-kit/react';
import type { ConsentEvidence, OrderEvent } from '@norce-kit/react';
import { sv } from '@norce-kit/react/locales/sv';
import { useQuery } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import * as React from 'react';
import { StrictMode, Suspense, useMemo } from 'react';
import type { ReactElement, ReactNode, RefCallback } from 'react';
import type { HostClient } from './clients.ts';
import type { RootSetup } from './setup.ts';

/** Code or data that a Suspense boundary waits for. */
export interface Late {
  readonly isHere: () => boolean;
  readonly promise: Promise<void>;
  readonly arrive: () => void;
}

export function createLate(isHere = false): Late {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return {
    isHere: () => isHere,
    promise,
    arrive: () => {
      isHere = true;
      resolve();
    },
  };
}

/** The words of a root. */
export interface Words {
  /** Number of the host's own words beside each box; undefined for those of the kit or of the order. */
  readonly text: number | undefined;
  readonly version: number;
  readonly isSwedish: boolean;
}

/** The state of one root. */
export interface PageState {
  readonly setup: RootSetup;
  readonly client: HostClient;
  readonly totalClient: HostClient | undefined;
  readonly queryClient: QueryClient;
  readonly orderId: string;
  readonly initialOrder: Order | undefined;
  readonly evidence: ConsentEvidence | undefined;
  readonly late: Late;
  readonly isShown: boolean;
  readonly isReversed: boolean;
  readonly boxesKey: number;
  readonly words: Words;
  readonly refOf: (consentId: string) => RefCallback<HTMLInputElement>;
  readonly onEvent: (event: OrderEvent) => void;
  readonly onGoOn: () => void;
  /** A component with a planted fault in the place of our own box. */
  readonly Own: (props: OwnProps) => ReactElement;
  /** A component with a planted fault in the place of our own gate. */
  readonly Gate: (props: GateProps) => ReactElement;
}

export interface GateProps {
  readonly onGoOn: () => void;
}

export interface OwnProps {
  readonly consentId: string;
  readonly hostRef: RefCallback<HTMLInputElement>;
  readonly formRef: RootSetup['formRef'];
  readonly hasInlineRefs: boolean;
  readonly words: Words;
  /** Words for the evidence that are not those beside the box. */
  readonly otherWords?: Words;
}

const consentIds = ['ci_newsletter', 'ci_terms'];
// React 18 has none.
const Activity = (React as Partial<typeof React>).Activity;
export const hasActivity = Activity !== undefined;

/** Renders one root of the page. */
export function renderPage(state: PageState): ReactElement {
  const { setup, client, queryClient, orderId, initialOrder, evidence, isShown, onEvent, Gate } = state;
  const boxes = (
    <Suspense fallback={<p>Loading</p>}>
      <Behind late={state.late}>
        <Boxes key={state.boxesKey} state={state} />
      </Behind>
    </Suspense>
  );
  const isHidden = hasActivity && setup.activity !== 'none' && !isShown;
  const hideable = (part: RootSetup['activity'], children: ReactNode) =>
    Activity !== undefined && setup.activity === part ? (
      <Activity mode={isHidden ? 'hidden' : 'visible'}>{children}</Activity>
    ) : (
      children
    );
  const page = (
    <OrderProvider
      client={client}
      queryClient={queryClient}
      orderId={orderId}
      onEvent={onEvent}
      {...(initialOrder !== undefined && { initialOrder })}
      {...(evidence !== undefined && { evidence })}
      {...(state.words.isSwedish && { locale: sv })}
    >
      <form>
        {hideable('boxes', boxes)}
        <Gate onGoOn={state.onGoOn} />
        <AnswerAll />
        {state.totalClient && (
          <Total client={state.totalClient} queryClient={queryClient} orderId={orderId} />
        )}
      </form>
    </OrderProvider>
  );
  const route = isShown || isHidden ? hideable('provider', page) : null;
  return setup.isStrict ? <StrictMode>{route}</StrictMode> : <>{route}</>;
}

function Behind({ late, children }: { late: Late; children: ReactNode }): ReactNode {
  // oxlint-disable-next-line typescript/only-throw-error -- how a component suspends in React 18
  if (!late.isHere()) throw late.promise;
  return children;
}

function Boxes({ state }: { state: PageState }): ReactNode {
  const { setup, isReversed, words, refOf, Own } = state;
  const { boxes, formRef, hasInlineRefs } = setup;
  const labelOf = (consentId: string) => {
    const { text, version } = wordingOf(words, consentId) ?? {};
    return text === undefined ? {} : { label: text, wordingVersion: version };
  };
  const consent = (consentId: string) => ({
    'data-consent': consentId,
    ref: refOf(consentId),
    ...labelOf(consentId),
  });
  if (boxes === 'group') {
    return <ConsentGroup renderConsent={({ id }) => <ConsentCheckbox consentId={id} {...consent(id)} />} />;
  }
  const list = isReversed ? [...consentIds].reverse() : consentIds;
  return list.map((id) => {
    if (boxes === 'own')
      return (
        <Own
          key={id}
          consentId={id}
          hostRef={refOf(id)}
          formRef={formRef}
          hasInlineRefs={hasInlineRefs}
          words={words}
        />
      );
    if (id === 'ci_newsletter') return <NewsletterConsent key={id} consentId={id} {...consent(id)} />;
    return <TermsConsent key={id} consentId={id} termsUrl="/terms" {...consent(id)} />;
  });
}

/** Returns the host's own words beside a box. */
function wordingOf({ text, version }: Words, consentId: string): ConsentWording | undefined {
  return text === undefined ? undefined : { text: `Words ${text} of ${consentId}`, version: String(version) };
}

/** A box of an own interface, with the host's ref before or after the kit's. */
export function OwnBox(props: OwnProps): ReactElement {
  const { consentId, hostRef, formRef, hasInlineRefs, words, otherWords = words } = props;
  const consent = useOrderConsent(consentId, { wording: wordingOf(otherWords, consentId) });
  const { ref, ...checkbox } = consent.getCheckboxProps();
  const refs = formRef === 'first' ? [hostRef, ref] : [ref, hostRef];
  const inline = (element: HTMLInputElement | null) => refs.forEach((one) => void one(element));
  const [first, second] = refs;
  const stable = useMemo(
    () => (element: HTMLInputElement | null) => {
      first?.(element);
      second?.(element);
    },
    [first, second],
  );
  const { saveState, isUnreadable, isOutdated, retry } = consent;
  return (
    <p
      data-save-state={saveState}
      data-unreadable={isUnreadable ? '' : undefined}
      data-outdated={String(isOutdated)}
    >
      <label>
        <input data-consent={consentId} ref={hasInlineRefs ? inline : stable} {...checkbox} />{' '}
        {wordingOf(words, consentId)?.text ?? consent.text ?? consentId}
      </label>
      {isOutdated && (
        <button type="button" onClick={() => consent.setChecked(consent.checked)}>
          Confirm
        </button>
      )}
      {consent.isError && (
        <button type="button" onClick={retry}>
          Save again
        </button>
      )}
      {consent.isError && !consent.required && !consent.isDropped && (
        <button type="button" onClick={consent.goOnWithout}>
          Go on without it
        </button>
      )}
    </p>
  );
}

/** The button that goes on. */
export function PayButton({ onGoOn }: GateProps): ReactElement {
  const { ready, getSubmitProps } = useConsentGate();
  return (
    <button type="button" data-gate={ready ? 'ready' : 'closed'} {...getSubmitProps({ onReady: onGoOn })}>
      Pay
    </button>
  );
}

/** Buttons that answer all consents. */
function AnswerAll(): ReactElement {
  const { setMany } = useOrderConsents();
  const answerAll = (checked: boolean) => setMany(consentIds.map((id) => ({ id, checked })));
  return (
    <>
      <button type="button" data-all={true} onClick={() => answerAll(true)}>
        All
      </button>
      <button type="button" data-all={false} onClick={() => answerAll(false)}>
        None
      </button>
    </>
  );
}

interface TotalProps {
  readonly client: HostClient;
  readonly queryClient: QueryClient;
  readonly orderId: string;
}

function Total({ client, queryClient, orderId }: TotalProps): null {
  useQuery(orderQueryOptions(client, orderId), queryClient);
  return null;
}
