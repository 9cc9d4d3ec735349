import { screen } from '@testing-library/react';
import { useId } from 'react';
import type { ReactNode } from 'react';
import { expect, test, vi } from 'vitest';
import { evidenceKey } from '@norce-kit/core';
import {
  consentEvidence,
  ConsentCheckbox,
  ConsentErrorSummary,
  ConsentGroup,
  ConsentPreferences,
  NewsletterConsent,
  ObjectionConsent,
  TermsConsent,
  useConsentGate,
} from '@norce-kit/react';
import type { Locale } from '@norce-kit/react';
import { da } from '@norce-kit/react/locales/da';
import { de } from '@norce-kit/react/locales/de';
import { en } from '@norce-kit/react/locales/en';
import { fi } from '@norce-kit/react/locales/fi';
import { nb } from '@norce-kit/react/locales/nb';
import { sv } from '@norce-kit/react/locales/sv';
import { expectTranscript, setUpScreenReader } from '../test/transcript.tsx';
import type { HeldOrder as Order, Reader, TranscriptState } from '../test/transcript.tsx';

type Run = TranscriptState['run'];

setUpScreenReader();

const patch = { operation: 'patchConsent' } as const;
const refusal = { kind: 'status', status: 403, ...patch } as const;

const news = (
  <ConsentCheckbox consentId="ci_newsletter" label="Send me the newsletter." description="Once a month." />
);
const terms = <TermsConsent consentId="ci_terms" termsUrl="/terms" privacyUrl="/privacy" />;
const note = <input aria-label="Note to the driver" />;

function PlaceOrder({ children = 'Place order' }: { children?: ReactNode }) {
  const { getSubmitProps } = useConsentGate();
  return (
    <button type="button" {...getSubmitProps()}>
      {children}
    </button>
  );
}

/** Shows a page and waits until it has read the order. */
async function open(order: Order, reader: Reader, page: ReactNode, props?: object): Promise<void> {
  order.show(<>{page}</>, props);
  await reader.until(() => expect(order.queryClient.isFetching()).toBe(0));
}

/** Shows a page, moves to its first box and reads on. */
const readPage =
  (page: ReactNode, prepare: (order: Order) => unknown = () => undefined): Run =>
  async (order, reader) => {
    prepare(order);
    await open(order, reader, page);
    await reader.press('Tab');
    await reader.readOn();
  };

/** Shows a page, answers its first box with Space and waits for a save state. */
const answer =
  (page: ReactNode, saveState: string, prepare: (order: Order) => unknown = () => undefined): Run =>
  async (order, reader) => {
    prepare(order);
    await open(order, reader, page);
    await reader.press('Tab');
    await reader.press(' ');
    order.release();
    await reader.untilState(saveState);
  };

/** Answers the first box, goes on to the next field before the save ends, and returns to the box. */
const answerAndGoOn =
  (saveState: string, prepare: (order: Order) => unknown, firstState?: string): Run =>
  async (order, reader) => {
    prepare(order);
    await open(order, reader, [<div key="news">{news}</div>, <div key="note">{note}</div>]);
    await reader.press('Tab');
    await reader.press(' ');
    await reader.press('Tab');
    if (firstState !== undefined) await reader.untilState(firstState);
    order.release();
    await reader.untilState(saveState);
    await reader.press('Shift+Tab');
  };

const ticked = ({ sandbox, orderId }: Order) => {
  for (const { id } of sandbox.orders.get(orderId)?.consents ?? []) {
    sandbox.orders.setChecked(orderId, id, true);
  }
};
/** Makes the order hold a tick that was given to other words. */
const outdate = (order: Order) => {
  const record = {
    consentId: 'ci_newsletter',
    checked: true,
    textHash: '0',
    at: '2026',
    source: '',
    kit: '',
  };
  order.sandbox.orders.setChecked(order.orderId, 'ci_newsletter', true);
  order.sandbox.orders.update(order.orderId, { attributes: { [evidenceKey('ci_newsletter')]: [record] } });
};
const refuse = ({ sandbox }: Order) => sandbox.faults.add(refusal);
const goOffline = ({ sandbox }: Order) => {
  sandbox.faults.add({ kind: 'hang', ...patch });
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
};
const refresh = ({ queryClient }: Order) => queryClient.invalidateQueries();

