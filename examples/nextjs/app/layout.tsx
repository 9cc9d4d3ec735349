import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import '@norce-kit/react/styles.css';

export const metadata: Metadata = { title: 'Checkout' };

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
