export default function TermsPage() {
  return (
    <main>
      <h1>Terms of purchase</h1>
      <p>Replace this page with the terms of your shop.</p>
    </main>
  );
}
