/** A text that depends on a number, by the plural categories of the language; `{count}` stands for the number. */
export type PluralForms = { readonly other: string } & Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>;

/** What every box may say. `{label}` stands for the wording of the consent. */
export interface BoxMessages {
  /** Follows the wording of a required box, in brackets. */
  readonly required: string;
  readonly missing: string;
  readonly saving: string;
  readonly saved: string;
  readonly waiting: string;
  readonly notSavedTicked: string;
  readonly notSavedUnticked: string;
  readonly unknown: string;
  /** The order could not be read. */
  readonly unreadable: string;
  readonly retry: string;
  /** Somebody else, such as customer service, changed the answer. */
  readonly changedTicked: string;
  readonly changedUnticked: string;
  /** The order has left the checkout and takes no more answers. */
  readonly lockedTicked: string;
  readonly lockedUnticked: string;
  /** The consent was taken off the order while the shopper answered. */
  readonly gone: string;
  readonly readOnly: string;
  /** Follows the text of a link, in brackets. */
  readonly newTab: string;
}

export interface NewsletterMessages {
  readonly newsletterLabel: string;
  readonly newsletterDescription: string;
  /** Names the group of boxes where there is one for each channel. */
  readonly newsletterLegend: string;
  readonly newsletterSmsLabel: string;
  readonly newsletterSmsDescription: string;
}

export interface TermsMessages {
  readonly termsLabel: string;
  readonly privacyLabel: string;
  readonly termsAndPrivacyLabel: string;
  readonly termsLink: string;
  readonly privacyLink: string;
}

export interface ObjectionMessages {
  readonly objectionLabel: string;
  readonly objectionDescription: string;
}

export interface GroupMessages {
  readonly groupLegend: string;
  /** Stands in the place of a box that cannot be shown. */
  readonly broken: string;
}

export interface SummaryMessages {
  readonly summaryTitle: PluralForms;
  readonly summaryMissing: string;
  readonly summarySaving: string;
  readonly summaryNotSaved: string;
  readonly summaryUnknown: string;
}

export interface PreferencesMessages {
  readonly preferencesTitle: string;
  readonly preferencesDescription: string;
}

/** Every text a component shows. `{label}` stands for the wording of the consent it is about. */
export interface Messages
  extends
    BoxMessages,
    NewsletterMessages,
    TermsMessages,
    ObjectionMessages,
    GroupMessages,
    SummaryMessages,
    PreferencesMessages {}

/** The texts of one language. */
export interface Locale {
  /** The language as a BCP 47 tag. */
  readonly tag: string;
  /** Changes with any wording a shopper may agree to, so that a record of an answer says which one it was. */
  readonly version: string;
  readonly messages: Messages;
}
