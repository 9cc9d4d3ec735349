import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, waitFor } from 'storybook/test';
import { useStage } from '../../.storybook/stage/order-stage-provider.tsx';
import type { OrderParameters } from '../../.storybook/stage/order-stage.ts';
import type { StageArgs } from '../../.storybook/stage/stage-args.ts';
import { answerOf, writesOf } from '../order-queries.ts';
import { CheckoutPage } from './order-provider.example.tsx';
import { PlaceOrder } from './use-consent-gate.example.tsx';
import { PaymentStep } from './use-order-activity.example.tsx';
import { NewsletterSwitch } from './use-order-consent.example.tsx';
import { ConsentList } from './use-order-consents.example.tsx';
import { OrderTotal } from './use-order.example.tsx';
import { GiftMessage } from './use-patch-attributes.example.tsx';
import { StockCheck } from './use-register-validation.example.tsx';
import { CheckButton } from './use-validate-order.example.tsx';

const meta = {
  title: 'Hooks/Examples',
  parameters: { controls: { include: ['network'] } },
} satisfies Meta<StageArgs>;

export default meta;

type Story = StoryObj<StageArgs>;

/** Provides the order and the language to the components below it. */
export const Provider: Story = {
  name: 'OrderProvider',
  render: () => <ProviderExample />,
  play: async ({ canvas }) => {
    await canvas.findByRole('checkbox', { name: /nyheter/ });
  },
};

/** The order as last read from the server. */
export const UseOrder: Story = {
  name: 'useOrder',
  render: () => <OrderTotal />,
  play: async ({ canvas }) => {
    await canvas.findByText(/To pay: 596 SEK/);
  },
};

/** All consents of the order. */
export const UseOrderConsents: Story = {
  name: 'useOrderConsents',
  render: () => <ConsentList />,
  parameters: {
    order: {
      prepare: (sandbox, orderId) => sandbox.orders.setChecked(orderId, 'ci_newsletter', true),
    } satisfies OrderParameters,
  },
  play: async (context) => {
    const { canvas, userEvent } = context;
    await expect(canvas.getByRole('status')).toHaveTextContent('1 to go');
    await userEvent.click(canvas.getByRole('button', { name: 'Take all back' }));
    await waitFor(() => expect(answerOf(context, 'ci_newsletter')).toBe(false));
  },
};

/** One consent, in markup of your own. */
export const UseOrderConsent: Story = {
  name: 'useOrderConsent',
  render: () => <NewsletterSwitch />,
  play: async (context) => {
    const { canvas, userEvent } = context;
    await userEvent.click(canvas.getByRole('checkbox', { name: /Newsletter off/ }));
    await canvas.findByText('Saved');
    await expect(answerOf(context, 'ci_newsletter')).toBe(true);
  },
};

/** Attributes of the order, written while the shopper types. */
export const UsePatchAttributes: Story = {
  name: 'usePatchAttributes',
  render: () => <GiftMessage />,
  play: async (context) => {
    const { canvas, userEvent } = context;
    await userEvent.type(canvas.getByRole('textbox'), 'Hi');
    await canvas.findByText('Saved');
    await expect(writesOf(context)).toMatchObject([{ value: { giftMessage: 'Hi' } }]);
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
  play: async (context) => {
    await waitFor(() => expect(context.canvas.getAllByText(/stock is checked/)).toHaveLength(2));
    await expect(writesOf(context)).toHaveLength(1);
  },
};

/** Validates the order on the server. */
export const UseValidateOrder: Story = {
  name: 'useValidateOrder',
  render: () => <CheckButton />,
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Check the order' }));
    await canvas.findByText('Nothing stands in the way.');
  },
};

/** Whether the order can be placed, and what blocks it. */
export const UseConsentGate: Story = {
  name: 'useConsentGate',
  render: () => <PlaceOrder />,
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('button', { name: /Place order/ }));
    await canvas.findByRole('group', { name: /before you can go on/ });
    await userEvent.click(canvas.getByRole('checkbox', { name: /accept/ }));
    await userEvent.click(await canvas.findByRole('button', { name: 'Place order' }));
    await canvas.findByText('Thank you for your order.');
  },
};

/** Whether the page is writing to the order. */
export const UseOrderActivity: Story = {
  name: 'useOrderActivity',
  render: () => <PaymentStep />,
  parameters: { order: { sandbox: { latency: 300 } } satisfies OrderParameters },
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('checkbox'));
    await canvas.findByText(/Payment waits/);
    await canvas.findByText(/Payment may read/);
  },
};

function ProviderExample() {
  const { client, orderId } = useStage();
  return <CheckoutPage client={client} orderId={orderId} />;
}
