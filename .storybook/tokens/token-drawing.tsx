import type { ReactNode } from 'react';
import { propertyOf } from './token-list.ts';
import type { Token } from './token-list.ts';
import './token-drawing.css';

/** Draws a token with its live value: a swatch, a bar, a corner, a text, a curve or a ring. */
export function TokenDrawing({ token }: { token: Token }) {
  return (
    <span className="token-drawing" aria-hidden="true">
      {drawingOf(token)}
    </span>
  );
}

function drawingOf({ name, type, value }: Token): ReactNode {
  const live = `var(${propertyOf(name)})`;
  if (type === 'color') return <span className="token-color" style={{ background: live }} />;
  if (type === 'cubicBezier') return <Curve points={value as readonly number[]} />;
  if (type === 'duration') return <Duration milliseconds={millisecondsOf(value)} />;
  if (name.startsWith('radius'))
    return <span className="token-corner" style={{ borderStartStartRadius: live }} />;
  if (name === 'focus-width') return <span className="token-ring" style={{ outlineWidth: live }} />;
  if (name === 'focus-offset') return <span className="token-ring" style={{ outlineOffset: live }} />;
  if (name === 'size-line') return <span className="token-line" style={{ borderBlockStartWidth: live }} />;
  if (name === 'font-line-height') {
    return (
      <span className="token-lines" style={{ lineHeight: live }}>
        Abc
        <br />
        Def
      </span>
    );
  }
  if (name === 'font-weight-strong') return <span style={{ fontWeight: live }}>Abc</span>;
  if (name.startsWith('font')) return <span style={{ fontSize: live }}>Abc</span>;
  return <span className="token-bar" style={{ inlineSize: live }} />;
}

function Curve({ points: [x1 = 0, y1 = 0, x2 = 1, y2 = 1] }: { points: readonly number[] }) {
  const curve = `M0 24 C${x1 * 40} ${24 - y1 * 24} ${x2 * 40} ${24 - y2 * 24} 40 0`;
  return (
    <svg className="token-curve" viewBox="-2 -2 44 28">
      <path d={curve} fill="none" stroke="currentColor" strokeWidth="2" />
    </svg>
  );
}

/** A line of 6 rem is one second. Longer times are broken. */
function Duration({ milliseconds }: { milliseconds: number }) {
  const isLong = milliseconds > 1000;
  return (
    <span
      className={isLong ? 'token-time is-long' : 'token-time'}
      style={{ inlineSize: `${isLong ? 6 : (milliseconds / 1000) * 6}rem` }}
    />
  );
}

function millisecondsOf(value: unknown): number {
  const { value: number, unit } = value as { value: number; unit: string };
  return unit === 's' ? number * 1000 : number;
}
