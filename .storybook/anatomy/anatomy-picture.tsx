import { useEffect, useRef, useState } from 'react';
import type { Dispatch, SetStateAction } from 'react';
import { OrderStageProvider } from '../stage/order-stage-provider.tsx';
import { languageOf } from '../stage/languages.ts';
import { themeOf } from '../theme-choice.ts';
import { useDocsGlobals } from '../use-docs-globals.ts';
import { measureParts } from './measure.ts';
import type { Measured } from './measure.ts';
import type { Picture } from './pictures.tsx';
import './anatomy.css';

/** Diameter of a number in px. */
const numberSize = 22;

export interface Numbered {
  readonly number: number;
  readonly selector: string;
}

interface AnatomyPictureProps {
  orderId: string;
  picture: Picture;
  parts: readonly Numbered[];
  /** Receives the sizes of the parts in this picture, by selector. */
  onMeasure: Dispatch<SetStateAction<ReadonlyMap<string, Measured>>>;
}

/** Draws a component with a number at each of its parts. The text alternative is the table of the parts. */
export function AnatomyPicture({ orderId, picture, parts, onMeasure }: AnatomyPictureProps) {
  const globals = useDocsGlobals();
  const language = languageOf(globals['locale']);
  const frame = useRef<HTMLDivElement>(null);
  const [measured, setMeasured] = useState<ReadonlyMap<string, Measured>>(new Map());
  useEffect(() => {
    const { current } = frame;
    if (current === null) return;
    const selectors = parts.map(({ selector }) => selector);
    const observed = new Set<Element>();
    // A part may change its size inside of a frame that keeps its own.
    const observe = (element: Element) => {
      if (observed.has(element)) return;
      observed.add(element);
      sizes.observe(element);
    };
    const measure = () => {
      const found = measureParts(current, selectors);
      setMeasured(found);
      onMeasure((before) => new Map([...found, ...before, ...found]));
      current.querySelectorAll(selectors.join()).forEach(observe);
    };
    const sizes = new ResizeObserver(measure);
    observe(current);
    measure();
    const changes = new MutationObserver(measure);
    changes.observe(current, { childList: true, subtree: true, attributes: true, characterData: true });
    return () => {
      sizes.disconnect();
      changes.disconnect();
    };
  }, [parts, onMeasure]);

  const end = Math.max(0, ...[...measured.values()].map(({ labelTop }) => labelTop + numberSize));

  return (
    <figure className="anatomy">
      {/* Storybook styles the text of a docs page, apart from what is in `sb-unstyled`. */}
      <div
        className={`stage anatomy-stage sb-unstyled ${globals['forcedColors'] === 'on' ? 'is-forced' : ''}`}
        data-nk-theme={themeOf(globals['theme'])}
        aria-hidden="true"
        inert
      >
        <div className="anatomy-frame" ref={frame} lang={language.locale.tag} style={{ minBlockSize: end }}>
          <OrderStageProvider
            {...picture.order}
            orderId={orderId}
            network={picture.network}
            languageTag={language.locale.tag}
          >
            {picture.content}
          </OrderStageProvider>
        </div>
        <div className="anatomy-marks">
          {parts.map(({ number, selector }) => {
            const area = measured.get(selector);
            return area && <Mark key={selector} number={number} area={area} />;
          })}
        </div>
      </div>
      <figcaption>{picture.caption}</figcaption>
    </figure>
  );
}

function Mark({ number, area }: { number: number; area: Measured }) {
  const { left, top, width, height, side, labelTop, anchor } = area;
  const [from, to] = [anchor, labelTop + numberSize / 2];
  const start = Math.min(from, to);
  return (
    <>
      <span
        className="anatomy-outline"
        style={{ insetInlineStart: left, insetBlockStart: top, inlineSize: width, blockSize: height }}
      />
      <svg
        className={`anatomy-line is-${side}`}
        style={{
          insetBlockStart: start,
          ...(side === 'end'
            ? { insetInlineStart: left + width, inlineSize: `calc(100% - ${left + width}px + 1.25rem)` }
            : { insetInlineStart: '-1.25rem', inlineSize: `calc(${left}px + 1.25rem)` }),
        }}
      >
        <line
          x1={side === 'end' ? '0' : '100%'}
          x2={side === 'end' ? '100%' : '0'}
          y1={from - start}
          y2={to - start}
        />
      </svg>
      <span className={`anatomy-number is-${side}`} style={{ insetBlockStart: labelTop }}>
        {number}
      </span>
    </>
  );
}
