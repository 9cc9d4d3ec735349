import type { ConsentHistoryData, ConsentHistoryEntry } from '@norce-kit/core/history';
import type { ReactElement } from 'react';
import type { ConsentHistoryLanguage, ConsentHistoryTexts } from './history/texts.ts';
import { historyTexts } from './history/texts.ts';

export type { ConsentHistoryLanguage, ConsentHistoryTexts } from './history/texts.ts';
export type { ConsentHistoryData, ConsentHistoryEntry, HistoryWording } from '@norce-kit/core/history';

/** Props of `ConsentHistory`. */
export interface ConsentHistoryProps {
  /** Result of `createConsentHistory` of `@norce-kit/core/history`, which your server computes for staff. */
  readonly history: ConsentHistoryData;
  /**
   * Language of the texts and dates.
   * @default 'en'
   */
  readonly lang?: ConsentHistoryLanguage | undefined;
  /** Texts that replace those of the language. */
  readonly texts?: Partial<ConsentHistoryTexts> | undefined;
  /**
   * IANA time zone of the times, which is printed with each. A runtime that does not have it prints UTC.
   * @default 'UTC'
   */
  readonly timeZone?: string | undefined;
  /** Addresses of your server for the same data as files, such as `{ JSON: '/admin/o_1.json' }`. */
  readonly downloads?: Readonly<Record<string, string>> | undefined;
}

/**
 * Renders the answers of an order for staff, read-only: who answered what, to which words, when by the server and by the
 * device, and on which page. A row that was changed after it was written is marked. Needs no provider and no browser
 * code, so it can be a server component. `@norce-kit/react/history.css` styles it, also for paper.
 *
 * @example
 * const history = await createConsentHistory(order);
 *
 * <ConsentHistory history={history} lang="sv" timeZone="Europe/Stockholm" />
 */
export function ConsentHistory(props: ConsentHistoryProps): ReactElement {
  const { history, lang = 'en', timeZone = 'UTC', downloads = {} } = props;
  const texts = { ...historyTexts[lang], ...props.texts };
  const title = fill(texts.title, history.orderId);
  const { buyer, isRedacted, consents, entries } = history;
  const who = [buyer.name, buyer.email, buyer.phone].filter((part) => part !== undefined);
  const ids = [...new Set([...consents.map(({ id }) => id), ...entries.map(({ consentId }) => consentId)])];
  const isBroken = entries.some(({ hash }) => hash === 'broken');
  const format = createFormat(lang, timeZone);
  return (
    <section className="nk-history" lang={lang} aria-label={title}>
      <h2 className="nk-history-title">{title}</h2>
      {who.length > 0 && (
        <p className="nk-history-buyer">
          {texts.buyer}: <bdi>{who.join(', ')}</bdi>
          {isRedacted && ` (${texts.redacted})`}
        </p>
      )}
      {isBroken && (
        <p className="nk-history-alarm" role="note">
          {texts.alarm}
        </p>
      )}
      {ids.map((id) => (
        <ConsentAnswers key={id} id={id} history={history} texts={texts} format={format} />
      ))}
      {Object.keys(downloads).length > 0 && (
        <p className="nk-history-downloads">
          {texts.downloads}:{' '}
          {Object.entries(downloads).map(([name, address]) => (
            <a key={name} href={address} download>
              {name}
            </a>
          ))}
        </p>
      )}
    </section>
  );
}

interface ConsentAnswersProps {
  readonly id: string;
  readonly history: ConsentHistoryData;
  readonly texts: ConsentHistoryTexts;
  readonly format: (time: string) => string;
}

function ConsentAnswers({ id, history, texts, format }: ConsentAnswersProps): ReactElement {
  const held = history.consents.find((consent) => consent.id === id);
  const entries = history.entries.filter(({ consentId }) => consentId === id);
  const now = !held ? texts.gone : held.checked === true ? texts.ticked : texts.notTicked;
  const columns = [texts.answer, texts.words, texts.server, texts.browser, texts.page, texts.row];
  return (
    <>
      <h3 className="nk-history-consent">
        <bdi>{id}</bdi> <small>{now}</small>
      </h3>
      {entries.length === 0 ? (
        <p>{texts.none}</p>
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a keyboard has to scroll a wide table
        <div className="nk-history-scroll" role="group" aria-label={id} tabIndex={0}>
          <table aria-label={`${id}, ${now}`}>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {entries.map((entry, index) => (
                <AnswerRow key={index} entry={entry} texts={texts} format={format} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

interface AnswerRowProps extends Pick<ConsentAnswersProps, 'texts' | 'format'> {
  readonly entry: ConsentHistoryEntry;
}

function AnswerRow({ entry, texts, format }: AnswerRowProps): ReactElement {
  const { change, serverTime, browserTime, page, hash } = entry;
  const time = (value: string | undefined) =>
    value === undefined ? '–' : <time dateTime={value}>{format(value)}</time>;
  return (
    <tr data-hash={hash} data-change={change}>
      <th scope="row">{texts[change]}</th>
      <td>
        <Words entry={entry} texts={texts} />
      </td>
      <td>{time(serverTime)}</td>
      <td>{time(browserTime)}</td>
      <td>{page === undefined ? '–' : <bdi>{page}</bdi>}</td>
      <td className="nk-history-hash">{texts[hash]}</td>
    </tr>
  );
}

function Words({ entry: { wording }, texts }: Pick<AnswerRowProps, 'entry' | 'texts'>): ReactElement {
  if (!wording) return <>–</>;
  const { text, lang, version, hash } = wording;
  const facts = [lang, version !== undefined && fill(texts.version, version)].filter(Boolean).join(', ');
  return (
    <>
      {text === undefined ? (
        <>
          {texts.notFound}, SHA-256 <bdi className="nk-history-sum">{hash}</bdi>
        </>
      ) : (
        <q lang={lang} dir="auto">
          {text}
        </q>
      )}
      {facts !== '' && <small> {facts}</small>}
    </>
  );
}

const fill = (text: string, value: string) => text.replace('{}', () => value);

/** Returns the function that writes a time. A browser wrote some, so it may be none. */
function createFormat(lang: string, timeZone: string): (time: string) => string {
  const styles = { dateStyle: 'medium', timeStyle: 'long' } as const;
  let dates: Intl.DateTimeFormat;
  try {
    dates = new Intl.DateTimeFormat(lang, { ...styles, timeZone });
  } catch {
    dates = new Intl.DateTimeFormat(lang, { ...styles, timeZone: 'UTC' });
  }
  return (time) => (Number.isNaN(Date.parse(time)) ? time : dates.format(new Date(time)));
}
