/** Languages of the toolbar beside English, which is the key of a sentence. */
type Translations = Readonly<Record<'sv' | 'nb' | 'da' | 'fi' | 'de', string>>;

const sentences = {
  Checkout: { sv: 'Kassa', nb: 'Kasse', da: 'Kasse', fi: 'Kassa', de: 'Kasse' },
  'First tab': {
    sv: 'Första fliken',
    nb: 'Første fane',
    da: 'Første fane',
    fi: 'Ensimmäinen välilehti',
    de: 'Erster Tab',
  },
  'Second tab': {
    sv: 'Andra fliken',
    nb: 'Andre fane',
    da: 'Anden fane',
    fi: 'Toinen välilehti',
    de: 'Zweiter Tab',
  },
  'Thank you for your order': {
    sv: 'Tack för din beställning',
    nb: 'Takk for bestillingen',
    da: 'Tak for din bestilling',
    fi: 'Kiitos tilauksestasi',
    de: 'Vielen Dank für Ihre Bestellung',
  },
  'Place order': {
    sv: 'Slutför köp',
    nb: 'Fullfør kjøp',
    da: 'Gennemfør køb',
    fi: 'Tee tilaus',
    de: 'Zahlungspflichtig bestellen',
  },
  'Placing the order …': {
    sv: 'Köpet slutförs …',
    nb: 'Kjøpet fullføres …',
    da: 'Købet gennemføres …',
    fi: 'Tilausta tehdään …',
    de: 'Bestellung läuft …',
  },
  Saved: { sv: 'Sparat', nb: 'Lagret', da: 'Gemt', fi: 'Tallennettu', de: 'Gespeichert' },
  Delivery: { sv: 'Leverans', nb: 'Levering', da: 'Levering', fi: 'Toimitus', de: 'Lieferung' },
  'To pay': { sv: 'Att betala', nb: 'Å betale', da: 'At betale', fi: 'Maksettavaa', de: 'Zu zahlen' },
  'Note for the delivery (optional)': {
    sv: 'Meddelande till leveransen (valfritt)',
    nb: 'Melding til leveringen (valgfritt)',
    da: 'Besked til leveringen (valgfrit)',
    fi: 'Viesti toimitukseen (vapaaehtoinen)',
    de: 'Hinweis zur Lieferung (freiwillig)',
  },
  'Not saved. Change it to try again.': {
    sv: 'Inte sparat. Ändra texten för att försöka igen.',
    nb: 'Ikke lagret. Endre teksten for å prøve igjen.',
    da: 'Ikke gemt. Ret teksten for at prøve igen.',
    fi: 'Ei tallennettu. Yritä uudelleen muuttamalla tekstiä.',
    de: 'Nicht gespeichert. Ändern Sie den Text, um es erneut zu versuchen.',
  },
  'Before you order': {
    sv: 'Innan du beställer',
    nb: 'Før du bestiller',
    da: 'Før du bestiller',
    fi: 'Ennen tilaamista',
    de: 'Vor der Bestellung',
  },
  'Only the box marked as required is needed to go on.': {
    sv: 'Bara rutan som är markerad som obligatorisk behövs för att gå vidare.',
    nb: 'Bare ruten som er merket som obligatorisk, trengs for å gå videre.',
    da: 'Kun feltet, der er markeret som påkrævet, er nødvendigt for at fortsætte.',
    fi: 'Jatkamiseen tarvitaan vain pakolliseksi merkitty ruutu.',
    de: 'Nur das als erforderlich gekennzeichnete Kästchen ist nötig, um fortzufahren.',
  },
  'Send me the newsletter': {
    sv: 'Skicka nyhetsbrevet till mig',
    nb: 'Send meg nyhetsbrevet',
    da: 'Send mig nyhedsbrevet',
    fi: 'Haluan uutiskirjeen',
    de: 'Ich möchte den Newsletter erhalten',
  },
  'I accept the terms of purchase': {
    sv: 'Jag godkänner köpvillkoren',
    nb: 'Jeg godtar kjøpsvilkårene',
    da: 'Jeg accepterer handelsbetingelserne',
    fi: 'Hyväksyn tilausehdot',
    de: 'Ich stimme den Allgemeinen Geschäftsbedingungen zu',
  },
  'Terms of purchase': {
    sv: 'Köpvillkor',
    nb: 'Kjøpsvilkår',
    da: 'Handelsbetingelser',
    fi: 'Tilausehdot',
    de: 'Allgemeine Geschäftsbedingungen',
  },
  'They apply to this order.': {
    sv: 'De gäller för den här beställningen.',
    nb: 'De gjelder for denne bestillingen.',
    da: 'De gælder for denne bestilling.',
    fi: 'Ne koskevat tätä tilausta.',
    de: 'Sie gelten für diese Bestellung.',
  },
  'Privacy policy': {
    sv: 'Integritetspolicy',
    nb: 'Personvernerklæring',
    da: 'Privatlivspolitik',
    fi: 'Tietosuojaseloste',
    de: 'Datenschutzerklärung',
  },
  'About once a month. You can unsubscribe at any time, with one click.': {
    sv: 'Ungefär en gång i månaden. Du kan avsluta när du vill, med ett klick.',
    nb: 'Omtrent en gang i måneden. Du kan melde deg av når som helst, med ett klikk.',
    da: 'Cirka en gang om måneden. Du kan afmelde dig når som helst, med ét klik.',
    fi: 'Noin kerran kuukaudessa. Voit perua tilauksen milloin tahansa yhdellä napsautuksella.',
    de: 'Etwa einmal im Monat. Sie können sich jederzeit mit einem Klick abmelden.',
  },
  'Yes, send me the Vardag letter': {
    sv: 'Ja, skicka Vardagsbrevet till mig',
    nb: 'Ja, send meg Vardag-brevet',
    da: 'Ja, send mig Vardag-brevet',
    fi: 'Kyllä, lähettäkää Vardag-kirje',
    de: 'Ja, ich möchte den Vardag-Brief erhalten',
  },
  'Recipes and offers, every other Friday.': {
    sv: 'Recept och erbjudanden, varannan fredag.',
    nb: 'Oppskrifter og tilbud, annenhver fredag.',
    da: 'Opskrifter og tilbud, hver anden fredag.',
    fi: 'Reseptejä ja tarjouksia joka toinen perjantai.',
    de: 'Rezepte und Angebote, jeden zweiten Freitag.',
  },
  'I am 18 or older.': {
    sv: 'Jag har fyllt 18 år.',
    nb: 'Jeg har fylt 18 år.',
    da: 'Jeg er fyldt 18 år.',
    fi: 'Olen täyttänyt 18 vuotta.',
    de: 'Ich bin mindestens 18 Jahre alt.',
  },
  'I would like to join the club.': {
    sv: 'Jag vill gå med i klubben.',
    nb: 'Jeg vil bli med i klubben.',
    da: 'Jeg vil gerne være med i klubben.',
    fi: 'Haluan liittyä klubiin.',
    de: 'Ich möchte dem Club beitreten.',
  },
  'No offers by email, please.': {
    sv: 'Inga erbjudanden via e-post, tack.',
    nb: 'Ingen tilbud på e-post, takk.',
    da: 'Ingen tilbud på e-mail, tak.',
    fi: 'Ei tarjouksia sähköpostitse, kiitos.',
    de: 'Bitte keine Angebote per E-Mail.',
  },
  'News by email': {
    sv: 'Nyheter via e-post',
    nb: 'Nyheter på e-post',
    da: 'Nyheder på e-mail',
    fi: 'Uutiset sähköpostitse',
    de: 'Neuigkeiten per E-Mail',
  },
  'News by text message': {
    sv: 'Nyheter via sms',
    nb: 'Nyheter på SMS',
    da: 'Nyheder på sms',
    fi: 'Uutiset tekstiviestillä',
    de: 'Neuigkeiten per SMS',
  },
  'I accept the terms and would like to receive the newsletter': {
    sv: 'Jag godkänner villkoren och vill ha nyhetsbrevet',
    nb: 'Jeg godtar vilkårene og vil ha nyhetsbrevet',
    da: 'Jeg accepterer betingelserne og vil gerne have nyhedsbrevet',
    fi: 'Hyväksyn ehdot ja haluan uutiskirjeen',
    de: 'Ich stimme den Bedingungen zu und möchte den Newsletter erhalten',
  },
  'To unsubscribe, please write to our customer service.': {
    sv: 'Skriv till kundtjänst om du vill avsluta.',
    nb: 'Skriv til kundeservice for å melde deg av.',
    da: 'Skriv til kundeservice for at afmelde dig.',
    fi: 'Peru tilaus kirjoittamalla asiakaspalveluumme.',
    de: 'Zum Abmelden schreiben Sie bitte unserem Kundendienst.',
  },
  'Two pages of one browser show the same order. Each has its own client and cache, and they notify each other of changes.':
    {
      sv: 'Två sidor i en webbläsare visar samma order. Var och en har sin egen klient och cache, och de meddelar varandra om ändringar.',
      nb: 'To sider i én nettleser viser samme ordre. Hver har sin egen klient og cache, og de varsler hverandre om endringer.',
      da: 'To sider i én browser viser den samme ordre. Hver har sin egen klient og cache, og de giver hinanden besked om ændringer.',
      fi: 'Kaksi saman selaimen sivua näyttää saman tilauksen. Kummallakin on oma asiakasohjelma ja välimuisti, ja ne ilmoittavat toisilleen muutoksista.',
      de: 'Zwei Seiten eines Browsers zeigen dieselbe Bestellung. Jede hat ihren eigenen Client und Cache, und sie melden einander Änderungen.',
    },
  'A quiet fashion shop': {
    sv: 'En stillsam modebutik',
    nb: 'En dempet motebutikk',
    da: 'En stilfærdig modebutik',
    fi: 'Hillitty muotikauppa',
    de: 'Ein ruhiger Modeladen',
  },
  'A loud grocery shop': {
    sv: 'En högljudd matbutik',
    nb: 'En høylytt matbutikk',
    da: 'En højrøstet dagligvarebutik',
    fi: 'Räväkkä ruokakauppa',
    de: 'Ein lauter Lebensmittelladen',
  },
  'A technical shop for businesses': {
    sv: 'En teknisk butik för företag',
    nb: 'En teknisk butikk for bedrifter',
    da: 'En teknisk butik til erhverv',
    fi: 'Tekninen yrityskauppa',
    de: 'Ein technischer Laden für Geschäftskunden',
  },
} as const satisfies Readonly<Record<string, Translations>>;

/** A sentence of the shop, in English. */
export type Sentence = keyof typeof sentences;

/** Returns a sentence of the shop in a language. A text that is not in the list is returned as it is. */
export function translate(tag: string, text: string): string {
  const translations = (sentences as Readonly<Record<string, Readonly<Record<string, string>>>>)[text];
  return translations?.[tag] ?? text;
}

/** Translates a sentence of the shop into the language of the toolbar. */
export type Translate = (sentence: Sentence) => string;
