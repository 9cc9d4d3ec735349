import type { Locale } from '../texts/messages.ts';

/** Danish. */
export const da: Locale = {
  tag: 'da',
  version: '1',
  messages: {
    required: 'påkrævet',
    missing: 'Sæt flueben i feltet for at gå videre.',
    saving: 'Gemmer …',
    saved: 'Gemt',
    waiting: 'Ingen forbindelse lige nu. Vi husker dit svar og gemmer det, så snart du er online igen.',
    notSavedTicked: 'Ikke gemt. Der er stadig flueben i feltet.',
    notSavedUnticked: 'Ikke gemt. Der er stadig ikke flueben i feltet.',
    unknown: 'Vi ved ikke, om dit svar blev gemt.',
    unreadable: 'Vi kunne ikke hente dit nuværende svar, så dette felt kan afvige fra det.',
    retry: 'Prøv igen',
    goOnWithout: 'Fortsæt uden dette',
    goOnAnyway: 'Fortsæt alligevel',
    droppedTicked: 'Du går videre. Der er stadig flueben i feltet.',
    droppedUnticked: 'Du går videre uden dette. Der er ikke flueben i feltet.',
    changedTicked: 'Ændret et andet sted. Der er nu flueben i feltet.',
    changedUnticked: 'Ændret et andet sted. Der er ikke længere flueben i feltet.',
    lateTicked: 'Gemt alligevel. Der er nu flueben i feltet.',
    lateUnticked: 'Gemt alligevel. Der er ikke længere flueben i feltet.',
    lockedTicked: 'Bestillingen er allerede afgivet. Der er fortsat flueben i feltet.',
    lockedUnticked: 'Bestillingen er allerede afgivet. Feltet forbliver uden flueben.',
    gone: 'Dette valg er ikke længere en del af bestillingen.',
    readOnly: 'Det kan ikke ændres her.',
    newTab: 'åbner i en ny fane',
    outdated: 'Denne tekst er ændret, siden du svarede. Læs den, og svar igen.',
    confirm: 'Bekræft mit svar',

    newsletterLabel: 'Jeg vil gerne have nyheder og tilbud på e-mail',
    newsletterDescription: 'Du kan altid afmelde dig, for eksempel via linket i hver e-mail.',
    newsletterLegend: 'Nyheder og tilbud',
    newsletterSmsLabel: 'Jeg vil gerne have nyheder og tilbud på sms',
    newsletterSmsDescription: 'Du kan altid afmelde dig. Det står i hver sms, hvordan du gør.',
    newsletterWhatsappLabel: 'Jeg vil gerne have nyheder og tilbud på WhatsApp',
    newsletterWhatsappDescription: 'Du kan altid afmelde dig. Det står i hver besked, hvordan du gør.',
    newsletterPostLabel: 'Jeg vil gerne have nyheder og tilbud med posten',
    newsletterPostDescription: 'Du kan altid afmelde dig. Det står i hvert brev, hvordan du gør.',
    newsletterPhoneLabel: 'I må gerne ringe til mig om nyheder og tilbud',
    newsletterPhoneDescription: 'Du kan altid ombestemme dig. Sig blot til, når vi ringer.',
    newsletterPushLabel: 'Jeg vil gerne have nyheder og tilbud som notifikationer i appen',
    newsletterPushDescription: 'Du kan altid slå dem fra i appens indstillinger.',

    termsLabel: 'Jeg accepterer handelsbetingelserne',
    privacyLabel: 'Jeg har læst privatlivspolitikken',
    termsAndPrivacyLabel: 'Jeg accepterer handelsbetingelserne og har læst privatlivspolitikken',
    termsLink: 'Handelsbetingelser',
    privacyLink: 'Privatlivspolitik',

    objectionLabel: 'Nej tak, send mig ikke tilbud på e-mail',
    objectionDescription:
      'Vi sender vores kunder tilbud på e-mail om varer, der ligner dem, de har købt. Sæt flueben, hvis du ikke ' +
      'vil have dem. Du kan også sige nej tak senere via linket i hver e-mail.',

    groupLegend: 'Betingelser og valg',
    broken: 'Dette valg kan ikke vises lige nu: ”{label}”.',

    summaryTitle: {
      one: 'Der mangler {count} punkt, før du kan gå videre',
      other: 'Der mangler {count} punkter, før du kan gå videre',
    },
    summaryMissing: 'Sæt flueben ved ”{label}”.',
    summarySaving: 'Dit svar på ”{label}” er ved at blive gemt.',
    summaryNotSaved: 'Dit svar på ”{label}” er ikke gemt.',
    summaryStillTicked: 'Ikke gemt: Der er stadig flueben ved ”{label}”.',
    summaryOutdated: 'Teksten ”{label}” er ændret. Bekræft dit svar.',
    summaryUnknown: 'Vi ved ikke, om dit svar på ”{label}” blev gemt.',
    summaryUnread: 'Vi kunne ikke hente din bestilling. Prøv igen.',
    summaryAttributeSaving: 'Noget, du har udfyldt, er ved at blive gemt.',
    summaryAttributeNotSaved: 'Noget, du har udfyldt, er ikke gemt. Udfyld det igen.',

    preferencesTitle: 'Dine valg',
    preferencesDescription: 'Du kan altid ombestemme dig. Hver ændring gælder, så snart den er gemt.',
  },
};