test('AX6: a screen reader reads each state of ConsentCheckbox as in its transcript', async () => {
  await expectTranscript('consent-checkbox', [
    { title: 'Unticked', run: readPage(news) },
    { title: 'Ticked', run: readPage(news, ticked) },
    {
      title: 'Required',
      run: readPage(<ConsentCheckbox consentId="ci_terms" label="I accept the terms." />),
    },
    {
      title: 'Loading: the order is being read',
      run: async (order, reader) => {
        order.sandbox.faults.add({ kind: 'hang', operation: 'getOrder' });
        order.show(news);
        await reader.press('Tab');
        await reader.readOn();
      },
    },
    {
      title: 'The order cannot be read',
      run: async (order, reader) => {
        order.sandbox.faults.add({ kind: 'status', status: 403, operation: 'getOrder' });
        order.show(news);
        await reader.until(() => screen.getByRole('button'));
        await reader.press('Tab');
        await reader.press('Tab');
      },
    },
    {
      title: 'The words have changed since the answer, which is confirmed',
      run: async (order, reader) => {
        outdate(order);
        await open(order, reader, news, { evidence: consentEvidence() });
        await reader.until(() => screen.getByRole('button'));
        await reader.press('Tab');
        await reader.press('Tab');
        await reader.press('Enter');
        order.release();
        await reader.untilState('saved');
      },
    },
    { title: 'Saved within 400 ms', run: answer(news, 'saved') },
    {
      title: 'Saving for more than 400 ms, then saved',
      run: async (order, reader) => {
        await open(order, reader, news);
        await reader.press('Tab');
        await reader.press(' ');
        await reader.untilState('saving');
        order.release();
        await reader.untilState('saved');
      },
    },
    {
      title: 'Saving and saved while the focus is in another field',
      run: answerAndGoOn('saved', () => undefined, 'saving'),
    },
    {
      title: 'Not saved, then saved by another try',
      run: async (order, reader) => {
        let mend = () => undefined as unknown;
        await answer(news, 'not-saved', () => (mend = refuse(order)))(order, reader);
        await reader.press('Tab');
        mend();
        await reader.press('Enter');
        order.release();
        await reader.untilState('saved');
      },
    },
    {
      title: 'Not saved while the focus is in another field',
      run: answerAndGoOn('not-saved', refuse),
    },
    {
      title: 'Withdrawing is not saved',
      run: answer(news, 'not-saved', (order) => {
        ticked(order);
        refuse(order);
      }),
    },
    { title: 'Offline', run: answer(news, 'waiting', goOffline) },
    {
      title: 'Unknown: the response was lost and the order cannot be read',
      run: async (order, reader) => {
        await open(order, reader, news);
        order.sandbox.faults.add({ kind: 'drop' });
        await reader.press('Tab');
        await reader.press(' ');
        order.release();
        await reader.untilState('unknown');
      },
    },
    {
      title: 'Read-only',
      run: readPage(<ConsentCheckbox consentId="ci_newsletter" label="Send me the newsletter." readOnly />),
    },
    {
      title: 'Disabled',
      run: async (order, reader) => {
        await open(
          order,
          reader,
          <ConsentCheckbox consentId="ci_newsletter" label="Send me the newsletter." disabled />,
        );
        await reader.readOn();
      },
    },
    {
      title: 'A required tick is missing, on a page without a summary',
      run: async (order, reader) => {
        await open(order, reader, [<div key="box">{terms}</div>, <PlaceOrder key="button" />]);
        for (let times = 0; times < 4; times += 1) await reader.press('Tab');
        await reader.press('Enter');
        await reader.until(() => document.activeElement === screen.getByRole('checkbox'));
        await reader.press(' ');
        order.release();
        await reader.untilState('saved');
      },
    },
    {
      title: 'Changed elsewhere while the focus is on the box',
      run: async (order, reader) => {
        await open(order, reader, news);
        await reader.press('Tab');
        await reader.meanwhile('Customer service ticks the consent', async () => {
          order.sandbox.orders.setChecked(order.orderId, 'ci_newsletter', true);
          await refresh(order);
        });
      },
    },
    {
      title: 'Changed elsewhere while the focus is in another field',
      run: async (order, reader) => {
        await open(order, reader, [<div key="news">{news}</div>, <div key="note">{note}</div>]);
        await reader.press('Tab');
        await reader.press('Tab');
        await reader.meanwhile('Customer service ticks the consent', async () => {
          order.sandbox.orders.setChecked(order.orderId, 'ci_newsletter', true);
          await refresh(order);
        });
      },
    },
    {
      title: 'The order was placed elsewhere',
      run: async (order, reader) => {
        await open(order, reader, news);
        order.sandbox.orders.setStatus(order.orderId, 'completed');
        await reader.press('Tab');
        await reader.press(' ');
        order.release();
        await reader.until(() => screen.getByText(/already been placed/));
      },
    },
    {
      title: 'The consent was taken off the order',
      run: async (order, reader) => {
        await open(order, reader, news);
        order.sandbox.orders.update(order.orderId, { consents: [] });
        await reader.press('Tab');
        await reader.press(' ');
        order.release();
        await reader.until(() => screen.getByText(/no longer part/));
      },
    },
  ]);
});

