import '@norce-kit/react/styles.css';
import type { ReactNode } from 'react';
import './shop.css';

export const metadata = { title: 'Checkout', icons: 'data:,' };

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
