import { isValidElement } from 'react';
import type { ReactNode } from 'react';

/** Returns the text of a label without its markup; empty when a component renders it. */
export function textOf(node: ReactNode): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node);
  if (Array.isArray(node)) return node.map(textOf).join('');
  return isValidElement<{ children?: ReactNode }>(node) ? textOf(node.props.children) : '';
}

/** Inserts the wording of a consent into a message, and isolates its writing direction. */
export function withLabel(message: string, label: string, lang?: string): ReactNode {
  const [before, ...after] = message.split('{label}');
  if (after.length === 0) return message;
  return (
    <>
      {before}
      <bdi lang={lang}>{toName(label)}</bdi>
      {after.join(label)}
    </>
  );
}

/** Shortens the wording of a consent to 80 characters, after a word where it has any, and cuts the full stop at its end. */
export function toName(label: string): string {
  return label.replace(/^(?=.{81})(.{1,80}(?=\s)|.{80}).*$/su, '$1…').replace(/[.。]$/u, '');
}
