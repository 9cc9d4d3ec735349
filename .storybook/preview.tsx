import '@fontsource-variable/inter';
import '@fontsource-variable/noto-sans-arabic';
import './stage/stage-base.css';
import '@norce-kit/react/styles.css';
import type { Preview } from '@storybook/react-vite';
import { configure } from 'storybook/test';
import './fonts.css';
import './preview.css';
import './docs.css';
import { DocsPage } from './docs-page.tsx';
import { DocsTable } from './docs-table.tsx';
import { globalTypes } from './globals.ts';
import { networks } from './stage/network.ts';
import { showSource } from './stage/show-source.ts';
import { ownProps } from './stage/stage-args.ts';
import type { StageArgs } from './stage/stage-args.ts';
import { withOrder } from './stage/with-order.tsx';
import { withSurroundings } from './stage/with-surroundings.tsx';

// Play functions run on busy machines too, where the default of one second is too short.
configure({ asyncUtilTimeout: 60_000 });

const preview: Preview = {
  decorators: [withOrder, withSurroundings],
  globalTypes,
  args: { network: 'fast', density: 'comfortable' } satisfies StageArgs,
  argTypes: {
    network: {
      description: 'How the sandbox in the page responds to requests. No request leaves the page.',
      control: { type: 'select', labels: networks },
      options: Object.keys(networks),
      table: { category: 'Surroundings' },
    },
    density: {
      description: '`data-density` on an element around the component',
      control: 'inline-radio',
      options: ['comfortable', 'compact'],
      table: { category: 'Surroundings' },
    },
  },
  render: (args, context) => {
    const { component: Component } = context;
    return Component ? <Component {...ownProps(args, context)} /> : <></>;
  },
  parameters: {
    layout: 'fullscreen',
    backgrounds: { disable: true },
    a11y: {
      test: 'error',
      options: { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
      // The addon disables this rule because most stories have no landmark. Ours have one.
      config: { rules: [{ id: 'region', enabled: true }] },
    },
    controls: { expanded: true, sort: 'requiredFirst' },
    docs: {
      codePanel: true,
      container: DocsPage,
      components: { table: DocsTable },
      source: { language: 'tsx', transform: showSource },
    },
    options: {
      storySort: {
        order: ['Start', ['Welcome', 'Changelog'], 'Components', 'Patterns', 'Foundations', 'Hooks'],
      },
    },
    viewport: {
      options: {
        narrow: { name: 'Narrow, 320 px', styles: { width: '320px', height: '640px' }, type: 'mobile' },
        phone: { name: 'Phone, 390 px', styles: { width: '390px', height: '844px' }, type: 'mobile' },
        tablet: { name: 'Tablet, 768 px', styles: { width: '768px', height: '1024px' }, type: 'tablet' },
      },
    },
  },
};

export default preview;
