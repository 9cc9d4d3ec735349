import { evidenceKey, readDroppedAnswers, readEvidence } from './evidence.ts';
import type { EvidenceRecord, EvidenceSource } from './evidence.ts';
import type { Order, OrderStatus } from './types.ts';

export { makePrintable, toHistoryCsv } from './history-csv.ts';

/** A row of the shop's consent log, as `consentTable(…).answers` of `@norce-kit/server/postgres` returns it. */
export interface HistoryRow {
  /** Id of the consent. */
  readonly consentId: string;
  /** The answer. */
  readonly checked: boolean;
  /** Time of the confirmation by the server's clock, ISO 8601 in UTC. */
  readonly time: string;
  /** Id of the answer. */
  readonly id?: string | undefined;
}

/** The wordings of a locale or a shop: the content of `wordings.json`, or of a file of the same structure. */
export type WordingFile = Readonly<
  Record<
    string,
    Readonly<
      Record<string, readonly { readonly version?: string; readonly text: string; readonly sha256: string }[]>
    >
  >
>;

/** Options of `createConsentHistory`. */
export interface ConsentHistoryOptions {
  /** Rows of the shop's consent log for this order, oldest first. */
  readonly rows?: readonly HistoryRow[] | undefined;
  /** Returns whether the keyed hash of a row is that of its members. Without it no row counts as checked. */
  readonly isIntact?: ((row: never) => boolean | Promise<boolean>) | undefined;
  /** Files with wordings: `@norce-kit/react/wordings.json`, and the shop's own. */
  readonly wordings?: readonly WordingFile[] | undefined;
  /**
   * Includes the buyer's name, email address and phone number in full.
   * @default false: the first letter of each word
   */
  readonly unredacted?: boolean | undefined;
}

/** The words of an answer. */
export interface HistoryWording {
  /** SHA-256 of the text. */
  readonly hash: string;
  /** Version of the text, named by the shop. */
  readonly version?: string | undefined;
  /** Language of the text as a BCP 47 tag. */
  readonly lang?: string | undefined;
  /** The text. Undefined if no file has the hash. */
  readonly text?: string | undefined;
}

/** One answer, as the order and the log show it. */
export interface ConsentHistoryEntry {
  /** Id of the consent. */
  readonly consentId: string;
  /** The answer: `given`, `withdrawn` after it was given, `refused` otherwise; `dropped` if it was never saved. */
  readonly change: 'given' | 'withdrawn' | 'refused' | 'dropped';
  /** Whether the box was ticked. */
  readonly checked: boolean;
  /** Time by the server's clock, of the log. */
  readonly serverTime?: string | undefined;
  /** Time by the clock of the shopper's device, of the evidence. It is a claim. */
  readonly browserTime?: string | undefined;
  /** Page of the answer, of the evidence. */
  readonly page?: string | undefined;
  /** The words on the screen, of the evidence. */
  readonly wording?: HistoryWording | undefined;
  /** Whether the row of the log is unchanged. `unchecked` without the secret, `missing` without a row. */
  readonly hash: 'intact' | 'broken' | 'unchecked' | 'missing';
}

/** The answers of an order, as far as order and log have them. */
export interface ConsentHistoryData {
  /** Id of the order. */
  readonly orderId: string;
  /** State of the order. */
  readonly status?: OrderStatus | undefined;
  /** The buyer. Redacted unless `unredacted` was set. */
  readonly buyer: { readonly name?: string; readonly email?: string; readonly phone?: string };
  /** Whether the buyer is redacted. */
  readonly isRedacted: boolean;
  /** Consents of the order with their present value. */
  readonly consents: readonly { readonly id: string; readonly checked: boolean | undefined }[];
  /** The answers by consent, oldest first. */
  readonly entries: readonly ConsentHistoryEntry[];
}

/**
 * Returns the answers of an order: who answered what, to which words, and when. A row of the log and a record of the
 * evidence become one entry if the lists agree, or if answer and time are the same within ten minutes.
 *
 * @param order the order, read with the key
 *
 * @example
 * const order = await admin.getOrder(orderId);
 * const history = await createConsentHistory(order, { rows: await consents.answers(orderId), wordings: [wordings] });
 */
