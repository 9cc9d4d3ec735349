import type { ReactElement } from 'react';

interface LeadsToProps {
  href: string;
  children: string;
}

/** Leads to another page. Without JavaScript `redirect` of a page that is sent in parts stays empty. */
export function LeadsTo({ href, children }: LeadsToProps): ReactElement {
  return (
    <main>
      <meta httpEquiv="refresh" content={`0; url=${href}`} />
      <p>
        <a href={href}>{children}</a>
      </p>
    </main>
  );
}
