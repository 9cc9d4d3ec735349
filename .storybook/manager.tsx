/** @jsxRuntime classic */
// Storybook's manager provides `react` without the JSX runtime.
import * as React from 'react';
import { GLOBALS_UPDATED, SET_GLOBALS } from 'storybook/internal/core-events';
import { addons, types } from 'storybook/manager-api';
import type { API } from 'storybook/manager-api';
import { AnnouncementsPanel } from './panels/announcements-panel.tsx';
import { OrderPanel } from './panels/order-panel.tsx';
import { observeSystem, schemeOf } from './theme-choice.ts';
import { themes } from './theme.ts';

addons.setConfig({
  theme: themes[schemeOf(new URLSearchParams(location.search).get('globals')?.match(/theme:([\w-]+)/)?.[1])],
  sidebar: { showRoots: true },
});

addons.register('norce-kit', (api) => {
  followTheme(api);
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

/** Changes the interface with the theme of the toolbar, and with the operating system where the toolbar leaves it open. */
function followTheme(api: API): void {
  let choice: unknown;
  const apply = () => {
    const scheme = schemeOf(choice);
    document.documentElement.style.colorScheme = scheme;
    api.setOptions({ theme: themes[scheme] });
  };
  const onGlobals = ({ globals }: { globals: Readonly<Record<string, unknown>> }) => {
    choice = globals['theme'];
    apply();
  };
  api.on(SET_GLOBALS, onGlobals);
  api.on(GLOBALS_UPDATED, onGlobals);
  observeSystem(apply);
}
