import { consentEvidence, OrderProvider, useConsentGate, useOrderConsent } from '@norce-kit/react';
import { createContext, use, useEffect, useLayoutEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { languageOf } from './languages.ts';
import { switchNetwork } from './network.ts';
import type { Network } from './network.ts';
import { createOrderStage } from './order-stage.ts';
import type { OrderParameters, OrderStage } from './order-stage.ts';
import { wordsOf } from './words-of.ts';
import type { Words } from './words-of.ts';

/** The language of the toolbar as a BCP 47 tag. */
export const LanguageContext = createContext<string | undefined>(undefined);

/** Returns the words of the shop in the language of the toolbar. */
export function useWords(): Words {
  return wordsOf({ globals: { locale: use(LanguageContext) } });
}

/** The order id of the story around, from which a story with several orders derives theirs. */
export const OrderIdContext = createContext('o');

const evidence = consentEvidence();

const StageContext = createContext<OrderStage | undefined>(undefined);

/** Returns the order stage around a component of a story. */
export function useStage(): OrderStage {
  const stage = use(StageContext);
  if (stage === undefined) throw new Error('This story has no order.');
  return stage;
}

export interface OrderStageProviderProps extends OrderParameters {
  /** Id of the order, unlike those of other stages on the page. */
  orderId: string;
  network?: Network | undefined;
  /** Language of the texts and of the order. @default the language around */
  languageTag?: string | undefined;
  /** Called once after mount. The function it returns runs on unmount. */
  onMount?: (stage: OrderStage) => (() => void) | undefined;
  /** Called when the gate of `isAttempted` has answered. */
  onAttempted?: (() => void) | undefined;
  children: ReactNode;
}

/** Creates an order on a sandbox and provides it to its children. */
export function OrderStageProvider(props: OrderStageProviderProps) {
  const { orderId, network = 'fast', onMount, afterMount, answers = {}, onAttempted, children } = props;
  const { isAttempted = false, isUnread = false, hasGate = false, hasEvidence = false } = props;
  const { goesOnWithout } = props;
  const outerTag = use(LanguageContext);
  const { locale, order } = languageOf(props.languageTag ?? outerTag);
  const { t } = wordsOf({ globals: { locale: locale.tag } });
  const [stage] = useState(() => createOrderStage(orderId, props, { t, order }));
  useLayoutEffect(() => {
    afterMount?.(stage.sandbox, stage.orderId, t);
    return onMount?.(stage);
    // oxlint-disable-next-line react/exhaustive-deps -- both run once per stage, so changed callbacks are ignored
  }, [stage]);
  useLayoutEffect(() => switchNetwork(stage.sandbox, network), [stage, network]);
  return (
    <OrderProvider
      client={stage.client}
      orderId={stage.orderId}
      queryClient={stage.queryClient}
      {...(!isUnread && { initialOrder: stage.initialOrder })}
      {...(hasEvidence && { evidence })}
      locale={locale}
    >
      <LanguageContext value={locale.tag}>
        <StageContext value={stage}>{children}</StageContext>
      </LanguageContext>
      {Object.entries(answers).map(([consentId, checked]) => (
        <AnswerOnMount key={consentId} consentId={consentId} checked={checked} />
      ))}
      {isAttempted && <CheckOnMount onEnd={onAttempted} />}
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
function CheckOnMount({ onEnd }: { onEnd: (() => void) | undefined }) {
  const { check } = useConsentGate();
  useEffect(() => {
    void check().then(onEnd);
    // oxlint-disable-next-line react/exhaustive-deps -- the shopper tries once, so a changed callback is ignored
  }, [check]);
  return null;
}