test('AX6: a screen reader reads the ready boxes as in their transcripts', async () => {
  const channels = { email: 'ci_email', sms: 'ci_sms' };
  const input = { consents: [{ id: 'ci_email' }, { id: 'ci_sms' }] };
  await expectTranscript('newsletter-consent', [
    { title: 'One box', run: readPage(<NewsletterConsent consentId="ci_newsletter" />) },
    {
      title: 'A box per channel',
      order: [{}, input],
      run: readPage(<NewsletterConsent channels={channels} />),
    },
    { title: 'Not saved', run: answer(<NewsletterConsent consentId="ci_newsletter" />, 'not-saved', refuse) },
  ]);
  await expectTranscript('terms-consent', [
    { title: 'Terms and privacy policy', run: readPage(terms) },
    { title: 'Accepted', run: answer(terms, 'saved') },
    { title: 'Not saved', run: answer(terms, 'not-saved', refuse) },
  ]);
  const objection = <ObjectionConsent consentId="ci_newsletter" />;
  await expectTranscript('objection-consent', [
    { title: 'No objection', run: readPage(objection) },
    { title: 'Objected', run: readPage(objection, ticked) },
    { title: 'Not saved', run: answer(objection, 'not-saved', refuse) },
  ]);
});

const three = {
  consents: [
    { id: 'ci_age', text: 'I am 18 or older.', required: true },
    { id: 'ci_gift', text: 'Wrap it as a gift.' },
    { id: 'ci_survey', text: 'Ask me how it was.' },
  ],
};

test('AX9: a screen reader reads ConsentGroup and ConsentPreferences as in their transcripts', async () => {
  await expectTranscript('consent-group', [
    {
      title: 'Three consents',
      order: [{}, three],
      run: readPage(<ConsentGroup description="You can change them later." />),
    },
    {
      title: 'One is not saved while the focus is on the next',
      order: [{}, three],
      run: async (order, reader) => {
        order.sandbox.faults.add({ ...refusal, consentId: 'ci_gift' });
        await open(order, reader, <ConsentGroup />);
        await reader.press('Tab');
        await reader.press('Tab');
        await reader.press(' ');
        await reader.press('Tab');
        order.release();
        await reader.untilState('not-saved');
      },
    },
    {
      title: 'The consent under the focus leaves the order',
      order: [{}, three],
      run: async (order, reader) => {
        await open(order, reader, <ConsentGroup />);
        await reader.press('Tab');
        await reader.press('Tab');
        await reader.meanwhile('The shop takes the consent off the order', async () => {
          const consents = three.consents.filter(({ id }) => id !== 'ci_gift');
          order.sandbox.orders.update(order.orderId, { consents });
          await refresh(order);
        });
        await reader.press('Tab');
      },
    },
  ]);
  await expectTranscript('consent-preferences', [
    { title: 'On the confirmation page', order: [{}, three], run: readPage(<ConsentPreferences />, ticked) },
    {
      title: 'Withdrawn',
      run: answer(<ConsentPreferences />, 'saved', ticked),
    },
    {
      title: 'The order takes no more answers',
      run: async (order, reader) => {
        ticked(order);
        order.sandbox.orders.setStatus(order.orderId, 'completed');
        await open(order, reader, <ConsentPreferences />);
        await reader.press('Tab');
        await reader.press(' ');
        order.release();
        await reader.until(() => screen.getByText(/already been placed/));
      },
    },
  ]);
});

