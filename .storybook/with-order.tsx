import { createOrderClient } from '@norce-kit/core';
import { OrderProvider } from '@norce-kit/react';
import type { Sandbox, SandboxOptions } from '@norce-kit/sandbox';
import { createSandbox } from '@norce-kit/sandbox';
import type { Decorator } from '@storybook/react-vite';
import { QueryClient } from '@tanstack/react-query';

/** What a story may say about the order behind it: `parameters: { order: { … } }`. */
export interface OrderParameters {
  readonly sandbox?: Omit<SandboxOptions, 'authenticate'>;
  /** What happens to the sandbox before the story shows. */
  readonly prepare?: (sandbox: Sandbox, orderId: string) => unknown;
}

interface OrderStage {
  readonly sandbox: Sandbox;
  readonly orderId: string;
  readonly client: ReturnType<typeof createOrderClient>;
  readonly queryClient: QueryClient;
}

const stages = new WeakMap<object, OrderStage>();

/** The order of a story, for its play function. */
export function orderOf(context: { readonly canvasElement: HTMLElement }): OrderStage {
  const stage = stages.get(context.canvasElement);
  if (stage === undefined) throw new Error('This story has no order: withOrder did not run.');
  return stage;
}

/** Gives every story an order of its own on a sandbox in the page; nothing leaves the page. */
export const withOrder: Decorator = (Story, context) => {
  const stage =
    stages.get(context.canvasElement) ??
    createStage(context.parameters['order'] as OrderParameters | undefined);
  stages.set(context.canvasElement, stage);
  return (
    <OrderProvider client={stage.client} orderId={stage.orderId} queryClient={stage.queryClient}>
      <Story />
    </OrderProvider>
  );
};

function createStage({ sandbox: options, prepare }: OrderParameters = {}): OrderStage {
  const sandbox = createSandbox({ ...options, authenticate: false });
  const { id: orderId } = sandbox.orders.create();
  prepare?.(sandbox, orderId);
  const client = createOrderClient({ baseUrl: 'https://sandbox.invalid', fetch: sandbox.fetch, retry: 0 });
  return { sandbox, orderId, client, queryClient: new QueryClient() };
}
