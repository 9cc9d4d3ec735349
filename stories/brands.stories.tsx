import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect } from 'storybook/test';
import { useWords } from '../.storybook/stage/order-stage-provider.tsx';
import type { OrderParameters } from '../.storybook/stage/order-stage.ts';
import { wordsOf } from '../.storybook/stage/words-of.ts';
import { BrandedForm } from './brands.example.tsx';
import code from './brands.example.tsx?raw';
import './brands/fashion.css';
import './brands/grocery.css';
import './brands/industry.css';
import './brands.css';

const brands = {
  fashion: 'A quiet fashion shop',
  grocery: 'A loud grocery shop',
  industry: 'A technical shop for businesses',
} as const;

type Brand = keyof typeof brands;

const meta = {
  title: 'Foundations/Brands',
  parameters: {
    controls: { include: ['network', 'density'] },
    docs: { source: { code } },
    order: {
      given: { ci_newsletter: true },
    } satisfies OrderParameters,
  },
  play: async (context) => {
    const { canvas, userEvent } = context;
    const { t, summaryTitle } = wordsOf(context);
    await userEvent.click(canvas.getByRole('button', { name: t('Place order') }));
    await expect(await canvas.findByRole('group', { name: summaryTitle(1) })).toHaveFocus();
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
  const { t } = useWords();
  return (
    <section className={`brand brand-${brand}`}>
      <h2>{t(brands[brand])}</h2>
      <BrandedForm className="brand-form" legend={t('Before you order')} submitText={t('Place order')} />
    </section>
  );
}