const checkout = (
  <>
    <ConsentErrorSummary />
    {terms}
    {news}
    <PlaceOrder />
  </>
);

/** Moves on to the button of the gate and presses it, which is refused. */
async function pressPlaceOrder(reader: Reader): Promise<void> {
  do await reader.press('Tab');
  while (document.activeElement?.matches('button[data-state]') !== true);
  await reader.press('Enter');
  await reader.until(() => document.activeElement?.matches('.nk-error-summary') === true);
}

test('AX9: a screen reader reads ConsentErrorSummary as in its transcript', async () => {
  await expectTranscript('consent-error-summary', [
    { title: 'Before an attempt', run: readPage(checkout) },
    {
      title: 'One required tick is missing',
      run: async (order, reader) => {
        await open(order, reader, checkout);
        await pressPlaceOrder(reader);
        await reader.press('Tab');
        await reader.press('Enter');
        await reader.press(' ');
        order.release();
        await reader.untilState('saved');
      },
    },
    {
      title: 'Reading on from the summary',
      run: async (order, reader) => {
        await open(order, reader, checkout);
        await pressPlaceOrder(reader);
        await reader.readOn();
      },
    },
    {
      title: 'The order cannot be read',
      run: async (order, reader) => {
        order.sandbox.faults.add({ kind: 'status', status: 403, operation: 'getOrder' });
        order.show(
          <>
            <ConsentErrorSummary />
            <PlaceOrder />
          </>,
        );
        await pressPlaceOrder(reader);
      },
    },
    {
      title: 'Several reasons, and a second attempt',
      order: [{}, { consents: [...three.consents, { id: 'ci_newsletter' }] }],
      run: async (order, reader) => {
        order.sandbox.faults.add({ ...refusal, consentId: 'ci_newsletter' });
        const page = (
          <>
            <ConsentErrorSummary />
            {news}
            <ConsentCheckbox consentId="ci_age" />
            <PlaceOrder />
          </>
        );
        await open(order, reader, page);
        await reader.press('Tab');
        await reader.press(' ');
        order.release();
        await reader.untilState('not-saved');
        await pressPlaceOrder(reader);
        await pressPlaceOrder(reader);
      },
    },
    {
      title: 'Going on without an answer that is not saved',
      run: async (order, reader) => {
        order.sandbox.faults.add({ ...refusal, consentId: 'ci_newsletter' });
        await open(order, reader, [
          <ConsentErrorSummary key="summary" />,
          <div key="news">{news}</div>,
          <PlaceOrder key="button" />,
        ]);
        await reader.press('Tab');
        await reader.press(' ');
        order.release();
        await reader.untilState('not-saved');
        await pressPlaceOrder(reader);
        await reader.press('Tab');
        await reader.press('Tab');
        await reader.press('Enter');
        await reader.until(() => screen.queryByText(/Going on|is not ticked/));
      },
    },
  ]);
});

interface Words {
  readonly heading: string;
  readonly name: string;
  readonly placeOrder: string;
  readonly wait: string;
}

function Checkout({ words }: { words: Words }) {
  const id = useId();
  const { getSubmitProps, isGoingOn } = useConsentGate();
  return (
    <main>
      <h1>{words.heading}</h1>
      <form noValidate onSubmit={(event) => event.preventDefault()}>
        <ConsentErrorSummary />
        <label htmlFor={id}>{words.name}</label> <input id={id} />
        <ConsentGroup
          renderConsent={({ id: consentId }) =>
            consentId === 'ci_terms' ? (
              <TermsConsent consentId={consentId} termsUrl="/terms" privacyUrl="/privacy" />
            ) : (
              <NewsletterConsent consentId={consentId} />
            )
          }
        />
        <button {...getSubmitProps()}>{isGoingOn ? words.wait : words.placeOrder}</button>
      </form>
    </main>
  );
}

