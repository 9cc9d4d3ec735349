import type { Locale } from '../texts/messages.ts';

/** Norwegian, bokmål. */
export const nb: Locale = {
  tag: 'nb',
  version: '1',
  messages: {
    required: 'obligatorisk',
    missing: 'Kryss av i ruten for å gå videre.',
    saving: 'Lagrer …',
    saved: 'Lagret',
    waiting: 'Ingen tilkobling akkurat nå. Vi husker svaret ditt og lagrer det så snart du er på nett igjen.',
    notSavedTicked: 'Ikke lagret. Ruten er fortsatt krysset av.',
    notSavedUnticked: 'Ikke lagret. Ruten er fortsatt ikke krysset av.',
    unknown: 'Vi vet ikke om svaret ditt ble lagret.',
    unreadable: 'Vi kunne ikke hente svaret du har gitt, så denne ruten kan avvike fra det.',
    retry: 'Prøv igjen',
    goOnWithout: 'Fortsett uten dette',
    goOnAnyway: 'Fortsett likevel',
    droppedTicked: 'Du går videre. Ruten er fortsatt krysset av.',
    droppedUnticked: 'Du går videre uten dette. Ruten er ikke krysset av.',
    changedTicked: 'Endret et annet sted. Ruten er nå krysset av.',
    changedUnticked: 'Endret et annet sted. Ruten er ikke lenger krysset av.',
    lateTicked: 'Lagret likevel. Ruten er nå krysset av.',
    lateUnticked: 'Lagret likevel. Ruten er ikke lenger krysset av.',
    lockedTicked: 'Bestillingen er allerede gjennomført. Ruten forblir krysset av.',
    lockedUnticked: 'Bestillingen er allerede gjennomført. Ruten forblir uten kryss.',
    gone: 'Dette valget er ikke lenger en del av bestillingen.',
    readOnly: 'Dette kan ikke endres her.',
    newTab: 'åpnes i en ny fane',
    outdated: 'Denne teksten er endret siden du svarte. Les den og svar på nytt.',
    confirm: 'Bekreft svaret mitt',

    newsletterLabel: 'Jeg vil gjerne ha nyheter og tilbud på e-post',
    newsletterDescription: 'Du kan melde deg av når som helst, for eksempel via lenken i hver e-post.',
    newsletterLegend: 'Nyheter og tilbud',
    newsletterSmsLabel: 'Jeg vil gjerne ha nyheter og tilbud på SMS',
    newsletterSmsDescription:
      'Du kan melde deg av når som helst. Det står i hver melding hvordan du gjør det.',
    newsletterWhatsappLabel: 'Jeg vil gjerne ha nyheter og tilbud på WhatsApp',
    newsletterWhatsappDescription:
      'Du kan melde deg av når som helst. Det står i hver melding hvordan du gjør det.',
    newsletterPostLabel: 'Jeg vil gjerne ha nyheter og tilbud i posten',
    newsletterPostDescription:
      'Du kan melde deg av når som helst. Det står i hvert brev hvordan du gjør det.',
    newsletterPhoneLabel: 'Dere kan ringe meg om nyheter og tilbud',
    newsletterPhoneDescription: 'Du kan ombestemme deg når som helst. Bare si ifra når vi ringer.',
    newsletterPushLabel: 'Jeg vil gjerne ha nyheter og tilbud som varsler i appen',
    newsletterPushDescription: 'Du kan slå dem av når som helst i innstillingene i appen.',

    termsLabel: 'Jeg godtar kjøpsvilkårene',
    privacyLabel: 'Jeg har lest personvernerklæringen',
    termsAndPrivacyLabel: 'Jeg godtar kjøpsvilkårene og har lest personvernerklæringen',
    termsLink: 'Kjøpsvilkår',
    privacyLink: 'Personvernerklæring',

    objectionLabel: 'Nei takk, ikke send meg tilbud på e-post',
    objectionDescription:
      'Vi sender kundene våre tilbud på e-post om varer som ligner på dem de har kjøpt. Kryss av hvis du ikke vil ' +
      'ha dem. Du kan også si nei senere, via lenken i hver e-post.',

    groupLegend: 'Vilkår og valg',
    broken: 'Dette valget kan ikke vises akkurat nå: «{label}».',

    summaryTitle: {
      one: 'Det gjenstår {count} punkt før du kan gå videre',
      other: 'Det gjenstår {count} punkter før du kan gå videre',
    },
    summaryMissing: 'Kryss av for «{label}».',
    summarySaving: 'Svaret ditt på «{label}» holder på å bli lagret.',
    summaryNotSaved: 'Svaret ditt på «{label}» er ikke lagret.',
    summaryStillTicked: 'Ikke lagret: «{label}» er fortsatt krysset av.',
    summaryOutdated: 'Teksten «{label}» er endret. Bekreft svaret ditt.',
    summaryUnknown: 'Vi vet ikke om svaret ditt på «{label}» ble lagret.',
    summaryUnread: 'Vi kunne ikke hente bestillingen din. Prøv igjen.',
    summaryAttributeSaving: 'Noe du har fylt ut, holder på å bli lagret.',
    summaryAttributeNotSaved: 'Noe du har fylt ut, er ikke lagret. Fyll det ut igjen.',

    preferencesTitle: 'Valgene dine',
    preferencesDescription:
      'Du kan ombestemme deg når som helst. Hver endring gjelder så snart den er lagret.',
  },
};
