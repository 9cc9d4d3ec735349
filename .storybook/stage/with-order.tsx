import type { Order } from '@norce-kit/core';
import { createOrderClient } from '@norce-kit/core';
import { OrderProvider, useConsentGate, useOrderConsent } from '@norce-kit/react';
import type { OrderProviderProps } from '@norce-kit/react';
import type { OrderInput, Sandbox, SandboxOptions } from '@norce-kit/sandbox';
import { createSandbox } from '@norce-kit/sandbox';
import type { Decorator } from '@storybook/react-vite';
import { QueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useLayoutEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { languageOf } from './languages.ts';
import { switchNetwork } from './network.ts';
import type { Network } from './network.ts';
import { reportOrder } from './report-order.ts';

/** Controls that every story has beside the props of its component. */
export interface StageArgs {
  network?: Network;
  density?: 'comfortable' | 'compact';
}

/** What a story may say about the order behind it: `parameters: { order: { … } }`. */
export interface OrderParameters {
  readonly sandbox?: Omit<SandboxOptions, 'authenticate'>;
  /** Content of the order. @default an order in the language of the toolbar */
  readonly content?: OrderInput;
  /** What happens to the sandbox before the story shows. */
  readonly prepare?: (sandbox: Sandbox, orderId: string) => unknown;
  /** What happens to the sandbox once the page has its order, as if somebody else did it. */
  readonly later?: (sandbox: Sandbox, orderId: string) => unknown;
  /** What the shopper answered before the story shows. */
  readonly answers?: Readonly<Record<string, boolean>>;
  /** Whether the shopper has tried to go on already. */
  readonly isAttempted?: boolean;
  /** Whether the page comes without the order and has to read it first. */
  readonly isUnread?: boolean;
  /** Whether a passing state stays for as long as somebody looks: nothing times out. */
  readonly isEndless?: boolean;
}

export interface OrderStage {
  readonly sandbox: Sandbox;
  readonly orderId: string;
  readonly client: ReturnType<typeof createOrderClient>;
  readonly queryClient: QueryClient;
  readonly initialOrder: Order;
}

const stages = new WeakMap<object, OrderStage>();

/** The order of a story, for its play function. */
export function orderOf(context: { readonly canvasElement: HTMLElement }): OrderStage {
  const stage = stages.get(context.canvasElement);
  if (stage === undefined) throw new Error('This story has no order: withOrder did not run.');
  return stage;
}

const StageContext = createContext<OrderStage | undefined>(undefined);

/** The order of a story, for what it renders. */
export function useStage(): OrderStage {
  const stage = use(StageContext);
  if (stage === undefined) throw new Error('This story has no order.');
  return stage;
}

/** Another page of the shop that is open with the same order: a client and a cache of its own. */
export function openTab({ sandbox, orderId, initialOrder }: OrderStage): OrderStage {
  return {
    sandbox,
    orderId,
    initialOrder,
    client: createClient(sandbox, false),
    queryClient: new QueryClient(),
  };
}

/** Gives every story an order of its own on a sandbox in the page; nothing leaves the page. */
export const withOrder: Decorator<StageArgs> = (
  Story,
  { args, canvasElement, globals, id, parameters, viewMode },
) => {
  const order = parameters['order'] as OrderParameters | 'none' | undefined;
  if (order === 'none') return <Story />;
  const language = languageOf(globals['locale']);
  return (
    <OrderStageProvider
      key={language.locale.tag}
      {...order}
      content={order?.content ?? language.order}
      locale={language.locale}
      network={args.network}
      onStage={(stage) => {
        stages.set(canvasElement, stage);
        return viewMode === 'story' ? reportOrder(id, stage) : undefined;
      }}
    >
      <Story />
    </OrderStageProvider>
  );
};

export interface OrderStageProviderProps extends OrderParameters {
  network?: Network | undefined;
  locale?: OrderProviderProps['locale'];
  /** Hears of the stage once it stands; what it returns is called when the stage goes. */
  onStage?: (stage: OrderStage) => (() => void) | undefined;
  children: ReactNode;
}

/** An order on a sandbox, and a provider for it. */
export function OrderStageProvider(props: OrderStageProviderProps) {
  const { network = 'fast', locale, onStage, later, answers = {}, children } = props;
  const { isAttempted = false, isUnread = false } = props;
  const [stage] = useState(() => createStage(props));
  useLayoutEffect(() => {
    later?.(stage.sandbox, stage.orderId);
    return onStage?.(stage);
    // Once in the life of a stage.
  }, [stage]);
  useLayoutEffect(() => switchNetwork(stage.sandbox, network), [stage, network]);
  return (
    <OrderProvider
      client={stage.client}
      orderId={stage.orderId}
      queryClient={stage.queryClient}
      {...(!isUnread && { initialOrder: stage.initialOrder })}
      {...(locale && { locale })}
    >
      <StageContext value={stage}>{children}</StageContext>
      {Object.entries(answers).map(([consentId, checked]) => (
        <Answer key={consentId} consentId={consentId} checked={checked} />
      ))}
      {isAttempted && <Attempt />}
    </OrderProvider>
  );
}

/** Answers in the place of a shopper. */
function Answer({ consentId, checked }: { consentId: string; checked: boolean }) {
  const { setChecked } = useOrderConsent(consentId);
  useEffect(() => setChecked(checked), [setChecked, checked]);
  return null;
}

/** Tries to go on in the place of a shopper. */
function Attempt() {
  const { check } = useConsentGate();
  useEffect(() => void check(), [check]);
  return null;
}

const day = 86_400_000;

function createStage({ sandbox: options, content, prepare, isEndless = false }: OrderParameters): OrderStage {
  const sandbox = createSandbox({ ...options, authenticate: false });
  const { id: orderId } = sandbox.orders.create(content);
  prepare?.(sandbox, orderId);
  const initialOrder = sandbox.orders.get(orderId);
  if (initialOrder === undefined) throw new Error('The story took its own order away.');
  const client = createClient(sandbox, isEndless);
  return { sandbox, orderId, client, queryClient: new QueryClient(), initialOrder };
}

function createClient(sandbox: Sandbox, isEndless: boolean): OrderStage['client'] {
  return createOrderClient({
    baseUrl: 'https://sandbox.invalid',
    fetch: sandbox.fetch,
    retry: 0,
    ...(isEndless && { timeout: day, totalTimeout: day }),
  });
}
