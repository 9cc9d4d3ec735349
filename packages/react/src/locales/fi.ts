import type { Locale } from '../texts/messages.ts';

/** Finnish. */
export const fi: Locale = {
  tag: 'fi',
  version: '1',
  messages: {
    required: 'pakollinen',
    missing: 'Rastita tämä ruutu, niin pääset jatkamaan.',
    saving: 'Tallennetaan …',
    saved: 'Tallennettu',
    waiting: 'Ei yhteyttä. Muistamme vastauksesi ja tallennamme sen heti, kun yhteys palautuu.',
    notSavedTicked: 'Ei tallennettu. Ruutu on edelleen valittuna.',
    notSavedUnticked: 'Ei tallennettu. Ruutu ei ole edelleenkään valittuna.',
    unknown: 'Emme tiedä, tallentuiko vastauksesi.',
    unreadable: 'Nykyistä vastaustasi ei voitu hakea, joten tämä ruutu voi poiketa siitä.',
    retry: 'Yritä uudelleen',
    goOnWithout: 'Jatka ilman tätä',
    goOnAnyway: 'Jatka silti',
    droppedTicked: 'Jatkat. Ruutu on edelleen valittuna.',
    droppedUnticked: 'Jatkat ilman tätä. Ruutu ei ole valittuna.',
    changedTicked: 'Muutettu muualla. Ruutu on nyt valittuna.',
    changedUnticked: 'Muutettu muualla. Ruutu ei ole enää valittuna.',
    lateTicked: 'Tallennettu sittenkin. Ruutu on nyt valittuna.',
    lateUnticked: 'Tallennettu sittenkin. Ruutu ei ole enää valittuna.',
    lockedTicked: 'Tilaus on jo tehty. Ruutu pysyy valittuna.',
    lockedUnticked: 'Tilaus on jo tehty. Ruutu jää valitsematta.',
    gone: 'Tämä valinta ei enää kuulu tilaukseen.',
    readOnly: 'Tätä ei voi muuttaa tässä.',
    newTab: 'avautuu uuteen välilehteen',
    outdated: 'Tämä teksti on muuttunut vastauksesi jälkeen. Lue se ja vastaa uudelleen.',
    confirm: 'Vahvista vastaukseni',

    newsletterLabel: 'Haluan uutisia ja tarjouksia sähköpostitse',
    newsletterDescription:
      'Voit kieltää viestit milloin tahansa, esimerkiksi jokaisessa sähköpostissa olevasta linkistä.',
    newsletterLegend: 'Uutiset ja tarjoukset',
    newsletterSmsLabel: 'Haluan uutisia ja tarjouksia tekstiviestillä',
    newsletterSmsDescription: 'Voit kieltää viestit milloin tahansa. Ohje on jokaisessa viestissä.',
    newsletterWhatsappLabel: 'Haluan uutisia ja tarjouksia WhatsAppissa',
    newsletterWhatsappDescription: 'Voit kieltää viestit milloin tahansa. Ohje on jokaisessa viestissä.',
    newsletterPostLabel: 'Haluan uutisia ja tarjouksia postitse',
    newsletterPostDescription: 'Voit kieltää kirjeet milloin tahansa. Ohje on jokaisessa kirjeessä.',
    newsletterPhoneLabel: 'Minulle saa soittaa uutisista ja tarjouksista',
    newsletterPhoneDescription: 'Voit muuttaa mieltäsi milloin tahansa. Kerro siitä, kun soitamme.',
    newsletterPushLabel: 'Haluan uutisia ja tarjouksia ilmoituksina sovelluksessa',
    newsletterPushDescription: 'Voit poistaa ilmoitukset käytöstä milloin tahansa sovelluksen asetuksissa.',

    termsLabel: 'Hyväksyn tilausehdot',
    privacyLabel: 'Olen lukenut tietosuojaselosteen',
    termsAndPrivacyLabel: 'Hyväksyn tilausehdot ja olen lukenut tietosuojaselosteen',
    termsLink: 'Tilausehdot',
    privacyLink: 'Tietosuojaseloste',

    objectionLabel: 'Ei kiitos, en halua tarjouksia sähköpostitse',
    objectionDescription:
      'Lähetämme asiakkaillemme sähköpostitse tarjouksia tuotteista, jotka muistuttavat heidän ostamiaan. Rastita ' +
      'ruutu, jos et halua niitä. Voit kieltäytyä myös myöhemmin jokaisessa sähköpostissa olevasta linkistä.',

    groupLegend: 'Ehdot ja valinnat',
    broken: 'Tätä valintaa ei voi juuri nyt näyttää: ”{label}”.',

    summaryTitle: {
      one: '{count} kohta vaatii vielä huomiotasi, ennen kuin voit jatkaa',
      other: '{count} kohtaa vaatii vielä huomiotasi, ennen kuin voit jatkaa',
    },
    summaryMissing: 'Rastita ”{label}”.',
    summarySaving: 'Vastaustasi kohtaan ”{label}” tallennetaan vielä.',
    summaryNotSaved: 'Vastaustasi kohtaan ”{label}” ei ole tallennettu.',
    summaryStillTicked: 'Ei tallennettu: ”{label}” on edelleen valittuna.',
    summaryOutdated: 'Teksti ”{label}” on muuttunut. Vahvista vastauksesi.',
    summaryUnknown: 'Emme tiedä, tallentuiko vastauksesi kohtaan ”{label}”.',
    summaryUnread: 'Tilaustasi ei voitu hakea. Yritä uudelleen.',
    summaryAttributeSaving: 'Täyttämääsi tietoa tallennetaan vielä.',
    summaryAttributeNotSaved: 'Täyttämääsi tietoa ei ole tallennettu. Täytä se uudelleen.',

    preferencesTitle: 'Valintasi',
    preferencesDescription:
      'Voit muuttaa mieltäsi milloin tahansa. Jokainen muutos on voimassa heti, kun se on tallennettu.',
  },
};
