import type { ReactElement } from 'react';

interface MetaRefreshProps {
  href: string;
  children: string;
}

/** Redirects to another page. In a page that is sent in parts, `redirect` of Next.js needs JavaScript. */
export function MetaRefresh({ href, children }: MetaRefreshProps): ReactElement {
  return (
    <main>
      <meta httpEquiv="refresh" content={`0; url=${href}`} />
      <p>
        <a href={href}>{children}</a>
      </p>
    </main>
  );
}
