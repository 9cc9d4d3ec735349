/** A state of a component: its name, the selector to style it, and the story that shows it. */
export interface SelectorRow {
  readonly state: string;
  readonly selector: string;
  readonly storyId: string;
}

const row = (state: string, selector: string, storyId: string): SelectorRow => ({ state, selector, storyId });

/** Selectors of the components beside `ConsentCheckbox`, whose selectors are in `boxStates`. Tests match each in its story. */
export const selectors = {
  ConsentErrorSummary: [
    row('No attempt yet', '.nk-error-summary[hidden]', 'components-consenterrorsummary--before-the-try'),
    row('Refused', '.nk-error-summary:not([hidden])', 'components-consenterrorsummary--one-missing'),
    row('Link to a box', '.nk-error-summary-list a', 'components-consenterrorsummary--one-missing'),
    row(
      'Reason without a box',
      '.nk-error-summary-list span',
      'components-consenterrorsummary--order-could-not-be-read',
    ),
    row(
      'Offers to go on',
      '.nk-error-summary .nk-consent-retry',
      'components-consenterrorsummary--optional-not-saved',
    ),
  ],
  ConsentGroup: [
    row('Group', '.nk-consent-group', 'components-consentgroup--default'),
    row(
      'A box with a failed save',
      '.nk-consent-group [data-save-state="not-saved"]',
      'components-consentgroup--one-fails',
    ),
    row('Terms', '.nk-consent-group [data-kind="agreement"]', 'components-consentgroup--own-boxes'),
    row('Consent', '.nk-consent-group [data-kind="consent"]', 'components-consentgroup--own-boxes'),
  ],
  ConsentHistory: [
    row('Answer of one kind', '.nk-history [data-change="given"]', 'components-consenthistory--default'),
    row('Row unchanged', '.nk-history [data-hash="intact"]', 'components-consenthistory--default'),
    row('Row changed later', '.nk-history [data-hash="broken"]', 'components-consenthistory--broken-hash'),
    row('Answer without a row', '.nk-history [data-hash="missing"]', 'components-consenthistory--incomplete'),
  ],
  ConsentPreferences: [
    row('Given', '.nk-preferences [data-state="checked"]', 'components-consentpreferences--default'),
    row(
      'Withdrawn',
      '.nk-preferences [data-state="unchecked"]',
      'components-consentpreferences--withdrawing',
    ),
  ],
  NewsletterConsent: [
    row(
      'No answer',
      '.nk-consent[data-kind="consent"][data-state="unchecked"]',
      'components-newsletterconsent--default',
    ),
    row(
      'Withdrawn and saved',
      '.nk-consent[data-state="unchecked"][data-save-state="saved"]',
      'components-newsletterconsent--withdrawing',
    ),
    row(
      'A box for each channel',
      '.nk-consent-group .nk-consent[data-kind="consent"]',
      'components-newsletterconsent--channels',
    ),
  ],
  ObjectionConsent: [
    row(
      'No answer',
      '.nk-consent[data-kind="objection"][data-state="unchecked"]',
      'components-objectionconsent--default',
    ),
    row(
      'The shopper objects',
      '.nk-consent[data-kind="objection"][data-state="checked"]',
      'components-objectionconsent--objected',
    ),
  ],
  TermsConsent: [
    row('Terms', '.nk-consent[data-kind="agreement"]', 'components-termsconsent--default'),
    row(
      'Link',
      '.nk-consent[data-kind="agreement"] .nk-consent-link',
      'components-termsconsent--terms-and-privacy',
    ),
    row('Missing', '.nk-consent[data-kind="agreement"][data-invalid]', 'components-termsconsent--missing'),
  ],
} as const satisfies Readonly<Record<string, readonly SelectorRow[]>>;
