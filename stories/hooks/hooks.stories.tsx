import type { Meta, StoryObj } from '@storybook/react-vite';
import { QueryClientProvider } from '@tanstack/react-query';
import { expect, waitFor } from 'storybook/test';
import { useStage } from '../../.storybook/stage/order-stage-provider.tsx';
import type { OrderParameters } from '../../.storybook/stage/order-stage.ts';
import type { StageArgs } from '../../.storybook/stage/stage-args.ts';
import { stageOf } from '../../.storybook/stage/with-order.tsx';
import { answerOf, writesOf } from '../order-queries.ts';
import { CheckoutPage } from './order-provider.example.tsx';
import { OwnQueries as OwnQueriesExample } from './own-queries.example.tsx';
import { PlaceOrder } from './use-consent-gate.example.tsx';
import { PaymentStep } from './use-order-activity.example.tsx';
import { NewsletterChoice } from './use-order-consent.example.tsx';
import { ConsentList } from './use-order-consents.example.tsx';
import { OrderSummary } from './use-order.example.tsx';
import { GiftMessage } from './use-patch-attributes.example.tsx';
import { StockCheck } from './use-register-validation.example.tsx';
import { CheckButton } from './use-validate-order.example.tsx';
import './hooks.css';

const codes = import.meta.glob<string>('./*.example.tsx', { query: '?raw', import: 'default', eager: true });

/** The text of an example as the code of a story. */
const shown = (file: string) => ({ source: { code: codes[`./${file}.example.tsx`] } });

const meta = {
  title: 'Hooks/Examples',
  parameters: { controls: { include: ['network'] } },
  decorators: [
    (Story) => (
      <div className="hook-example">
        <Story />
      </div>
    ),
  ],
} satisfies Meta<StageArgs>;

export default meta;

type Story = StoryObj<StageArgs>;

/** Provides the order and the language to the components below it. */
export const Provider: Story = {
  name: 'OrderProvider',
  render: () => <ProviderExample />,
  parameters: { docs: shown('order-provider') },
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(await canvas.findByRole('checkbox', { name: /nyheter/ }));
    await canvas.findByText('consent-saved');
  },
};

/** The order as last read from the server. */
export const UseOrder: Story = {
  name: 'useOrder',
  render: () => <OrderSummary />,
  parameters: { docs: shown('use-order') },
  play: async (context) => {
    const { sandbox, orderId } = stageOf(context);
    const { culture, currency = '', total } = sandbox.orders.get(orderId) ?? {};
    const format = new Intl.NumberFormat(culture, { style: 'currency', currency });
    const { canvas, userEvent } = context;
    const price = format.format(total?.includingVat ?? 0).replaceAll(/\s/g, ' ');
    await canvas.findByText(price);
    await userEvent.click(await canvas.findByRole('button', { name: 'Read again' }));
    await expect(await canvas.findByRole('button', { name: 'Read again' })).toHaveFocus();
  },
};

/** All consents of the order. */
export const UseOrderConsents: Story = {
  name: 'useOrderConsents',
  render: () => <ConsentList />,
  parameters: {
    docs: shown('use-order-consents'),
    order: {
      prepare: (sandbox, orderId) => sandbox.orders.setChecked(orderId, 'ci_newsletter', true),
    } satisfies OrderParameters,
  },
  play: async (context) => {
    const { canvas, userEvent } = context;
    await expect(canvas.getByRole('status')).toHaveTextContent('Required and missing: 1');
    await userEvent.click(canvas.getByRole('button', { name: 'Withdraw all that is optional' }));
    await waitFor(() => expect(answerOf(context, 'ci_newsletter')).toBe(false));
  },
};

/** One consent, in markup of your own. */
export const UseOrderConsent: Story = {
  name: 'useOrderConsent',
  render: () => <NewsletterChoice />,
  parameters: { docs: shown('use-order-consent') },
  play: async (context) => {
    const { canvas, userEvent } = context;
    await userEvent.click(canvas.getByRole('checkbox'));
    await canvas.findByText('Saved');
    await expect(answerOf(context, 'ci_newsletter')).toBe(true);

    stageOf(context).sandbox.faults.add({ kind: 'status', status: 400, operation: 'patchConsent', times: 1 });
    await userEvent.click(canvas.getByRole('checkbox'));
    await userEvent.click(await canvas.findByRole('button', { name: 'Try again: newsletter' }));
    await expect(canvas.getByRole('checkbox')).toHaveFocus();
    await canvas.findByText('Saved');
  },
};

