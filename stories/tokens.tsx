import tokens from '@norce-kit/react/tokens.json';
import Color from 'colorjs.io';
import { DocsTable } from '../.storybook/docs-table.tsx';
import { TokenDrawing } from '../.storybook/tokens/token-drawing.tsx';
import { colors, compactValues, measures, propertyOf, write } from '../.storybook/tokens/token-list.ts';
import './tokens.css';

const sets = [
  ['light', 'Light', 'light'],
  ['dark', 'Dark', 'dark'],
  ['high-contrast-light', 'High contrast, light', 'light'],
  ['high-contrast-dark', 'High contrast, dark', 'dark'],
] as const;

type ColorName = keyof typeof tokens.light.color;

const hexOf = (set: (typeof sets)[number][0], name: string): string => {
  const token = tokens[set].color[name as Exclude<ColorName, '$type'>];
  return token.$value.hex;
};

/** Table of the colours of every set. */
export function Colors() {
  return (
    <DocsTable className="tokens">
      <caption>Colours</caption>
      <thead>
        <tr>
          <th scope="col">Token</th>
          <th scope="col">For</th>
          {sets.map(([set, title]) => (
            <th key={set} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {colors.map(({ name, purpose }) => (
          <tr key={name}>
            <th scope="row">
              <code>{propertyOf(name)}</code>
            </th>
            <td>{purpose}</td>
            {sets.map(([set]) => {
              const hex = hexOf(set, name.replace('color-', ''));
              return (
                <td key={set}>
                  <Swatch color={hex} /> <code>{hex}</code>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </DocsTable>
  );
}

/** Table of the contrast of every pair in use, computed from the colours. */
export function Contrast() {
  return (
    <DocsTable className="tokens">
      <caption>Contrast of every pair that is used</caption>
      <thead>
        <tr>
          <th scope="col">Pair</th>
          <th scope="col">Used for</th>
          <th scope="col">At least</th>
          {sets.map(([set, title]) => (
            <th key={set} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {tokens.$extensions['norce-kit.contrast'].map(({ color, on, atLeast, usedFor }) => (
          <tr key={`${color} ${on}`}>
            <th scope="row">
              <code>{color}</code> on <code>{on}</code>
            </th>
            <td>{usedFor}</td>
            <td>{atLeast}</td>
            {sets.map(([set]) => {
              const ratio = contrastOf(hexOf(set, color), hexOf(set, on));
              return (
                <td key={set} data-ratio={ratio}>
                  <Sample color={hexOf(set, color)} on={hexOf(set, on)} /> {ratio.toFixed(1)}
                  {ratio < atLeast && <strong> too little</strong>}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </DocsTable>
  );
}

/** Table of all tokens that are not colours: sizes, spaces, type, motion, focus. */
export function Measures() {
  return (
    <DocsTable className="tokens">
      <caption>Measures</caption>
      <thead>
        <tr>
          <th scope="col">Token</th>
          <th scope="col">Drawn</th>
          <th scope="col">Value</th>
          <th scope="col">Compact</th>
          <th scope="col">For</th>
        </tr>
      </thead>
      <tbody>
        {measures.map((token) => {
          const compact = compactValues.get(token.name);
          return (
            <tr key={token.name}>
              <th scope="row">
                <code>{propertyOf(token.name)}</code>
              </th>
              <td>
                <TokenDrawing token={token} />
              </td>
              <td className="token-value">{write(token.value)}</td>
              <td className="token-value">{compact === undefined ? '' : write(compact)}</td>
              <td>{token.purpose}</td>
            </tr>
          );
        })}
      </tbody>
    </DocsTable>
  );
}

function contrastOf(color: string, on: string): number {
  return new Color(color).contrastWCAG21(on);
}

// SVG, so forced colours do not replace the colour that the swatch shows.
function Swatch({ color }: { color: string }) {
  return (
    <svg className="token-swatch" viewBox="0 0 20 20" aria-hidden="true">
      <rect width="20" height="20" rx="4" fill={color} />
    </svg>
  );
}

function Sample({ color, on }: { color: string; on: string }) {
  return (
    <svg className="token-swatch" viewBox="0 0 20 20" aria-hidden="true">
      <rect width="20" height="20" rx="4" fill={on} />
      <rect x="6" y="6" width="8" height="8" rx="2" fill={color} />
    </svg>
  );
}
