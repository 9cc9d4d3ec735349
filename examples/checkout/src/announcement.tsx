import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';

/** Announces a text. The live region is in the page before its text: screen readers skip one that comes with its text. */
export function Announcement({ text }: { text: string }): ReactElement {
  const region = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (region.current !== null) region.current.textContent = text;
  }, [text]);
  return <p ref={region} className="visually-hidden" role="status" />;
}
