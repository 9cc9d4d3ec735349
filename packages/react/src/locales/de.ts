import type { Locale } from '../texts/messages.ts';

/** German. */
export const de: Locale = {
  tag: 'de',
  version: '1',
  messages: {
    required: 'Pflichtfeld',
    missing: 'Bitte setzen Sie hier das Häkchen, um fortzufahren.',
    saving: 'Wird gespeichert …',
    saved: 'Gespeichert',
    waiting:
      'Keine Verbindung. Wir merken uns Ihre Antwort und speichern sie, sobald Sie wieder online sind.',
    notSavedTicked: 'Nicht gespeichert. Das Häkchen ist weiterhin gesetzt.',
    notSavedUnticked: 'Nicht gespeichert. Das Häkchen ist weiterhin nicht gesetzt.',
    unknown: 'Wir konnten nicht feststellen, ob Ihre Antwort gespeichert wurde.',
    unreadable: 'Ihre bisherige Antwort konnte nicht geladen werden; dieses Kästchen kann davon abweichen.',
    retry: 'Erneut versuchen',
    goOnWithout: 'Ohne dies fortfahren',
    goOnAnyway: 'Trotzdem fortfahren',
    droppedTicked: 'Sie fahren fort. Das Häkchen ist weiterhin gesetzt.',
    droppedUnticked: 'Sie fahren ohne dies fort. Das Häkchen ist nicht gesetzt.',
    changedTicked: 'An anderer Stelle geändert. Das Häkchen ist jetzt gesetzt.',
    changedUnticked: 'An anderer Stelle geändert. Das Häkchen ist nicht mehr gesetzt.',
    lateTicked: 'Doch noch gespeichert. Das Häkchen ist jetzt gesetzt.',
    lateUnticked: 'Doch noch gespeichert. Das Häkchen ist nicht mehr gesetzt.',
    lockedTicked: 'Die Bestellung ist bereits aufgegeben. Das Häkchen bleibt gesetzt.',
    lockedUnticked: 'Die Bestellung ist bereits aufgegeben. Das Kästchen bleibt ohne Häkchen.',
    gone: 'Diese Auswahl gehört nicht mehr zur Bestellung.',
    readOnly: 'Das lässt sich hier nicht ändern.',
    newTab: 'öffnet sich in einem neuen Tab',
    outdated: 'Dieser Text wurde seit Ihrer Antwort geändert. Bitte lesen Sie ihn und antworten Sie erneut.',
    confirm: 'Meine Antwort bestätigen',

    newsletterLabel: 'Ich möchte Neuigkeiten und Angebote per E-Mail erhalten',
    newsletterDescription: 'Sie können sich jederzeit abmelden, zum Beispiel über den Link in jeder E-Mail.',
    newsletterLegend: 'Neuigkeiten und Angebote',
    newsletterSmsLabel: 'Ich möchte Neuigkeiten und Angebote per SMS erhalten',
    newsletterSmsDescription: 'Sie können sich jederzeit abmelden. Wie das geht, steht in jeder Nachricht.',
    newsletterWhatsappLabel: 'Ich möchte Neuigkeiten und Angebote per WhatsApp erhalten',
    newsletterWhatsappDescription:
      'Sie können sich jederzeit abmelden. Wie das geht, steht in jeder Nachricht.',
    newsletterPostLabel: 'Ich möchte Neuigkeiten und Angebote per Post erhalten',
    newsletterPostDescription: 'Sie können sich jederzeit abmelden. Wie das geht, steht in jedem Brief.',
    newsletterPhoneLabel: 'Sie dürfen mich wegen Neuigkeiten und Angeboten anrufen',
    newsletterPhoneDescription:
      'Sie können Ihre Meinung jederzeit ändern. Sagen Sie es einfach, wenn wir anrufen.',
    newsletterPushLabel: 'Ich möchte Neuigkeiten und Angebote als Mitteilungen in der App erhalten',
    newsletterPushDescription: 'Sie können sie jederzeit in den Einstellungen der App ausschalten.',

    termsLabel: 'Ich akzeptiere die Allgemeinen Geschäftsbedingungen (AGB)',
    privacyLabel: 'Ich habe die Datenschutzerklärung gelesen',
    termsAndPrivacyLabel:
      'Ich akzeptiere die Allgemeinen Geschäftsbedingungen (AGB) und habe die Datenschutzerklärung gelesen',
    termsLink: 'Allgemeine Geschäftsbedingungen (AGB)',
    privacyLink: 'Datenschutzerklärung',

    objectionLabel: 'Nein danke, bitte keine Angebote per E-Mail',
    // Section 7(3) no. 4 of the Act against Unfair Competition requires the last sentence, about costs.
    objectionDescription:
      'Wir senden unseren Kunden per E-Mail Angebote zu eigenen Produkten, die den gekauften ähnlich sind. Setzen ' +
      'Sie das Häkchen, wenn Sie das nicht möchten. Sie können auch später jederzeit widersprechen, zum Beispiel ' +
      'über den Link in jeder E-Mail, ohne dass dafür andere als die Übermittlungskosten nach den Basistarifen entstehen.',

    groupLegend: 'Bedingungen und Ihre Auswahl',
    broken: 'Diese Auswahl kann gerade nicht angezeigt werden: „{label}“.',

    summaryTitle: {
      one: 'Bitte erledigen Sie noch {count} Punkt, um fortzufahren',
      other: 'Bitte erledigen Sie noch {count} Punkte, um fortzufahren',
    },
    summaryMissing: 'Häkchen setzen bei „{label}“.',
    summarySaving: 'Ihre Antwort zu „{label}“ wird noch gespeichert.',
    summaryNotSaved: 'Ihre Antwort zu „{label}“ ist nicht gespeichert.',
    summaryStillTicked: 'Nicht gespeichert: Das Häkchen bei „{label}“ ist weiterhin gesetzt.',
    summaryOutdated: 'Der Text „{label}“ wurde geändert. Bitte bestätigen Sie Ihre Antwort.',
    summaryUnknown: 'Wir konnten nicht feststellen, ob Ihre Antwort zu „{label}“ gespeichert wurde.',
    summaryUnread: 'Ihre Bestellung konnte nicht geladen werden. Bitte versuchen Sie es noch einmal.',
    summaryAttributeSaving: 'Eine Ihrer Angaben wird noch gespeichert.',
    summaryAttributeNotSaved: 'Eine Ihrer Angaben ist nicht gespeichert. Bitte machen Sie sie noch einmal.',

    preferencesTitle: 'Ihre Auswahl',
    preferencesDescription:
      'Sie können Ihre Meinung jederzeit ändern. Jede Änderung gilt, sobald sie gespeichert ist.',
  },
};
