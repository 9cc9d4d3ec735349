/** Texts of `ConsentHistory`. `{}` is replaced. */
export interface ConsentHistoryTexts {
  /** Heading. `{}` is the id of the order. */
  readonly title: string;
  /** Name of the buyer's line. */
  readonly buyer: string;
  /** Mark of a shortened buyer. */
  readonly redacted: string;
  /** Column of the answer. */
  readonly answer: string;
  /** Column of the words on the page. */
  readonly words: string;
  /** Column of the time by the server. */
  readonly server: string;
  /** Column of the time by the device. */
  readonly browser: string;
  /** Column of the page. */
  readonly page: string;
  /** Column of the row in the log. */
  readonly row: string;
  /** A tick. */
  readonly given: string;
  /** An un-tick after a tick. */
  readonly withdrawn: string;
  /** An un-tick without an earlier tick. */
  readonly refused: string;
  /** An answer that was never saved. */
  readonly dropped: string;
  /** Present value of a ticked consent. */
  readonly ticked: string;
  /** Present value of a consent that is not ticked. */
  readonly notTicked: string;
  /** A consent that the order no longer has. */
  readonly gone: string;
  /** A consent without an answer. */
  readonly none: string;
  /** A row whose hash is right. */
  readonly intact: string;
  /** A row whose hash is wrong. */
  readonly broken: string;
  /** A row whose hash was not checked. */
  readonly unchecked: string;
  /** An answer without a row. */
  readonly missing: string;
  /** A hash without a text. */
  readonly notFound: string;
  /** Version of the words. `{}` is its name. */
  readonly version: string;
  /** Warning above the tables when a hash is wrong. */
  readonly alarm: string;
  /** Name of the links to files. */
  readonly downloads: string;
}

/** Languages of `ConsentHistory`. */
export type ConsentHistoryLanguage = 'en' | 'sv' | 'nb' | 'da' | 'fi' | 'de';

