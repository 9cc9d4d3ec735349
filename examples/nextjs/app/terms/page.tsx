import type { Metadata } from 'next';

export const metadata: Metadata = { title: 'Terms of purchase' };

export default function TermsPage() {
  return (
    <main>
      <h1>Terms of purchase</h1>
      <p>You may return what you bought within 14 days.</p>
    </main>
  );
}
