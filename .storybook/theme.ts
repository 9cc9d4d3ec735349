import { create } from 'storybook/theming';
// Not tokens.json itself: the interface is built without the export conditions of the sources.
import dark from './downloads/figma/dark.tokens.json' with { type: 'json' };
import light from './downloads/figma/light.tokens.json' with { type: 'json' };
import type { Scheme } from './theme-choice.ts';

/** Surfaces and lines of the interface, as on the documentation site. The other colours are the tokens of the kit. */
const surfaces = {
  light: { line: '#dfe2e7', tint: '#f5f6f8', hover: '#e8edfb' },
  dark: { line: '#363b45', tint: '#1f2229', hover: '#252d40' },
} as const;

function createTheme(scheme: Scheme) {
  const { text, muted, box, border, accent, 'on-accent': onAccent } = { light, dark }[scheme].color;
  const { line, tint, hover } = surfaces[scheme];
  return create({
    base: scheme,
    brandTitle: 'norce-kit',
    brandUrl: './',
    brandTarget: '_self',
    fontBase: "'Inter Variable', system-ui, 'Segoe UI', Roboto, sans-serif",
    fontCode: "'Source Code Pro', ui-monospace, 'Cascadia Mono', Consolas, monospace",
    colorPrimary: accent.$value.hex,
    colorSecondary: accent.$value.hex,
    textColor: text.$value.hex,
    textMutedColor: muted.$value.hex,
    textInverseColor: onAccent.$value.hex,
    appBg: tint,
    appContentBg: box.$value.hex,
    appPreviewBg: box.$value.hex,
    appHoverBg: hover,
    appBorderColor: line,
    appBorderRadius: 8,
    barBg: box.$value.hex,
    barTextColor: muted.$value.hex,
    barHoverColor: accent.$value.hex,
    barSelectedColor: accent.$value.hex,
    buttonBg: tint,
    buttonBorder: border.$value.hex,
    booleanBg: tint,
    booleanSelectedBg: box.$value.hex,
    inputBg: box.$value.hex,
    inputBorder: border.$value.hex,
    inputTextColor: text.$value.hex,
    inputBorderRadius: 5,
  });
}

/** The themes of Storybook's own interface and of its docs pages. */
export const themes = { light: createTheme('light'), dark: createTheme('dark') };
