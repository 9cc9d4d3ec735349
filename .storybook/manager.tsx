/** @jsxRuntime classic */
// Storybook's manager provides `react` without the JSX runtime.
import * as React from 'react';
import { addons, types } from 'storybook/manager-api';
import { create } from 'storybook/theming';
import { AnnouncementsPanel } from './panels/announcements-panel.tsx';
import { OrderPanel } from './panels/order-panel.tsx';

addons.setConfig({
  theme: create({
    base: 'light',
    brandTitle: 'norce-kit',
    brandUrl: './',
    brandTarget: '_self',
    colorPrimary: '#1a4fd6',
    colorSecondary: '#1a4fd6',
    appBg: '#f5f6f8',
    appBorderRadius: 8,
  }),
});

addons.register('norce-kit', () => {
  addons.add('norce-kit/order', {
    type: types.PANEL,
    title: 'Order',
    render: ({ active = false }) => <OrderPanel isActive={active} />,
  });
  addons.add('norce-kit/announcements', {
    type: types.PANEL,
    title: 'Spoken',
    render: ({ active = false }) => <AnnouncementsPanel isActive={active} />,
  });
});
