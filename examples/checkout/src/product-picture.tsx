import type { ReactElement } from 'react';

const drawings: Readonly<Record<string, ReactElement>> = {
  'MUG-30': (
    <>
      <path d="M15 18h19v15a6 6 0 0 1-6 6h-7a6 6 0 0 1-6-6z" />
      <path d="M34 22h3a5 5 0 0 1 0 10h-3M15 25h19" />
    </>
  ),
  'TWL-LIN': <path d="M17 13h18v26H17zM17 31h18M17 35h18M22 13v18M13 13h26" />,
  'CND-PIN': (
    <>
      <path d="M18 24h16v15H18zM18 31h16M26 24v-4" />
      <path d="M26 11c3 3 3 5 3 6a3 3 0 0 1-6 0c0-1 0-3 3-6z" />
    </>
  ),
};

const box = <path d="M14 20l12-6 12 6v13l-12 6-12-6zM14 20l12 6 12-6M26 26v13" />;

/** A line drawing, so that the example needs no image files. */
export function ProductPicture({ sku = '' }: { sku?: string | undefined }): ReactElement {
  return (
    <svg className="product-picture" viewBox="0 0 52 52" aria-hidden="true">
      {drawings[sku] ?? box}
    </svg>
  );
}
