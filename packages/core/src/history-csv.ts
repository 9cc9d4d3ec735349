import type { ConsentHistoryData } from './history.ts';

/** Returns the entries as CSV (RFC 4180) with a header. */
export function toHistoryCsv({ orderId, entries }: ConsentHistoryData): string {
  const header = [
    ...['order', 'consent', 'change', 'checked', 'server_time', 'browser_time', 'page'],
    ...['text', 'text_version', 'text_language', 'text_sha256', 'row'],
  ];
  const rows = entries.map((entry) => {
    const { consentId, change, checked, serverTime, browserTime, page, wording, hash } = entry;
    return [
      ...[orderId, consentId, change, String(checked), serverTime, browserTime, page],
      ...[wording?.text, wording?.version, wording?.lang, wording?.hash, hash],
    ];
  });
  return [header, ...rows].map((row) => `${row.map(toField).join(',')}\r\n`).join('');
}

/** Returns a quoted field. A browser wrote some: a spreadsheet must not take them for formulas. */
function toField(value = ''): string {
  const text = makePrintable(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** Replaces control characters and those that change the direction of writing: they could forge other lines. */
export function makePrintable(text: string): string {
  return text.replace(/(?!\n)\p{Cc}|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '\uFFFD');
}
