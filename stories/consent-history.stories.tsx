import { ConsentHistory } from '@norce-kit/react/history';
import type {
  ConsentHistoryData,
  ConsentHistoryLanguage,
  ConsentHistoryProps,
} from '@norce-kit/react/history';
import '@norce-kit/react/history.css';
import wordings from '@norce-kit/react/wordings.json';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, within } from 'storybook/test';
import type { StageArgs } from '../.storybook/stage/stage-args.ts';
import code from './consent-history.example.tsx?raw';

/** A shopper who agreed at the checkout and withdrew later, in the words of a language. */
function historyIn(lang: ConsentHistoryLanguage): ConsentHistoryData {
  const [newsletter] = wordings.newsletterLabel[lang];
  const wording = newsletter && {
    hash: newsletter.sha256,
    version: newsletter.version,
    lang,
    text: newsletter.text,
  };
  const entry = { consentId: 'ci_newsletter', wording, hash: 'intact' } as const;
  return {
    orderId: 'o-2026-0117',
    status: 'completed',
    buyer: { name: 'E… L…', email: 'e…@s….e…' },
    isRedacted: true,
    consents: [
      { id: 'ci_newsletter', checked: false },
      { id: 'terms', checked: true },
    ],
    entries: [
      {
        ...entry,
        change: 'given',
        checked: true,
        serverTime: '2026-01-17T10:00:01.250Z',
        browserTime: '2026-01-17T10:00:00.900Z',
        page: 'checkout',
      },
      {
        ...entry,
        change: 'withdrawn',
        checked: false,
        serverTime: '2026-01-20T18:30:12.000Z',
        browserTime: '2026-01-20T18:30:11.000Z',
        page: 'account',
      },
      {
        consentId: 'terms',
        change: 'given',
        checked: true,
        serverTime: '2026-01-17T10:01:40.000Z',
        hash: 'unchecked',
      },
    ],
  };
}

const meta = {
  title: 'Components/ConsentHistory',
  component: ConsentHistory,
  args: { history: historyIn('en'), timeZone: 'Europe/Stockholm' },
  argTypes: {
    history: { control: 'object' },
    lang: { control: 'inline-radio', options: ['en', 'sv', 'nb', 'da', 'fi', 'de'] },
    // Not a text: the first letter of a zone names none.
    timeZone: { control: 'select', options: ['UTC', 'Europe/Stockholm', 'Europe/Helsinki'] },
    texts: { control: false },
    downloads: { control: 'object' },
  },
  parameters: { order: 'none', docs: { source: { code } } },
} satisfies Meta<ConsentHistoryProps & StageArgs>;

export default meta;

type Story = StoryObj<ConsentHistoryProps & StageArgs>;

/** Staff see answers, words, both times and the page. The buyer is shortened. */
export const Default: Story = {
  args: {
    downloads: {
      JSON: 'https://example.com/admin/o-2026-0117.json',
      CSV: 'https://example.com/admin/o-2026-0117.csv',
    },
  },
  play: async ({ canvas }) => {
    const table = canvas.getByRole('table', { name: /ci_newsletter/ });
    await expect(within(table).getAllByRole('row')).toHaveLength(3);
  },
};

/** A row of the log was changed after it was written: in words, and not only in colour. */
export const BrokenHash: Story = {
  args: {
    history: {
      ...historyIn('en'),
      orderId: 'o-2026-0118',
      entries: historyIn('en').entries.map((entry, index) =>
        index === 1 ? { ...entry, hash: 'broken' } : entry,
      ),
    },
  },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('note')).toBeVisible();
    await expect(canvas.getByText('Changed after it was written')).toBeVisible();
  },
};

/** No file has the text, the answer was never saved, and another consent has no answer. */
export const Incomplete: Story = {
  args: {
    history: {
      ...historyIn('en'),
      orderId: 'o-2026-0119',
      buyer: {},
      entries: [
        {
          consentId: 'ci_newsletter',
          change: 'dropped',
          checked: true,
          browserTime: '2026-01-17T10:00:00.900Z',
          page: 'checkout',
          wording: { hash: '83fd23ce570b60af6bb2ce4d990fb6a02c5dc59912ee49299e3c384fa703b91a', lang: 'en' },
          hash: 'missing',
        },
      ],
    },
  },
};

const inLanguage = (lang: ConsentHistoryLanguage): Story => ({
  args: { history: historyIn(lang), lang },
  globals: { locale: lang },
});

/** Swedish. */
export const Swedish = inLanguage('sv');
/** Norwegian. */
export const Norwegian = inLanguage('nb');
/** Danish. */
export const Danish = inLanguage('da');
/** Finnish. */
export const Finnish = inLanguage('fi');
/** German. */
export const German = inLanguage('de');

/** Right to left: ids, pages and addresses keep their own direction. */
export const RightToLeft: Story = { globals: { direction: 'rtl' } };

/** On a narrow screen the tables scroll, also with the keyboard. */
export const Narrow: Story = { globals: { viewport: { value: 'narrow', isRotated: false } } };