export async function createConsentHistory(
  order: Order,
  options: ConsentHistoryOptions = {},
): Promise<ConsentHistoryData> {
  const { rows = [], isIntact, wordings = [], unredacted = false } = options;
  const held = new Map((order.consents ?? []).map(({ id, checked }) => [id ?? '', checked]));
  const ids = new Set([...held.keys(), ...evidenceIds(order), ...rows.map(({ consentId }) => consentId)]);
  const textOf = createTexts(wordings);
  const check = isIntact as ((row: HistoryRow) => boolean | Promise<boolean>) | undefined;
  const entries: ConsentHistoryEntry[] = [];
  for (const consentId of ids) {
    const own = rows.filter((row) => row.consentId === consentId);
    const records = readEvidence(order, consentId);
    const facts = pair(own, records);
    let isGiven = false;
    for (const { row, record } of facts) {
      const checked = row?.checked ?? record?.checked ?? false;
      const hash = await hashStateOf(row, check);
      const change = checked ? 'given' : isGiven ? 'withdrawn' : 'refused';
      entries.push({ consentId, change, checked, serverTime: row?.time, ...claimOf(record, textOf), hash });
      isGiven = checked;
    }
    for (const record of readDroppedAnswers(order, consentId)) {
      const claim = claimOf(record, textOf);
      entries.push({ consentId, change: 'dropped', checked: record.dropped, ...claim, hash: 'missing' });
    }
  }
  return {
    orderId: order.id ?? '',
    status: order.state?.currentStatus,
    buyer: buyerOf(order, unredacted),
    isRedacted: !unredacted,
    consents: [...held].map(([id, checked]) => ({ id, checked })),
    entries,
  };
}

async function hashStateOf(
  row: HistoryRow | undefined,
  isIntact: ((row: HistoryRow) => boolean | Promise<boolean>) | undefined,
): Promise<ConsentHistoryEntry['hash']> {
  if (row === undefined) return 'missing';
  if (isIntact === undefined) return 'unchecked';
  return (await isIntact(row)) ? 'intact' : 'broken';
}

const prefix = evidenceKey('');
const tolerance = 600_000;

function evidenceIds({ attributes = {} }: Order): readonly string[] {
  return Object.keys(attributes).flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));
}

interface Fact {
  readonly row: HistoryRow | undefined;
  readonly record: EvidenceRecord | undefined;
}

/** Joins what the server and the browser wrote of the same answers. The list stays in the order of the log. */
function pair(rows: readonly HistoryRow[], records: readonly EvidenceRecord[]): readonly Fact[] {
  const isSame =
    rows.length === records.length && rows.every(({ checked }, index) => records[index]?.checked === checked);
  if (isSame) return rows.map((row, index) => ({ row, record: records[index] }));
  const left = new Set(records);
  const distance = (row: HistoryRow, { at }: EvidenceRecord) =>
    Math.abs(Date.parse(row.time) - Date.parse(at));
  const facts: Fact[] = rows.map((row) => {
    const [record] = [...left]
      .filter((candidate) => candidate.checked === row.checked && distance(row, candidate) <= tolerance)
      .sort((one, other) => distance(row, one) - distance(row, other));
    if (record) left.delete(record);
    return { row, record };
  });
  for (const record of left) {
    const later = facts.findIndex(({ row, record: own }) => (row?.time ?? own?.at ?? '') > record.at);
    facts.splice(later === -1 ? facts.length : later, 0, { row: undefined, record });
  }
  return facts;
}

type Claim = Pick<ConsentHistoryEntry, 'browserTime' | 'page' | 'wording'>;

function claimOf(record: EvidenceSource | undefined, textOf: TextOf): Claim {
  if (!record) return {};
  const { at, source, textHash, textVersion, lang } = record;
  const wording = { hash: textHash, version: textVersion, lang, text: textOf(textHash) };
  return { browserTime: at, page: source, wording };
}

type TextOf = (hash: string) => string | undefined;

function createTexts(files: readonly WordingFile[]): TextOf {
  const texts = new Map<string, string>();
  for (const file of files)
    for (const languages of Object.values(file))
      for (const versions of Object.values(languages))
        for (const { sha256, text } of versions) texts.set(sha256, text);
  return (hash) => texts.get(hash);
}

function buyerOf(order: Order, unredacted: boolean): ConsentHistoryData['buyer'] {
  const billing = (order.customer?.['billing'] ?? {}) as Readonly<Record<string, unknown>>;
  const read = (...names: readonly string[]) => {
    const text = names
      .flatMap((name) => (typeof billing[name] === 'string' ? [billing[name]] : []))
      .join(' ');
    return text === '' ? undefined : unredacted ? text : redact(text);
  };
  const name = read('givenName', 'familyName');
  const email = read('email');
  const phone = read('phone');
  return { ...(name && { name }), ...(email && { email }), ...(phone && { phone }) };
}

/** Returns the first letter of each word. */
function redact(text: string): string {
  return text.replace(/([\p{L}\p{N}])[\p{L}\p{N}\p{M}]*/gu, '$1…');
}
