import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect } from 'storybook/test';
import { Colors, Contrast, Measures } from './tokens.tsx';

const meta = {
  title: 'Foundations/Tokens',
  parameters: {
    order: 'none',
    controls: { disable: true },
    docs: { source: { code: "import tokens from '@norce-kit/react/tokens.json';" } },
  },
} satisfies Meta;

export default meta;

/** Every colour in every theme. */
export const AllColors: StoryObj = { name: 'Colours', render: () => <Colors /> };

/** The contrast of every pair of colours that the kit uses. */
export const AllContrasts: StoryObj = {
  name: 'Contrast',
  render: () => <Contrast />,
  play: async ({ canvas }) => {
    await expect(canvas.queryByText(/too little/)).toBeNull();
  },
};

/** Sizes, spaces, type, motion and focus. */
export const AllMeasures: StoryObj = { name: 'Measures', render: () => <Measures /> };
