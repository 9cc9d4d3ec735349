import {
  ConsentErrorSummary,
  ConsentGroup,
  NewsletterConsent,
  TermsConsent,
  useConsentGate,
} from '@norce-kit/react';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect } from 'storybook/test';
import type { OrderParameters } from '../.storybook/stage/order-stage.ts';
import './brands/fashion.css';
import './brands/grocery.css';
import './brands/industry.css';
import './brands.css';

const brands = {
  fashion: 'A quiet fashion shop',
  grocery: 'A loud grocery shop',
  industry: 'A technical shop for businesses',
};

type Brand = keyof typeof brands;

const meta = {
  title: 'Foundations/Brands',
  parameters: {
    controls: { include: ['network', 'density'] },
    order: {
      prepare: (sandbox, orderId) => sandbox.orders.setChecked(orderId, 'ci_newsletter', true),
    } satisfies OrderParameters,
  },
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Place order' }));
    await expect(await canvas.findByRole('group', { name: /before you can go on/ })).toHaveFocus();
  },
} satisfies Meta;

export default meta;

/** Serif, hairlines, no colour. */
export const Fashion: StoryObj = { render: () => <Branded brand="fashion" /> };

/** Everything big, round and on yellow. */
export const Grocery: StoryObj = { render: () => <Branded brand="grocery" /> };

/** Dense, with rules between the boxes. */
export const Industry: StoryObj = { render: () => <Branded brand="industry" /> };

function Branded({ brand }: { brand: Brand }) {
  const { getSubmitProps } = useConsentGate();
  return (
    <form className={`brand brand-${brand}`} noValidate onSubmit={(event) => event.preventDefault()}>
      <h2>{brands[brand]}</h2>
      <ConsentErrorSummary headingLevel={3} />
      <ConsentGroup
        legend="Before you order"
        renderConsent={({ id }) =>
          id === 'ci_terms' ? (
            <TermsConsent consentId={id} termsUrl="https://example.com/terms" />
          ) : (
            <NewsletterConsent consentId={id} />
          )
        }
      />
      <button className="brand-button" type="submit" {...getSubmitProps()}>
        Place order
      </button>
    </form>
  );
}
