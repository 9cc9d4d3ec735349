import { useId } from 'react';
import type { ReactElement, ReactNode } from 'react';

/** One step of the checkout, as a card. */
export function Step({ title, children }: { title: string; children: ReactNode }): ReactElement {
  const id = useId();
  return (
    <section className="card" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}
