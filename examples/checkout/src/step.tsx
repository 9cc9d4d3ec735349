import { useId } from 'react';
import type { ReactElement, ReactNode } from 'react';

export interface StepProps {
  title: string;
  /** Shown beside the title. */
  status?: ReactNode;
  children: ReactNode;
}

/** One step of the checkout, with a heading. */
export function Step({ title, status, children }: StepProps): ReactElement {
  const id = useId();
  return (
    <section className="step" aria-labelledby={id}>
      <header className="step-header">
        <h2 id={id} tabIndex={-1}>
          {title}
        </h2>
        {status}
      </header>
      {children}
    </section>
  );
}
