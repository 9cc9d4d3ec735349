import { Hono } from 'hono';
import { readFileSync } from 'node:fs';

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
};
const files = ['index.html', 'page.css', 'page.js', 'elements.js', 'orders.js', 'receipts.js', 'faults.js'];

const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; " +
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Creates the routes of the page that shows orders and receipts live and switches faults. */
export function createPage(): Hono {
  const page = new Hono();
  for (const file of files) {
    const content = readFileSync(new URL(`../../page/${file}`, import.meta.url), 'utf8');
    const path = file === 'index.html' ? '/' : `/__sandbox/page/${file}`;
    const type = types[file.split('.').at(-1) ?? ''] ?? 'text/plain';
    page.get(path, (c) => c.body(content, 200, { ...headers, 'content-type': type }));
  }
  return page;
}
