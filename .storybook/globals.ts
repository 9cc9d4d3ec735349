import type { Preview } from '@storybook/react-vite';
import { languages } from './stage/languages.ts';

const item = (value: string, title: string, right?: string) => ({
  value,
  title,
  ...(right === undefined ? {} : { right }),
});

const off = item('off', 'Off');

/** The toolbar. Storybook writes every choice into the URL, so a link reproduces the view. */
export const globalTypes: NonNullable<Preview['globalTypes']> = {
  theme: {
    description: 'Theme',
    toolbar: {
      title: 'Theme',
      icon: 'contrast',
      dynamicTitle: true,
      items: [item('light', 'Light'), item('dark', 'Dark'), item('high-contrast', 'High contrast')],
    },
  },
  locale: {
    description: 'Language of the built-in texts and of the order',
    toolbar: {
      title: 'Language',
      icon: 'globe',
      dynamicTitle: true,
      items: languages.map(({ locale, name }) => item(locale.tag, name, locale.tag)),
    },
  },
  direction: {
    description: 'Text direction',
    toolbar: {
      title: 'Direction',
      icon: 'transfer',
      dynamicTitle: true,
      items: [item('ltr', 'Left to right'), item('rtl', 'Right to left')],
    },
  },
  textSize: {
    description: 'Text size, as in the settings of the browser',
    toolbar: {
      title: 'Text size',
      icon: 'paragraph',
      dynamicTitle: true,
      items: [item('100', 'Text 100 %'), item('150', 'Text 150 %'), item('200', 'Text 200 %')],
    },
  },
  motion: {
    description: 'Reduced motion, as in the settings of the operating system',
    toolbar: {
      title: 'Motion',
      icon: 'lightning',
      dynamicTitle: true,
      items: [item('full', 'Full motion'), item('reduced', 'Reduced motion')],
    },
  },
  forcedColors: {
    description: 'Approximation of the forced colours of an operating system',
    toolbar: {
      title: 'Forced colours',
      icon: 'eye',
      dynamicTitle: true,
      items: [{ ...off, title: 'Own colours' }, item('on', 'Forced colours')],
    },
  },
  strictMode: {
    description: 'React StrictMode, which mounts every component twice in development',
    toolbar: {
      title: 'StrictMode',
      icon: 'beaker',
      dynamicTitle: true,
      items: [{ ...off, title: 'StrictMode off' }, item('on', 'StrictMode on')],
    },
  },
};

export const initialGlobals: NonNullable<Preview['initialGlobals']> = {
  theme: 'light',
  locale: 'en',
  direction: 'ltr',
  textSize: '100',
  motion: 'full',
  forcedColors: 'off',
  strictMode: 'off',
};
