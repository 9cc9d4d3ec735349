import type { Locale } from '../texts/messages.ts';

/** Swedish. */
export const sv: Locale = {
  tag: 'sv',
  version: '1',
  messages: {
    required: 'obligatoriskt',
    missing: 'Kryssa i rutan för att gå vidare.',
    saving: 'Sparar …',
    saved: 'Sparat',
    waiting: 'Ingen anslutning just nu. Vi minns ditt svar och sparar det så snart du är uppkopplad igen.',
    notSavedTicked: 'Inte sparat. Rutan är fortfarande ikryssad.',
    notSavedUnticked: 'Inte sparat. Rutan är fortfarande tom.',
    unknown: 'Vi vet inte om ditt svar sparades.',
    unreadable: 'Vi kunde inte hämta ditt nuvarande svar, så rutan kan avvika från det.',
    retry: 'Försök igen',
    goOnWithout: 'Fortsätt utan detta',
    goOnAnyway: 'Fortsätt ändå',
    droppedTicked: 'Du går vidare. Rutan är fortfarande ikryssad.',
    droppedUnticked: 'Du går vidare utan detta. Rutan är inte ikryssad.',
    changedTicked: 'Ändrat på annat håll. Rutan är nu ikryssad.',
    changedUnticked: 'Ändrat på annat håll. Rutan är inte längre ikryssad.',
    lateTicked: 'Sparat till slut. Rutan är nu ikryssad.',
    lateUnticked: 'Sparat till slut. Rutan är inte längre ikryssad.',
    lockedTicked: 'Beställningen är redan gjord. Rutan förblir ikryssad.',
    lockedUnticked: 'Beställningen är redan gjord. Rutan förblir tom.',
    gone: 'Det här valet ingår inte längre i beställningen.',
    readOnly: 'Det här går inte att ändra här.',
    newTab: 'öppnas i en ny flik',
    outdated: 'Den här texten har ändrats sedan du svarade. Läs den och svara igen.',
    confirm: 'Bekräfta mitt svar',

    newsletterLabel: 'Jag vill få nyheter och erbjudanden via e-post',
    newsletterDescription: 'Du kan avsluta när som helst, till exempel via länken i varje mejl.',
    newsletterLegend: 'Nyheter och erbjudanden',
    newsletterSmsLabel: 'Jag vill få nyheter och erbjudanden via sms',
    newsletterSmsDescription: 'Du kan avsluta när som helst. Hur du gör står i varje sms.',
    newsletterWhatsappLabel: 'Jag vill få nyheter och erbjudanden via WhatsApp',
    newsletterWhatsappDescription: 'Du kan avsluta när som helst. Hur du gör står i varje meddelande.',
    newsletterPostLabel: 'Jag vill få nyheter och erbjudanden med vanlig post',
    newsletterPostDescription: 'Du kan avsluta när som helst. Hur du gör står i varje brev.',
    newsletterPhoneLabel: 'Ni får ringa mig om nyheter och erbjudanden',
    newsletterPhoneDescription: 'Du kan ändra dig när som helst. Säg bara till när vi ringer.',
    newsletterPushLabel: 'Jag vill få nyheter och erbjudanden som notiser i appen',
    newsletterPushDescription: 'Du kan stänga av dem när som helst i appens inställningar.',

    termsLabel: 'Jag godkänner köpvillkoren',
    privacyLabel: 'Jag har läst integritetspolicyn',
    termsAndPrivacyLabel: 'Jag godkänner köpvillkoren och har läst integritetspolicyn',
    termsLink: 'Köpvillkor',
    privacyLink: 'Integritetspolicy',

    objectionLabel: 'Nej tack, skicka inga erbjudanden till mig via e-post',
    objectionDescription:
      'Vi mejlar våra kunder erbjudanden om varor som liknar dem de har köpt. Kryssa i rutan om du inte vill ha ' +
      'dem. Du kan också tacka nej senare, via länken i varje mejl.',

    groupLegend: 'Villkor och val',
    broken: 'Det här valet kan inte visas just nu: ”{label}”.',

    summaryTitle: {
      one: 'Det återstår {count} sak innan du kan gå vidare',
      other: 'Det återstår {count} saker innan du kan gå vidare',
    },
    summaryMissing: 'Kryssa i ”{label}”.',
    summarySaving: 'Ditt svar på ”{label}” håller på att sparas.',
    summaryNotSaved: 'Ditt svar på ”{label}” är inte sparat.',
    summaryStillTicked: 'Inte sparat: rutan ”{label}” är fortfarande ikryssad.',
    summaryOutdated: 'Texten ”{label}” har ändrats. Bekräfta ditt svar.',
    summaryUnknown: 'Vi vet inte om ditt svar på ”{label}” sparades.',
    summaryUnread: 'Vi kunde inte hämta din beställning. Försök igen.',
    summaryAttributeSaving: 'Något du fyllde i håller på att sparas.',
    summaryAttributeNotSaved: 'Något du fyllde i är inte sparat. Fyll i det igen.',

    preferencesTitle: 'Dina val',
    preferencesDescription: 'Du kan ändra dig när som helst. Varje ändring gäller så snart den är sparad.',
  },
};
