import type {
  BoxMessages,
  ChannelMessages,
  GroupMessages,
  NewsletterMessages,
  ObjectionMessages,
  OutdatedMessages,
  PreferencesMessages,
  SummaryMessages,
  TermsMessages,
} from './messages.ts';

// One object per component, so that a page bundles the English texts of the components it uses only.

export const enVersion = '1';

export const enBox: BoxMessages = {
  required: 'required',
  missing: 'Tick this box to go on.',
  saving: 'Saving …',
  saved: 'Saved',
  waiting: 'Waiting for a connection. Your answer is kept and saved as soon as there is one.',
  notSavedTicked: 'Not saved. The box is still ticked.',
  notSavedUnticked: 'Not saved. The box is still unticked.',
  unknown: 'We could not find out whether your answer was saved.',
  unreadable: 'We could not load your present answer, so this box may differ from it.',
  retry: 'Try again',
  goOnWithout: 'Go on without it',
  goOnAnyway: 'Go on anyway',
  droppedTicked: 'Going on. The box is still ticked.',
  droppedUnticked: 'Going on without it. The box is not ticked.',
  changedTicked: 'Changed elsewhere. The box is now ticked.',
  changedUnticked: 'Changed elsewhere. The box is no longer ticked.',
  lateTicked: 'Saved after all. The box is now ticked.',
  lateUnticked: 'Saved after all. The box is no longer ticked.',
  lockedTicked: 'The order has already been placed. The box stays ticked.',
  lockedUnticked: 'The order has already been placed. The box stays unticked.',
  gone: 'This choice is no longer part of the order.',
  readOnly: 'This cannot be changed here.',
  newTab: 'opens in a new tab',
};

export const enOutdated: OutdatedMessages = {
  outdated: 'This text has changed since your answer. Please read it and answer again.',
  confirm: 'Confirm my answer',
};

export const enNewsletter: NewsletterMessages = {
  newsletterLabel: 'Send me news and offers by email',
  newsletterDescription: 'You can unsubscribe at any time, for example with the link in every email.',
  newsletterLegend: 'News and offers',
  newsletterSmsLabel: 'Send me news and offers by text message (SMS)',
  newsletterSmsDescription: 'You can unsubscribe at any time. Every message says how.',
};

export const enChannels: Required<ChannelMessages> = {
  newsletterWhatsappLabel: 'Send me news and offers by WhatsApp',
  newsletterWhatsappDescription: 'You can unsubscribe at any time. Every message says how.',
  newsletterPostLabel: 'Send me news and offers by post',
  newsletterPostDescription: 'You can unsubscribe at any time. Every letter says how.',
  newsletterPhoneLabel: 'Call me about news and offers',
  newsletterPhoneDescription: 'You can change your mind at any time. Just say so when we call.',
  newsletterPushLabel: 'Send me news and offers as notifications in the app',
  newsletterPushDescription: 'You can turn them off at any time in the settings of the app.',
};

export const enTerms: TermsMessages = {
  termsLabel: 'I accept the terms of purchase',
  privacyLabel: 'I have read the privacy policy',
  termsAndPrivacyLabel: 'I accept the terms of purchase and have read the privacy policy',
  termsLink: 'Terms of purchase',
  privacyLink: 'Privacy policy',
};

export const enObjection: ObjectionMessages = {
  objectionLabel: 'No thanks, do not send me offers by email',
  objectionDescription:
    'We email our customers offers on products like those they have bought. Tick the box if you do not want them. ' +
    'You can also say no later, with the link in every email.',
};

export const enGroup: GroupMessages = {
  groupLegend: 'Terms and choices',
  broken: 'This choice cannot be shown right now: “{label}”.',
  summaryUnread: 'We could not load your order. Please try again.',
  retry: 'Try again',
};

export const enSummary: SummaryMessages = {
  summaryTitle: {
    one: 'There is {count} thing to do before you can go on',
    other: 'There are {count} things to do before you can go on',
  },
  summaryMissing: 'Tick “{label}”.',
  summarySaving: 'Your answer to “{label}” is still being saved.',
  summaryNotSaved: 'Your answer to “{label}” is not saved.',
  summaryStillTicked: 'Not saved: “{label}” is still ticked.',
  goOnWithout: 'Go on without it',
  goOnAnyway: 'Go on anyway',
  summaryOutdated: 'The text of “{label}” has changed. Please confirm your answer.',
  summaryUnknown: 'We could not find out whether your answer to “{label}” was saved.',
  summaryUnread: 'We could not load your order. Please try again.',
  summaryAttributeSaving: 'Something you filled in is still being saved.',
  summaryAttributeNotSaved: 'Something you filled in is not saved. Please fill it in again.',
};

export const enPreferences: PreferencesMessages = {
  preferencesTitle: 'Your choices',
  preferencesDescription: 'You can change your mind at any time. Each change counts as soon as it is saved.',
};
