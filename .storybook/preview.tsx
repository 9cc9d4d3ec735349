import type { Preview } from '@storybook/react-vite';
import '@norce-kit/react/styles.css';
import './preview.css';
import { withOrder } from './with-order.tsx';

const preview: Preview = {
  decorators: [
    withOrder,
    (Story, { globals }) => {
      document.documentElement.style.colorScheme = globals['theme'] === 'dark' ? 'dark' : 'light';
      document.documentElement.dir = globals['direction'] === 'rtl' ? 'rtl' : 'ltr';
      return <Story />;
    },
  ],
  initialGlobals: { theme: 'light', direction: 'ltr' },
  globalTypes: {
    theme: {
      description: 'Light or dark',
      toolbar: { title: 'Theme', icon: 'contrast', items: ['light', 'dark'], dynamicTitle: true },
    },
    direction: {
      description: 'Direction of writing',
      toolbar: { title: 'Direction', icon: 'transfer', items: ['ltr', 'rtl'], dynamicTitle: true },
    },
  },
  parameters: {
    layout: 'padded',
    a11y: {
      test: 'error',
      options: { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
    },
    controls: { expanded: true },
  },
};

export default preview;
