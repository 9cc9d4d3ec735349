import { useMemo, useState } from 'react';
import { DocsTable } from '../docs-table.tsx';
import { propertyOf } from '../tokens/token-list.ts';
import { TokensUsed } from '../tokens/tokens-used.tsx';
import { AnatomyPicture } from './anatomy-picture.tsx';
import type { Measured } from './measure.ts';
import { pictures } from './pictures.tsx';
import type { Picture, PictureName } from './pictures.tsx';

type Part = readonly [name: string, hook: string, purpose: string];

/**
 * The parts of a component: pictures with a number at each part, a table with their sizes, classes and purposes, and the
 * tokens that style them. Sizes are measured in the pictures, tokens are read from the style sheet.
 */
export function Anatomy({ parts, picture }: { parts: readonly Part[]; picture?: PictureName }) {
  const [sizes, setSizes] = useState<ReadonlyMap<string, Measured>>(new Map());
  const numbered = useMemo(
    () => parts.map(([, hook], index) => ({ number: index + 1, selector: `.${hook}` })),
    [parts],
  );
  const drawn: readonly Picture[] = picture === undefined ? [] : pictures[picture];
  const hasSizes = drawn.length > 0;
  return (
    <>
      {drawn.map((one, index) => (
        <AnatomyPicture
          key={one.caption}
          orderId={`o_anatomy-${picture}-${index + 1}`}
          picture={one}
          parts={numbered}
          onMeasure={setSizes}
        />
      ))}
      <DocsTable>
        <thead>
          <tr>
            <th scope="col">Part</th>
            <th scope="col">Class</th>
            {hasSizes && <th scope="col">Size here</th>}
            <th scope="col">Purpose</th>
          </tr>
        </thead>
        <tbody>
          {parts.map(([name, hook, purpose], index) => (
            <tr key={hook + name}>
              <td>{hasSizes ? `${index + 1}. ${name}` : name}</td>
              <td className="anatomy-class">
                <code>{hook}</code>
              </td>
              {hasSizes && (
                <td className="anatomy-size">
                  <Size area={sizes.get(`.${hook}`)} />
                </td>
              )}
              <td>
                {purpose}
                <PartTokens area={sizes.get(`.${hook}`)} />
              </td>
            </tr>
          ))}
        </tbody>
      </DocsTable>
      <TokensUsed classes={parts.map(([, hook]) => hook.replace(/\[.*/, ''))} />
    </>
  );
}

/** Width and height of a part. */
function Size({ area }: { area: Measured | undefined }) {
  if (area === undefined) return <>–</>;
  return (
    <>
      {oneDecimal(area.width)} × {oneDecimal(area.height)} px
    </>
  );
}

/** The tokens of sizes and spaces that make the size of a part. */
function PartTokens({ area }: { area: Measured | undefined }) {
  if (area === undefined || area.tokens.length === 0) return null;
  return (
    <span className="anatomy-tokens">
      {area.tokens.map(({ name }) => (
        <code key={name}>{propertyOf(name)}</code>
      ))}
    </span>
  );
}

function oneDecimal(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
