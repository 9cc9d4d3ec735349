import { consentEvidence, OrderProvider, useConsentGate, useOrderConsent } from '@norce-kit/react';
import type { OrderProviderProps } from '@norce-kit/react';
import { createContext, use, useEffect, useLayoutEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { switchNetwork } from './network.ts';
import type { Network } from './network.ts';
import { createOrderStage } from './order-stage.ts';
import type { OrderParameters, OrderStage } from './order-stage.ts';

const evidence = consentEvidence();

const StageContext = createContext<OrderStage | undefined>(undefined);

/** Returns the order stage around a component of a story. */
export function useStage(): OrderStage {
  const stage = use(StageContext);
  if (stage === undefined) throw new Error('This story has no order.');
  return stage;
}

export interface OrderStageProviderProps extends OrderParameters {
  network?: Network | undefined;
  locale?: OrderProviderProps['locale'];
  /** Called once after mount. The function it returns runs on unmount. */
  onMount?: (stage: OrderStage) => (() => void) | undefined;
  children: ReactNode;
}

/** Creates an order on a sandbox and provides it to its children. */
export function OrderStageProvider(props: OrderStageProviderProps) {
  const { network = 'fast', locale, onMount, afterMount, answers = {}, children } = props;
  const {
    isAttempted = false,
    isUnread = false,
    hasGate = false,
    hasEvidence = false,
    goesOnWithout,
  } = props;
  const [stage] = useState(() => createOrderStage(props));
  useLayoutEffect(() => {
    afterMount?.(stage.sandbox, stage.orderId);
    return onMount?.(stage);
    // Both run once per stage, so changed callbacks are ignored.
  }, [stage]);
  useLayoutEffect(() => switchNetwork(stage.sandbox, network), [stage, network]);
  return (
    <OrderProvider
      client={stage.client}
      orderId={stage.orderId}
      queryClient={stage.queryClient}
      {...(!isUnread && { initialOrder: stage.initialOrder })}
      {...(locale && { locale })}
      {...(hasEvidence && { evidence })}
    >
      <StageContext value={stage}>{children}</StageContext>
      {Object.entries(answers).map(([consentId, checked]) => (
        <AnswerOnMount key={consentId} consentId={consentId} checked={checked} />
      ))}
      {isAttempted && <CheckOnMount />}
      {hasGate && <Gate />}
      {goesOnWithout !== undefined && <GoOnWithout consentId={goesOnWithout} />}
    </OrderProvider>
  );
}

/** Answers a consent on mount, as the shopper would. */
function AnswerOnMount({ consentId, checked }: { consentId: string; checked: boolean }) {
  const { setChecked } = useOrderConsent(consentId);
  useEffect(() => setChecked(checked), [setChecked, checked]);
  return null;
}

function Gate() {
  useConsentGate();
  return null;
}

/** Goes on without an answer that failed, as the shopper would. */
function GoOnWithout({ consentId }: { consentId: string }) {
  const { isError, goOnWithout } = useOrderConsent(consentId);
  useEffect(() => {
    if (isError) goOnWithout();
  }, [isError, goOnWithout]);
  return null;
}

/** Runs the consent gate on mount, as a submit would. */
function CheckOnMount() {
  const { check } = useConsentGate();
  useEffect(() => void check(), [check]);
  return null;
}
