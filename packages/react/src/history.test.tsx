import type { ConsentHistoryData } from '@norce-kit/core/history';
import { render, screen, within } from '@testing-library/react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { ConsentHistory } from './history.tsx';

const history: ConsentHistoryData = {
  orderId: 'o_1',
  status: 'completed',
  buyer: { name: 'E… Å…', email: 'e…@s….e…' },
  isRedacted: true,
  consents: [
    { id: 'ci_newsletter', checked: false },
    { id: 'terms', checked: true },
  ],
  entries: [
    {
      consentId: 'ci_newsletter',
      change: 'given',
      checked: true,
      serverTime: '2026-01-01T10:00:01.000Z',
      browserTime: '2026-01-01T10:00:00.000Z',
      page: 'checkout',
      wording: { hash: 'a'.repeat(64), version: '1', lang: 'sv', text: 'Jag vill få nyheter' },
      hash: 'intact',
    },
    {
      consentId: 'ci_newsletter',
      change: 'withdrawn',
      checked: false,
      browserTime: '<script>',
      wording: { hash: 'b'.repeat(64) },
      hash: 'broken',
    },
  ],
};

const cells = (row: HTMLElement | undefined) =>
  row ? [...row.children].map((cell) => cell.textContent) : [];

test('HI5: shows answer, words in their language, both times, page and row', () => {
  render(<ConsentHistory history={history} timeZone="Europe/Stockholm" />);
  screen.getByRole('region', { name: 'Consents of order o_1' });
  expect(screen.getByText('Buyer:', { exact: false }).textContent).toBe('Buyer: E… Å…, e…@s….e… (shortened)');
  const table = screen.getByRole('table', { name: 'ci_newsletter, not ticked now' });
  const [, given] = within(table).getAllByRole('row');
  expect(cells(given)).toEqual([
    'Agreed',
    'Jag vill få nyheter sv, version 1',
    'Jan 1, 2026, 11:00:01 AM GMT+1',
    'Jan 1, 2026, 11:00:00 AM GMT+1',
    'checkout',
    'Unchanged',
  ]);
  expect(screen.getByText('Jag vill få nyheter').lang).toBe('sv');
  screen.getByRole('heading', { name: 'terms ticked now' });
  screen.getByText('No answer.');
});

test('HI5: prints the times in UTC where the runtime does not have the time zone', () => {
  render(<ConsentHistory history={history} timeZone="Europe/Stokholm" />);
  const [, given] = screen.getAllByRole('row');
  expect(cells(given)).toContain('Jan 1, 2026, 10:00:01 AM UTC');
});

test('HI2: marks a row that was changed, in words, and warns above the tables', () => {
  render(<ConsentHistory history={history} />);
  expect(screen.getByRole('note').textContent).toContain('Do not rely on it');
  const [, , withdrawn] = screen.getAllByRole('row');
  expect(cells(withdrawn)).toEqual([
    'Withdrew',
    `Text not found, SHA-256 ${'b'.repeat(64)}`,
    '–',
    '<script>',
    '–',
    'Changed after it was written',
  ]);
});

test.each(['en', 'sv', 'nb', 'da', 'fi', 'de'] as const)('HI5: has all texts in %s', (lang) => {
  render(<ConsentHistory history={history} lang={lang} downloads={{ JSON: '/a.json', CSV: '/a.csv' }} />);
  expect(screen.getByRole('region').lang).toBe(lang);
  expect(screen.getByRole('region').textContent).not.toMatch(/undefined|\{\}/);
  expect(screen.getAllByRole('link').map((link) => link.getAttribute('href'))).toEqual(['/a.json', '/a.csv']);
});

test('HI5: renders on a server without hooks of a browser, and takes own texts', () => {
  const html = renderToStaticMarkup(<ConsentHistory history={history} texts={{ title: 'Proof of {}' }} />);
  expect(html).toContain('Proof of o_1');
});
