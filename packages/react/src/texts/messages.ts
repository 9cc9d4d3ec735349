/** A text per plural category of the language; `{count}` is replaced by the number. */
export type PluralForms = { readonly other: string } & Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>;

/**
 * Texts of every box. Screen readers read them after its label, so they need not name it. `{label}` is replaced by the
 * wording of the consent.
 */
export interface BoxMessages {
  /** Follows the label of a required box, in brackets. */
  readonly required: string;
  /** A required box is not ticked. */
  readonly missing: string;
  /** A save takes longer than 400 ms. */
  readonly saving: string;
  /** The order holds the answer. */
  readonly saved: string;
  /** There is no connection. */
  readonly waiting: string;
  /** A save failed; the order still has the tick. */
  readonly notSavedTicked: string;
  /** A save failed; the order still has no tick. */
  readonly notSavedUnticked: string;
  /** The response to a save was lost and the order could not be read. */
  readonly unknown: string;
  /** The order could not be read. */
  readonly unreadable: string;
  /** Text of the retry button. */
  readonly retry: string;
  /** Text of the button that goes on although a tick is not saved. */
  readonly goOnWithout: string;
  /** Text of the button that goes on although an un-tick is not saved, so that the order may have the tick. */
  readonly goOnAnyway: string;
  /** The shopper goes on without an un-tick. */
  readonly droppedTicked: string;
  /** The shopper goes on without a tick. */
  readonly droppedUnticked: string;
  /** Another party, such as customer service, ticked the consent. */
  readonly changedTicked: string;
  /** Another party unticked the consent. */
  readonly changedUnticked: string;
  /** An answer that the shopper went on without has arrived all the same. */
  readonly lateTicked: string;
  /** A withdrawal that the shopper went on without has arrived all the same. */
  readonly lateUnticked: string;
  /** The order has left the checkout and takes no more answers. */
  readonly lockedTicked: string;
  /** The same, without a tick. */
  readonly lockedUnticked: string;
  /** The consent was taken off the order while the shopper answered. */
  readonly gone: string;
  /** The box is read-only. */
  readonly readOnly: string;
  /** Follows the text of a link, in brackets. */
  readonly newTab: string;
}

/** Texts of a box whose words have changed since the shopper's answer. Shown with `evidence` only. */
export interface OutdatedMessages {
  /** The order's answer was given to other words. */
  readonly outdated: string;
  /** Text of the button that gives the same answer again. */
  readonly confirm: string;
}

/** Texts of `NewsletterConsent`. */
export interface NewsletterMessages {
  /** Label of the email box. */
  readonly newsletterLabel: string;
  /** Description of the email box. */
  readonly newsletterDescription: string;
  /** Name of the group of channels. */
  readonly newsletterLegend: string;
  /** Label of the SMS box. */
  readonly newsletterSmsLabel: string;
  /** Description of the SMS box. */
  readonly newsletterSmsDescription: string;
}

/** Texts of the channels of `NewsletterConsent` besides email and SMS. Without them a channel needs a label of its own. */
export interface ChannelMessages {
  /** Label of the WhatsApp box. */
  readonly newsletterWhatsappLabel?: string;
  /** Description of the WhatsApp box. */
  readonly newsletterWhatsappDescription?: string;
  /** Label of the box for letters. */
  readonly newsletterPostLabel?: string;
  /** Description of the box for letters. */
  readonly newsletterPostDescription?: string;
  /** Label of the box for calls. */
  readonly newsletterPhoneLabel?: string;
  /** Description of the box for calls. */
  readonly newsletterPhoneDescription?: string;
  /** Label of the box for notifications of an app. */
  readonly newsletterPushLabel?: string;
  /** Description of the box for notifications of an app. */
  readonly newsletterPushDescription?: string;
}

/** Texts of `TermsConsent`. */
export interface TermsMessages {
  /** Label with `termsUrl` alone. */
  readonly termsLabel: string;
  /** Label with `privacyUrl` alone. */
  readonly privacyLabel: string;
  /** Label with both. */
  readonly termsAndPrivacyLabel: string;
  /** Text of the link to the terms. */
  readonly termsLink: string;
  /** Text of the link to the privacy policy. */
  readonly privacyLink: string;
}

/** Texts of `ObjectionConsent`. */
export interface ObjectionMessages {
  /** Label of the box. */
  readonly objectionLabel: string;
  /** Description of the box. */
  readonly objectionDescription: string;
}

/** Texts of `ConsentGroup`. */
export interface GroupMessages {
  /** Name of the group. */
  readonly groupLegend: string;
  /** Replaces a box that cannot be rendered. */
  readonly broken: string;
  /** As in `SummaryMessages`. */
  readonly summaryUnread: string;
  /** As in `BoxMessages`. */
  readonly retry: string;
}

/** Texts of `ConsentErrorSummary`. */
export interface SummaryMessages {
  /** Heading, with the number of items. */
  readonly summaryTitle: PluralForms;
  /** A required box is not ticked. */
  readonly summaryMissing: string;
  /** An answer is being saved. */
  readonly summarySaving: string;
  /** An answer could not be saved. */
  readonly summaryNotSaved: string;
  /** An un-tick could not be saved; the order still has the tick. */
  readonly summaryStillTicked: string;
  /** As in `BoxMessages`. */
  readonly goOnWithout: string;
  /** As in `BoxMessages`. */
  readonly goOnAnyway: string;
  /** The answer was given to other words. */
  readonly summaryOutdated: string;
  /** It is not known whether an answer was saved. */
  readonly summaryUnknown: string;
  /** The order could not be read. */
  readonly summaryUnread: string;
  /** A value of `usePatchAttributes` is still being saved after 30 seconds. */
  readonly summaryAttributeSaving: string;
  /** A value of `usePatchAttributes` could not be saved. */
  readonly summaryAttributeNotSaved: string;
}

/** Texts of `ConsentPreferences`. */
export interface PreferencesMessages {
  /** Heading. */
  readonly preferencesTitle: string;
  /** Text below the heading. */
  readonly preferencesDescription: string;
}

/** All texts of the components. `{label}` is replaced by the wording of the consent. */
export interface Messages
  extends
    BoxMessages,
    OutdatedMessages,
    NewsletterMessages,
    ChannelMessages,
    TermsMessages,
    ObjectionMessages,
    GroupMessages,
    SummaryMessages,
    PreferencesMessages {}

/** Texts that replace those of a locale, where they are set. */
export type OwnMessages = { readonly [Key in keyof Messages]?: Messages[Key] | undefined };

/** The texts of one language. */
export interface Locale {
  /** The language as a BCP 47 tag. */
  readonly tag: string;
  /** Changes with any wording a shopper may agree to; a record of an answer contains it. */
  readonly version: string;
  /** The texts. */
  readonly messages: Messages;
}