const shops: readonly (readonly [Locale, Words])[] = [
  [en, { heading: 'Checkout', name: 'Name', placeOrder: 'Place order', wait: 'One moment …' }],
  [sv, { heading: 'Kassa', name: 'Namn', placeOrder: 'Beställ', wait: 'Ett ögonblick …' }],
  [da, { heading: 'Kasse', name: 'Navn', placeOrder: 'Bestil', wait: 'Et øjeblik …' }],
  [nb, { heading: 'Kasse', name: 'Navn', placeOrder: 'Bestill', wait: 'Et øyeblikk …' }],
  [fi, { heading: 'Kassa', name: 'Nimi', placeOrder: 'Tilaa', wait: 'Hetki …' }],
  [de, { heading: 'Kasse', name: 'Name', placeOrder: 'Kaufen', wait: 'Einen Moment …' }],
];

for (const [locale, words] of shops) {
  const checkoutIn = async (order: Order, reader: Reader) => {
    await open(order, reader, <Checkout words={words} />, { locale });
  };
  /** Moves to the newsletter, ticks it, and waits for the end of the save. */
  const tickNews = async (order: Order, reader: Reader, saveState: string) => {
    await reader.press('Tab');
    await reader.press('Tab');
    await reader.press(' ');
    order.release();
    await reader.untilState(saveState);
  };

  test(`LG3: a screen reader reads a checkout in ${locale.tag} as in its transcript`, async () => {
    await expectTranscript(`checkout-${locale.tag}`, [
      {
        title: 'The page',
        run: async (order, reader) => {
          await checkoutIn(order, reader);
          await reader.readOn();
        },
      },
      {
        title: 'The newsletter cannot be saved, and the terms are missing',
        run: async (order, reader) => {
          order.sandbox.faults.add({ ...refusal, consentId: 'ci_newsletter', times: 1 });
          await checkoutIn(order, reader);
          await tickNews(order, reader, 'not-saved');
          await pressPlaceOrder(reader);
          await reader.press('Tab');
          await reader.press('Enter');
          await reader.press('Tab');
          await reader.press('Enter');
          order.release();
          await reader.untilState('saved');
          await reader.press('Tab');
          await reader.press(' ');
          order.release();
          await reader.until(() =>
            expect(document.querySelectorAll('[data-save-state="saved"]')).toHaveLength(2),
          );
        },
      },
      {
        title: 'Offline, and the focus goes on',
        run: async (order, reader) => {
          await checkoutIn(order, reader);
          vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
          await reader.press('Tab');
          await reader.press('Tab');
          await reader.press(' ');
          await reader.press('Tab');
          await reader.untilState('waiting');
        },
      },
      {
        title: 'The response is lost',
        run: async (order, reader) => {
          await checkoutIn(order, reader);
          order.sandbox.faults.add({ kind: 'drop' });
          await tickNews(order, reader, 'unknown');
        },
      },
      {
        title: 'Customer service ticks and unticks the newsletter, and takes it off the order',
        run: async (order, reader) => {
          await checkoutIn(order, reader);
          const change = (event: string, cause: () => unknown) =>
            reader.meanwhile(event, async () => {
              cause();
              await refresh(order);
            });
          const set = (checked: boolean) =>
            order.sandbox.orders.setChecked(order.orderId, 'ci_newsletter', checked);
          await change('Ticked', () => set(true));
          await change('Unticked', () => set(false));
          await reader.press('Tab');
          await reader.press('Tab');
          order.sandbox.orders.update(order.orderId, { consents: [] });
          await reader.press(' ');
          order.release();
          await reader.until(() => document.querySelector('[data-read-only]') !== null);
        },
      },
      {
        title: 'The order was placed elsewhere',
        run: async (order, reader) => {
          await checkoutIn(order, reader);
          order.sandbox.orders.setStatus(order.orderId, 'completed');
          await reader.press('Tab');
          await reader.press('Tab');
          await reader.press(' ');
          order.release();
          await reader.until(() => document.querySelector('[data-read-only]') !== null);
        },
      },
    ]);
  });
}
