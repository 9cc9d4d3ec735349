import { makePrintable } from '@norce-kit/core/history';
import type { ConsentHistoryData, ConsentHistoryEntry } from '@norce-kit/core/history';

const changes: Readonly<Record<ConsentHistoryEntry['change'], string>> = {
  given: 'agreed',
  withdrawn: 'withdrew',
  refused: 'did not agree',
  dropped: 'was not saved',
};

const hashes: Readonly<Record<ConsentHistoryEntry['hash'], string>> = {
  intact: 'unchanged',
  broken: 'CHANGED AFTER IT WAS WRITTEN',
  unchecked: 'not checked',
  missing: 'no row in the log',
};

/** Returns the history for a terminal, 76 columns wide as far as its texts allow. */
export function toText(history: ConsentHistoryData): string {
  const { orderId, status, buyer, isRedacted, consents, entries } = history;
  const who = [buyer.name, buyer.email, buyer.phone].filter((part) => part !== undefined).join(', ');
  const ids = [...new Set([...consents.map(({ id }) => id), ...entries.map(({ consentId }) => consentId)])];
  const parts = ids.map((id) => {
    const held = consents.find((consent) => consent.id === id);
    const now = !held ? 'no longer on the order' : held.checked === true ? 'ticked now' : 'not ticked now';
    const own = entries.filter(({ consentId }) => consentId === id);
    return [`${id}, ${now}`, ...(own.length === 0 ? ['  no answer'] : own.flatMap(describeEntry))];
  });
  const head = [
    `Order ${orderId}${status === undefined ? '' : `, ${status}`}`,
    `Buyer ${who === '' ? 'unknown' : who}${isRedacted ? ' (redacted)' : ''}`,
  ];
  return `${[head, ...parts].map((lines) => lines.map(toLine).join('\n')).join('\n\n')}\n`;
}

/** Returns printable text without line breaks: a browser wrote some, and could forge other lines. */
const toLine = (text: string) => makePrintable(text).replaceAll('\n', ' ');

function describeEntry(entry: ConsentHistoryEntry): readonly string[] {
  const { change, serverTime, browserTime, page, wording, hash } = entry;
  const words = wording?.text === undefined ? `not found, SHA-256 ${wording?.hash}` : `“${wording.text}”`;
  const facts = [wording?.lang, wording?.version && `version ${wording.version}`].filter(Boolean).join(', ');
  return [
    `  ${changes[change]}`,
    ...(serverTime === undefined ? [] : [`    server   ${serverTime}`]),
    ...(browserTime === undefined ? [] : [`    browser  ${browserTime}`]),
    ...(page === undefined ? [] : [`    page     ${page}`]),
    ...(wording ? [`    words    ${words}${facts === '' ? '' : ` (${facts})`}`] : []),
    `    row      ${hashes[hash]}`,
  ];
}
