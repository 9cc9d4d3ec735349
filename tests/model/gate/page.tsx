import {
  ConsentErrorSummary,
  ConsentPreferences,
  NewsletterConsent,
  OrderProvider,
  TermsConsent,
  useConsentGate,
  useOrder,
  useOrderActivity,
  usePatchAttributes,
  useRegisterValidation,
  useValidateOrder,
} from '@norce-kit/react';
import type { ConsentEvidence, GateBlocker, GateCheck } from '@norce-kit/react';
import type { OrderClient } from '@norce-kit/core';
import type { QueryClient } from '@tanstack/react-query';
import { StrictMode, useEffect } from 'react';
import type { ComponentType, ReactElement } from 'react';
import type { Rules, Setup } from './setup.ts';

/** The functions of the host that a page calls. */
export interface Host {
  readonly onReady: (button: number, orderId: string) => unknown;
  readonly onRefused: (button: number, orderId: string, blockers?: readonly GateBlocker[]) => void;
  readonly onSubmit: (orderId: string) => void;
  /** Called with the promises of `whenSettled` and `check`. */
  readonly onWait: (orderId: string, settled: Promise<unknown>) => void;
}

/** The state of a page. */
export interface PageState {
  readonly setup: Setup;
  readonly rules: Rules;
  readonly host: Host;
  readonly client: OrderClient;
  readonly queryClient: QueryClient;
  readonly evidence: ConsentEvidence | undefined;
  readonly orderId: string;
  /** Whether the boxes, the note and the summary are on the page. */
  readonly hasFields: boolean;
  /** The buttons on the page. */
  readonly buttons: readonly number[];
  readonly Pay: ComponentType<PayProps>;
  readonly Extra: ComponentType | undefined;
}

/** A fault that a run adds to its page, to prove that the invariants find it. */
export interface Planted {
  /** Wraps the client of the page. */
  readonly client?: (client: OrderClient) => OrderClient;
  /** Replaces the button that goes on. */
  readonly Pay?: ComponentType<PayProps>;
  /** Another component on the page. */
  readonly Extra?: ComponentType;
}

export interface PayProps {
  readonly state: PageState;
  readonly button: number;
}

export function renderPage(state: PageState): ReactElement {
  const { setup, client, queryClient, orderId, evidence, hasFields, buttons, host, Pay, Extra } = state;
  const page = (
    <OrderProvider
      client={client}
      queryClient={queryClient}
      orderId={orderId}
      {...(evidence !== undefined && { evidence })}
    >
      <form
        noValidate={setup.isNoValidate}
        onSubmit={(event) => {
          event.preventDefault();
          host.onSubmit(orderId);
        }}
      >
        {hasFields && (
          <>
            {setup.hasSummary && <ConsentErrorSummary {...state.rules} />}
            <NewsletterConsent consentId="ci_newsletter" data-consent="ci_newsletter" />
            <TermsConsent consentId="ci_terms" termsUrl="/terms" data-consent="ci_terms" />
            <Note key={orderId} setup={setup} />
            <StockCheck />
          </>
        )}
        {buttons.map((button) => (
          <Pay key={button} state={state} button={button} />
        ))}
        <Validation />
        <Activity />
        {Extra && <Extra />}
      </form>
    </OrderProvider>
  );
  return setup.isStrict ? <StrictMode>{page}</StrictMode> : page;
}

/** Renders another tab of the shopper. */
export function renderTab({ setup, client, queryClient, orderId }: PageState): ReactElement {
  const page = (
    <OrderProvider client={client} queryClient={queryClient} orderId={orderId}>
      <ConsentPreferences filter={() => true} />
    </OrderProvider>
  );
  return setup.isStrict ? <StrictMode>{page}</StrictMode> : page;
}

export function PayButton({ state, button }: PayProps): ReactElement {
  const { setup, rules, orderId, host } = state;
  const { blockers, goOnWithout, getSubmitProps, whenSettled, check } = useConsentGate(rules);
  return (
    <>
      <button
        type={setup.type}
        data-pay={button}
        {...getSubmitProps({
          onReady: setup.ready === 'none' ? undefined : () => host.onReady(button, orderId),
          onRefused: (blocking) => host.onRefused(button, orderId, blocking),
        })}
      >
        Pay
      </button>
      {blockers.map(
        ({ consentId, attribute, canGoOnWithout }) =>
          canGoOnWithout && (
            <button
              key={consentId ?? attribute}
              type="button"
              data-without={consentId ?? attribute}
              onClick={() => void goOnWithout(consentId)}
            />
          ),
      )}
      <button type="button" data-wait="whenSettled" onClick={() => host.onWait(orderId, whenSettled())} />
      <button type="button" data-wait="check" onClick={() => host.onWait(orderId, openOrReject(check()))} />
    </>
  );
}

async function openOrReject(check: Promise<GateCheck>): Promise<void> {
  if (!(await check).ok) throw new Error('the gate is closed');
}

function Note({ setup }: { readonly setup: Setup }): ReactElement {
  const { delay, isNoteOptional } = setup;
  const { mutate, failedKeys, retry } = usePatchAttributes<{ note: string }>({
    delay,
    optional: isNoteOptional,
  });
  const { data } = useOrder();
  return (
    <p>
      <input data-note onChange={({ target }) => mutate({ note: target.value })} />
      <output data-kept={JSON.stringify(data?.attributes?.['note'])} />
      <output data-failed={failedKeys.join()} />
      {failedKeys.length > 0 && <button type="button" data-retry-note onClick={retry} />}
    </p>
  );
}

/** The example of the documentation. */
function StockCheck(): ReactElement {
  const { mutate, status, id } = useRegisterValidation();
  useEffect(() => mutate({ name: 'stock' }), [mutate]);
  return <output data-validation={id ?? ''} data-status={status} />;
}

function Validation(): ReactElement {
  const { mutate, data } = useValidateOrder();
  return (
    <button
      type="button"
      data-validate={data === undefined ? '' : String(data.ok)}
      onClick={() => mutate()}
    />
  );
}

function Activity(): ReactElement {
  return <output data-writing={String(useOrderActivity().isWriting)} />;
}