/** The texts by language. */
export const historyTexts: Readonly<Record<ConsentHistoryLanguage, ConsentHistoryTexts>> = {
  en: {
    title: 'Consents of order {}',
    buyer: 'Buyer',
    redacted: 'shortened',
    answer: 'Answer',
    words: 'Words on the page',
    server: 'Time of the server',
    browser: 'Time of the device',
    page: 'Page',
    row: 'Log',
    given: 'Agreed',
    withdrawn: 'Withdrew',
    refused: 'Did not agree',
    dropped: 'Answered, but it was not saved',
    ticked: 'ticked now',
    notTicked: 'not ticked now',
    gone: 'no longer on the order',
    none: 'No answer.',
    intact: 'Unchanged',
    broken: 'Changed after it was written',
    unchecked: 'Not checked',
    missing: 'No row',
    notFound: 'Text not found',
    version: 'version {}',
    alarm: 'A row of the log was changed after it was written. Do not rely on it.',
    downloads: 'Download',
  },
  sv: {
    title: 'Samtycken för order {}',
    buyer: 'Köpare',
    redacted: 'förkortat',
    answer: 'Svar',
    words: 'Texten på sidan',
    server: 'Serverns tid',
    browser: 'Enhetens tid',
    page: 'Sida',
    row: 'Logg',
    given: 'Samtyckte',
    withdrawn: 'Återkallade',
    refused: 'Samtyckte inte',
    dropped: 'Svarade, men svaret sparades inte',
    ticked: 'ikryssad nu',
    notTicked: 'inte ikryssad nu',
    gone: 'finns inte längre på ordern',
    none: 'Inget svar.',
    intact: 'Oförändrad',
    broken: 'Ändrad efter att den skrevs',
    unchecked: 'Inte kontrollerad',
    missing: 'Ingen rad',
    notFound: 'Texten hittades inte',
    version: 'version {}',
    alarm: 'En rad i loggen har ändrats efter att den skrevs. Lita inte på den.',
    downloads: 'Ladda ner',
  },
  nb: {
    title: 'Samtykker for ordre {}',
    buyer: 'Kjøper',
    redacted: 'forkortet',
    answer: 'Svar',
    words: 'Teksten på siden',
    server: 'Serverens tid',
    browser: 'Enhetens tid',
    page: 'Side',
    row: 'Logg',
    given: 'Samtykket',
    withdrawn: 'Trakk samtykket tilbake',
    refused: 'Samtykket ikke',
    dropped: 'Svarte, men svaret ble ikke lagret',
    ticked: 'krysset av nå',
    notTicked: 'ikke krysset av nå',
    gone: 'finnes ikke lenger på ordren',
    none: 'Ingen svar.',
    intact: 'Uendret',
    broken: 'Endret etter at den ble skrevet',
    unchecked: 'Ikke kontrollert',
    missing: 'Ingen rad',
    notFound: 'Fant ikke teksten',
    version: 'versjon {}',
    alarm: 'En rad i loggen er endret etter at den ble skrevet. Ikke stol på den.',
    downloads: 'Last ned',
  },
  da: {
    title: 'Samtykker for ordre {}',
    buyer: 'Køber',
    redacted: 'forkortet',
    answer: 'Svar',
    words: 'Teksten på siden',
    server: 'Serverens tid',
    browser: 'Enhedens tid',
    page: 'Side',
    row: 'Log',
    given: 'Gav samtykke',
    withdrawn: 'Trak samtykket tilbage',
    refused: 'Gav ikke samtykke',
    dropped: 'Svarede, men svaret blev ikke gemt',
    ticked: 'krydset af nu',
    notTicked: 'ikke krydset af nu',
    gone: 'findes ikke længere på ordren',
    none: 'Intet svar.',
    intact: 'Uændret',
    broken: 'Ændret, efter at den blev skrevet',
    unchecked: 'Ikke kontrolleret',
    missing: 'Ingen række',
    notFound: 'Teksten blev ikke fundet',
    version: 'version {}',
    alarm: 'En række i loggen er ændret, efter at den blev skrevet. Stol ikke på den.',
    downloads: 'Hent',
  },
  fi: {
    title: 'Tilauksen {} suostumukset',
    buyer: 'Ostaja',
    redacted: 'lyhennetty',
    answer: 'Vastaus',
    words: 'Teksti sivulla',
    server: 'Palvelimen aika',
    browser: 'Laitteen aika',
    page: 'Sivu',
    row: 'Loki',
    given: 'Suostui',
    withdrawn: 'Perui',
    refused: 'Ei suostunut',
    dropped: 'Vastasi, mutta vastausta ei tallennettu',
    ticked: 'valittu nyt',
    notTicked: 'ei valittu nyt',
    gone: 'ei enää tilauksessa',
    none: 'Ei vastausta.',
    intact: 'Muuttumaton',
    broken: 'Muutettu kirjoittamisen jälkeen',
    unchecked: 'Ei tarkistettu',
    missing: 'Ei riviä',
    notFound: 'Tekstiä ei löytynyt',
    version: 'versio {}',
    alarm: 'Lokin riviä on muutettu kirjoittamisen jälkeen. Älä luota siihen.',
    downloads: 'Lataa',
  },
  de: {
    title: 'Einwilligungen der Bestellung {}',
    buyer: 'Käufer',
    redacted: 'gekürzt',
    answer: 'Antwort',
    words: 'Text auf der Seite',
    server: 'Zeit des Servers',
    browser: 'Zeit des Geräts',
    page: 'Seite',
    row: 'Protokoll',
    given: 'Hat eingewilligt',
    withdrawn: 'Hat widerrufen',
    refused: 'Hat nicht eingewilligt',
    dropped: 'Hat geantwortet, aber die Antwort wurde nicht gespeichert',
    ticked: 'jetzt angekreuzt',
    notTicked: 'jetzt nicht angekreuzt',
    gone: 'nicht mehr in der Bestellung',
    none: 'Keine Antwort.',
    intact: 'Unverändert',
    broken: 'Nach dem Schreiben geändert',
    unchecked: 'Nicht geprüft',
    missing: 'Keine Zeile',
    notFound: 'Text nicht gefunden',
    version: 'Version {}',
    alarm: 'Eine Zeile des Protokolls wurde nach dem Schreiben geändert. Verlassen Sie sich nicht auf sie.',
    downloads: 'Herunterladen',
  },
};
