import type { StoryContext } from '@storybook/react-vite';
import { expect } from 'storybook/test';
import { languages } from '../../.storybook/stage/languages.ts';
import type { Words } from '../../.storybook/stage/words-of.ts';
import { emulatedSelector } from '../../.storybook/stage/pseudo-classes.ts';
import { boxStates } from '../../stories/box-states.ts';
import type { BoxState } from '../../stories/box-states.ts';

/** A story as it renders before any interaction. */
export interface Still extends Words {
  readonly canvas: StoryContext['canvas'];
  readonly root: HTMLElement;
}

type Check = (still: Still) => Promise<void>;

const one =
  (selector: string): Check =>
  ({ root }) =>
    expect(root.querySelector(selector)).toBeVisible();
const box = (isChecked: boolean, name?: (words: Words) => string): Check => {
  return (still) => {
    const found = still.canvas.getByRole('checkbox', name && { name: name(still) });
    return isChecked ? expect(found).toBeChecked() : expect(found).not.toBeChecked();
  };
};
const all =
  (...checks: readonly Check[]): Check =>
  async (still) => {
    for (const check of checks) await check(still);
  };
const says =
  (text: (words: Words) => string): Check =>
  (still) =>
    expect(still.canvas.getByText(text(still))).toBeVisible();
const summary =
  (count: number): Check =>
  ({ canvas, summaryTitle }) =>
    expect(canvas.getByRole('group', { name: summaryTitle(count) })).toBeVisible();
const noSummary: Check = ({ root }) => expect(root.querySelector('.nk-error-summary')).not.toBeVisible();
const button =
  (name: (words: Words) => string): Check =>
  (still) =>
    expect(still.canvas.getByRole('button', { name: name(still) })).toBeVisible();
const heading =
  (name: (words: Words) => string): Check =>
  (still) =>
    expect(still.canvas.getByRole('heading', { name: name(still) })).toBeVisible();
/** A pair: the state of the box on the left and of the one on the right. */
const pair =
  (...[ours, other]: readonly [ours: boolean, other: boolean]): Check =>
  async ({ canvas }) => {
    const boxes = canvas.getAllByRole('checkbox');
    await expect(boxes[0]).toHaveProperty('checked', ours);
    await expect(boxes.at(-1)).toHaveProperty('checked', other);
  };

/** The state of the design that a story shows: its selector and its message. */
export async function checkState(
  state: keyof typeof boxStates,
  { root, canvas, messages }: Still,
): Promise<void> {
  const { selector, message }: BoxState = boxStates[state];
  await expect(root.querySelector(emulatedSelector(selector))).toBeVisible();
  if (message === undefined) return;
  const text = messages[message];
  if (typeof text !== 'string') throw new Error('A box has no plural texts.');
  await expect(canvas.getByText(message === 'required' ? `(${text})` : text)).toBeVisible();
}

const newsletter = (words: Words) => words.t('Send me the newsletter');
const checkout = all(
  heading(({ t }) => t('Checkout')),
  button(({ t }) => t('Place order')),
  box(false, ({ messages }) => messages.termsLabel),
);
/** Interactions begin with a box without an answer. */
const begins = box(false, newsletter);

