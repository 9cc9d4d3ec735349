import tokens from '@norce-kit/react/tokens.json';
import Color from 'colorjs.io';
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

const colorNames = Object.keys(tokens.light.color).filter((name) => !name.startsWith('$'));

/** Table of the colours of every set. */
export function Colors() {
  return (
    <table className="tokens">
      <caption>Colours</caption>
      <thead>
        <tr>
          <th scope="col">Token</th>
          {sets.map(([set, title]) => (
            <th key={set} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {colorNames.map((name) => (
          <tr key={name}>
            <th scope="row">
              <code>--nk-color-{name}</code>
            </th>
            {sets.map(([set]) => (
              <td key={set}>
                <Swatch color={hexOf(set, name)} /> <code>{hexOf(set, name)}</code>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Table of the contrast of every pair in use, computed from the colours. */
export function Contrast() {
  return (
    <table className="tokens">
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
    </table>
  );
}

/** Table of all tokens that are not colours: sizes, spaces, type, motion, focus. */
export function Measures() {
  const compact = new Map(leaves(tokens.compact));
  return (
    <table className="tokens">
      <caption>Measures</caption>
      <thead>
        <tr>
          <th scope="col">Token</th>
          <th scope="col">Value</th>
          <th scope="col">Compact</th>
          <th scope="col">For</th>
        </tr>
      </thead>
      <tbody>
        {leaves(tokens.base).map(([name, { value, purpose }]) => (
          <tr key={name}>
            <th scope="row">
              <code>--nk-{name}</code>
            </th>
            <td>{value}</td>
            <td>{compact.get(name)?.value ?? ''}</td>
            <td>{purpose}</td>
          </tr>
        ))}
      </tbody>
    </table>
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

interface Leaf {
  readonly value: string;
  readonly purpose: string;
}

function leaves(group: object, path: readonly string[] = []): readonly (readonly [string, Leaf])[] {
  if ('$value' in group) {
    const purpose = '$description' in group ? String(group.$description) : '';
    return [[path.join('-'), { value: write(group.$value), purpose }]];
  }
  return Object.entries(group)
    .filter(([name]) => !name.startsWith('$'))
    .flatMap(([name, child]) => leaves(child as object, [...path, name]));
}

function write(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'object' && value !== null && 'unit' in value && 'value' in value) {
    return `${String(value.value)} ${String(value.unit)}`;
  }
  return String(value);
}