/** Attributes of the order, written while the shopper types. */
export const UsePatchAttributes: Story = {
  name: 'usePatchAttributes',
  render: () => <GiftMessage />,
  parameters: { docs: shown('use-patch-attributes') },
  play: async (context) => {
    const { canvas, userEvent } = context;
    await userEvent.type(canvas.getByRole('textbox'), 'Hi');
    await canvas.findByText('Saved');
    await expect(writesOf(context)).toMatchObject([{ value: { giftMessage: 'Hi' } }]);

    stageOf(context).sandbox.faults.add({
      kind: 'status',
      status: 400,
      operation: 'patchAttributes',
      times: 1,
    });
    await userEvent.type(canvas.getByRole('textbox'), '!');
    await userEvent.click(await canvas.findByRole('button', { name: 'Save again' }));
    await expect(canvas.getByRole('textbox')).toHaveFocus();
    await canvas.findByText('Saved');
  },
};

/** A validation by its name in the handler. Several components register it once. */
export const UseRegisterValidation: Story = {
  name: 'useRegisterValidation',
  render: () => (
    <>
      <StockCheck />
      <StockCheck />
    </>
  ),
  parameters: { docs: shown('use-register-validation') },
  play: async (context) => {
    await waitFor(() => expect(context.canvas.getAllByText(/stock is checked/)).toHaveLength(2));
    await expect(writesOf(context)).toHaveLength(1);
  },
};

/** Validates the order on the server. */
export const UseValidateOrder: Story = {
  name: 'useValidateOrder',
  render: () => <CheckButton />,
  parameters: { docs: shown('use-validate-order') },
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Check the order' }));
    await canvas.findByText('The order can be placed.');
  },
};

/** Whether the order can be placed, and what blocks it. */
export const UseConsentGate: Story = {
  name: 'useConsentGate',
  render: () => <PlaceOrder />,
  parameters: { docs: shown('use-consent-gate') },
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Place order' }));
    const terms = canvas.getAllByRole<HTMLInputElement>('checkbox').find((box) => box.required);
    if (terms === undefined) throw new Error('The order of this story has no required consent.');
    await waitFor(() => expect(terms).toBeInvalid());
    await userEvent.click(terms);
    await waitFor(() => expect(canvas.getByText(/is true/)).toBeVisible());
    await userEvent.click(await canvas.findByRole('button', { name: 'Place order' }));
    await canvas.findByText('Thank you for your order.');
  },
};

/** Whether the page is writing to the order. */
export const UseOrderActivity: Story = {
  name: 'useOrderActivity',
  render: () => <PaymentStep />,
  parameters: {
    docs: shown('use-order-activity'),
    order: { sandbox: { latency: 300 } } satisfies OrderParameters,
  },
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('checkbox'));
    await canvas.findByText(/Suspended/);
    await canvas.findByText(/may read/);
  },
};

/** The options of the hooks, in your own queries and mutations. */
export const OwnQueries: Story = {
  name: 'Own queries',
  render: () => <OwnQueriesInProvider />,
  parameters: { docs: shown('own-queries') },
  play: async (context) => {
    const { canvas, userEvent } = context;
    await userEvent.click(await canvas.findByRole('button', { name: 'Change the newsletter' }));
    await canvas.findByText('Yes');
    await expect(answerOf(context, 'ci_newsletter')).toBe(true);
    await userEvent.click(canvas.getByRole('button', { name: 'Add a note' }));
    await canvas.findByText('Leave it at the door');
  },
};

function OwnQueriesInProvider() {
  const { client, orderId, queryClient } = useStage();
  return (
    <QueryClientProvider client={queryClient}>
      <OwnQueriesExample client={client} orderId={orderId} />
    </QueryClientProvider>
  );
}

function ProviderExample() {
  const { client, orderId } = useStage();
  return <CheckoutPage client={client} orderId={orderId} />;
}