/** Checks of every story without its play function, by story id. Stories of `boxStates` check their state. */
export const stills: Readonly<Record<string, Check>> = {
  'checkout--checkout': checkout,
  'checkout--place-order': checkout,
  'checkout--place-order-on-a-slow-line': checkout,
  'checkout--not-saved-holds-the-order': all(
    summary(2),
    says(({ messages }) => messages.notSavedUnticked),
  ),
  'checkout--two-tabs': all(
    heading(({ t }) => t('First tab')),
    heading(({ t }) => t('Second tab')),
  ),
  'components-consentcheckbox--by-mouse': begins,
  'components-consentcheckbox--by-keyboard': begins,
  'components-consentcheckbox--fail-and-try-again': begins,
  'components-consentcheckbox--rapid-toggling': begins,
  'components-consentcheckbox--kept-by-the-shop': begins,
  'components-consentcheckbox--all-states': all(
    one('.nk-consent[data-save-state="waiting"]'),
    one('.nk-consent[data-save-state="unknown"]'),
    one('[data-stage-hover]'),
    // In one row, in each of three themes.
    ({ canvas, messages }) =>
      expect(canvas.getAllByRole('button', { name: new RegExp(`^${messages.goOnWithout}`) })).toHaveLength(3),
    ({ root }) => {
      const names = [...root.querySelectorAll('tbody th > strong')].map(({ textContent }) => textContent);
      return expect(names).toEqual(Object.values(boxStates).map(({ name }) => name));
    },
  ),
  'components-consentcheckbox--words-have-changed-in-all-languages': async ({ canvas }) => {
    for (const { locale } of languages)
      await expect(canvas.getByText(locale.messages.outdated)).toBeVisible();
  },
  'components-consentcheckbox--wording-of-the-order': box(false, () => 'I accept the terms of purchase.'),
  'components-consentcheckbox--with-description': one('.nk-consent-description'),
  'components-consentcheckbox--with-links': ({ canvas }) =>
    expect(canvas.getAllByRole('link')).toHaveLength(2),
  'components-consentcheckbox--long-text': ({ root }) => {
    // More than two lines.
    return expect(root.querySelector('.nk-consent-label')?.clientHeight).toBeGreaterThan(72);
  },
  'components-consentcheckbox--right-to-left': all(one('[dir="rtl"]'), box(false)),
  'components-consentcheckbox--hostile-wording': all(
    ({ canvas }) => expect(canvas.getByText(/I agree <img/)).toBeVisible(),
    ({ root }) => expect(root.querySelector('img, a')).toBeNull(),
  ),
  'components-consenterrorsummary--before-the-try': noSummary,
  'components-consenterrorsummary--one-missing': all(summary(1), one('.nk-consent[data-invalid]')),
  'components-consenterrorsummary--several-reasons': all(summary(3), ({ root }) =>
    expect(root.querySelectorAll('.nk-error-summary li')).toHaveLength(3),
  ),
  'components-consenterrorsummary--optional-not-saved': all(
    summary(1),
    one('.nk-error-summary .nk-consent-retry'),
  ),
  'components-consenterrorsummary--order-could-not-be-read': all(summary(1), ({ root, messages }) =>
    expect(root.querySelector('.nk-error-summary')).toHaveTextContent(messages.summaryUnread),
  ),
  'components-consenterrorsummary--nothing-in-the-way': all(
    noSummary,
    box(true, () => 'I accept the terms of purchase.'),
  ),
  'components-consentgroup--default': ({ canvas }) => expect(canvas.getAllByRole('checkbox')).toHaveLength(2),
  'components-consentgroup--named-by-the-shop': ({ canvas, t }) =>
    expect(canvas.getByRole('group', { name: t('Before you order') })).toBeVisible(),
  'components-consentgroup--own-boxes': one('[data-kind="agreement"] .nk-consent-link'),
  'components-consentgroup--one-fails': all(
    says(({ messages }) => messages.saved),
    says(({ messages }) => messages.notSavedUnticked),
  ),
  'components-consentgroup--arrives-late': box(false, ({ t }) => t('I am 18 or older.')),
  'components-consentpreferences--default': all(
    box(true),
    heading(({ messages }) => messages.preferencesTitle),
  ),
  'components-consentpreferences--withdrawing': all(
    box(false),
    says(({ messages }) => messages.saved),
  ),
  'components-consentpreferences--by-one-click': box(true),
  'components-newsletterconsent--default': box(false, ({ messages }) => messages.newsletterLabel),
  'components-newsletterconsent--withdrawing': all(
    box(false),
    says(({ messages }) => messages.saved),
  ),
  'components-newsletterconsent--channels': all(
    box(false, ({ messages }) => messages.newsletterLabel),
    box(false, ({ messages }) => messages.newsletterSmsLabel),
  ),
  'components-newsletterconsent--any-channel': ({ canvas }) =>
    expect(canvas.getAllByRole('checkbox')).toHaveLength(7),
  'components-newsletterconsent--channels-in-all-languages': ({ canvas }) =>
    expect(canvas.getAllByRole('checkbox')).toHaveLength(6 * languages.length),
  'components-newsletterconsent--channels-from-right-to-left': all(one('[dir="rtl"]'), ({ canvas }) =>
    expect(canvas.getAllByRole('checkbox')).toHaveLength(6),
  ),
  'components-newsletterconsent--own-wording': box(false, ({ t }) => t('Yes, send me the Vardag letter')),
  'components-objectionconsent--default': all(box(false), one('[data-kind="objection"]')),
  'components-objectionconsent--objected': all(
    box(true),
    says(({ messages }) => messages.saved),
  ),
  'components-termsconsent--default': box(false, ({ messages }) => messages.termsLabel),
  'components-termsconsent--terms-and-privacy': box(false, ({ messages }) => messages.termsAndPrivacyLabel),
  'components-termsconsent--privacy-only': box(false, ({ messages }) => messages.privacyLabel),
  'components-termsconsent--missing': says(({ messages }) => messages.missing),
  'foundations-brands--fashion': all(
    box(true, ({ messages }) => messages.newsletterLabel),
    heading(({ t }) => t('A quiet fashion shop')),
  ),
  'foundations-brands--grocery': heading(({ t }) => t('A loud grocery shop')),
  'foundations-brands--industry': heading(({ t }) => t('A technical shop for businesses')),
  'foundations-wordings--all-messages': async ({ root }) => {
    for (const { locale } of languages) {
      const shown = [...root.querySelectorAll<HTMLElement>(`[data-message][lang="${locale.tag}"]`)];
      const keys = new Set(shown.map(({ dataset }) => dataset['message']));
      await expect(Object.keys(locale.messages).filter((key) => !keys.has(key))).toEqual([]);
    }
  },
  'foundations-wordings--all-wordings': ({ canvas }) => expect(canvas.getAllByRole('table')).toHaveLength(6),
  'guidance-do-and-do-not--begin-empty': pair(false, true),
  'guidance-do-and-do-not--one-box-for-each-consent': ({ canvas }) =>
    expect(canvas.getAllByRole('checkbox')).toHaveLength(3),
  'guidance-do-and-do-not--stay-usable': all(
    says(({ messages }) => messages.saving),
    one('.is-good input:enabled'),
    one('.is-bad input:disabled'),
  ),
  'guidance-do-and-do-not--say-it-in-words': all(
    says(({ messages }) => messages.missing),
    one('.is-bad .is-red'),
  ),
  'guidance-do-and-do-not--links-do-not-tick': all(one('.is-good a'), one('.is-bad label u')),
  'guidance-do-and-do-not--tell-it-quietly': all(
    one('.is-good [data-save-state="saved"]'),
    one('.plain-toast'),
  ),
  'guidance-do-and-do-not--never-roll-back-in-silence': all(
    pair(false, false),
    says(({ messages }) => messages.notSavedUnticked),
  ),
  'guidance-do-and-do-not--withdraw-by-the-same-click': all(pair(true, true), one('.is-bad input:disabled')),
};
