/** Every text a component shows. `{label}` stands for the wording of the consent. */
export interface Messages {
  readonly required: string;
  readonly missing: string;
  readonly saving: string;
  readonly saved: string;
  readonly waiting: string;
  readonly notSavedTicked: string;
  readonly notSavedUnticked: string;
  readonly unknown: string;
  readonly retry: string;
  readonly newsletterLabel: string;
  readonly newsletterDescription: string;
}

export const en: Messages = {
  required: 'required',
  missing: 'Tick this box to go on.',
  saving: 'Saving …',
  saved: 'Saved',
  waiting: 'Waiting for a connection. Your answer is kept and saved as soon as there is one.',
  notSavedTicked: 'Not saved: “{label}” is still ticked.',
  notSavedUnticked: 'Not saved: “{label}” is still not ticked.',
  unknown: 'We could not find out whether your answer to “{label}” was saved.',
  retry: 'Try again',
  newsletterLabel: 'Send me news and offers by email',
  newsletterDescription: 'You can unsubscribe at any time, for example with the link in every email.',
};
