import type { Preview } from '@storybook/react-vite';
import { languages } from './stage/languages.ts';

type Icon = NonNullable<NonNullable<NonNullable<Preview['globalTypes']>[string]['toolbar']>['icon']>;

interface Item {
  readonly value: string;
  readonly title: string;
  readonly right?: string;
}

/**
 * Returns a menu of the toolbar. It shows its title until something else than the default is chosen, so that only changed
 * menus stand out. The default is `undefined`.
 */
const menu = (title: string, icon: Icon, description: string, initial: string, items: readonly Item[]) => ({
  description,
  toolbar: { title, icon, dynamicTitle: true, items: [...items, { type: 'reset' as const, title: initial }] },
});

/** The toolbar. Storybook writes every choice into the URL, so a link reproduces the view. */
export const globalTypes: NonNullable<Preview['globalTypes']> = {
  theme: menu('Theme', 'contrast', 'Theme', 'As the operating system', [
    { value: 'light', title: 'Light' },
    { value: 'dark', title: 'Dark' },
    { value: 'high-contrast', title: 'High contrast' },
  ]),
  network: menu('Network', 'rss', 'Network between the story and the order API', 'As the story says', [
    { value: 'online', title: 'Online' },
    { value: 'slow', title: 'Slow' },
    { value: 'fails', title: 'Failing' },
    { value: 'offline', title: 'Offline' },
  ]),
  locale: menu(
    'Language',
    'globe',
    'Language of the built-in texts and of the order',
    languages[0].name,
    languages.slice(1).map(({ locale, name }) => ({ value: locale.tag, title: name, right: locale.tag })),
  ),
  direction: menu('Direction', 'transfer', 'Text direction', 'Left to right', [
    { value: 'rtl', title: 'Right to left' },
  ]),
  textSize: menu('Text size', 'paragraph', 'Text size, as in the settings of the browser', 'Text 100 %', [
    { value: '150', title: 'Text 150 %' },
    { value: '200', title: 'Text 200 %' },
  ]),
  motion: menu('Motion', 'lightning', 'Motion, as in the settings of the operating system', 'Full motion', [
    { value: 'reduced', title: 'Reduced motion' },
  ]),
  forcedColors: menu(
    'Forced colours',
    'eye',
    'Approximation of the forced colours of an operating system',
    'Own colours',
    [{ value: 'on', title: 'Forced colours' }],
  ),
  strictMode: menu(
    'StrictMode',
    'beaker',
    'React StrictMode, which mounts every component twice in development',
    'StrictMode off',
    [{ value: 'on', title: 'StrictMode on' }],
  ),
};
