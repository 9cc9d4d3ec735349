import { createOrderHandler } from '@norce-kit/server';
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import type { ReactElement, ReactNode } from 'react';
import { StrictMode, version } from 'react';
import { useForm } from 'react-hook-form';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { arrive, hydrate, onServer } from '../../test/hydration.tsx';
import { setUpOrder } from '../../test/order.tsx';
import { OrderProvider } from '../provider.tsx';
import { ConsentCheckbox } from './consent-checkbox.tsx';
import { ConsentFormFields } from './consent-form-fields.tsx';
import { ConsentGroup } from './consent-group.tsx';
import { NewsletterConsent } from './newsletter-consent.tsx';
import { TermsConsent } from './terms-consent.tsx';

const form = () => document.querySelector('form') as HTMLFormElement;
const fields = () => [...new FormData(form())];
const box = (name: RegExp) => screen.getByRole<HTMLInputElement>('checkbox', { name });

/** A page as it arrives from the server, with a form around `boxes`. */
async function openPage(boxes: ReactNode, ticked: readonly string[] = []) {
  const shop = setUpOrder();
  const { sandbox, orderId, client } = shop;
  for (const id of ticked) sandbox.orders.setChecked(orderId, id, true);
  const page: ReactElement = (
    <StrictMode>
      <OrderProvider client={client} orderId={orderId} initialOrder={sandbox.orders.get(orderId) ?? {}}>
        <form id="checkout">
          <ConsentFormFields submissionId="page-0001">{boxes}</ConsentFormFields>
        </form>
      </OrderProvider>
    </StrictMode>
  );
  const html = await onServer(() => renderToString(page));
  const container = arrive(html);
  const handler = createOrderHandler({
    upstream: {
      baseUrl: 'https://sandbox.invalid',
      apiKey: 'sandbox-key',
      merchant: 'acme',
      channel: 'acme-se',
      fetch: sandbox.fetch,
    },
    authorize: () => true,
  });
  const headers = new Headers({ 'sec-fetch-site': 'same-origin' });
  return {
    ...shop,
    hydrate: () => hydrate(container, page),
    /** Submits the form as a browser without JavaScript does. */
    submit: () => handler.submitConsents(new FormData(form()), { orderId, headers }),
  };
}

const both = (
  <>
    <ConsentCheckbox consentId="ci_newsletter" label="News" name="own" value="own" />
    <TermsConsent consentId="ci_terms" termsUrl="/terms" />
  </>
);

test('NJ10: a form of the served page writes a tick and an un-tick, and nothing else', async () => {
  const { submit, holds, values, writes } = await openPage(both, ['ci_terms']);
  expect(await submit()).toBe('unchanged');
  expect(writes()).toEqual([]);
  fireEvent.click(box(/News/));
  expect(await submit()).toBe('saved');
  expect([holds('ci_newsletter'), holds('ci_terms')]).toEqual([true, true]);
  fireEvent.click(box(/accept/));
  expect(await submit()).toBe('saved');
  expect([holds('ci_newsletter'), holds('ci_terms')]).toEqual([true, false]);
  expect(values('ci_terms')).toEqual([false]);
});

test('NJ10: each component of a box works without JavaScript', async () => {
  const { submit, holds } = await openPage(
    <>
      <NewsletterConsent channels={{ email: 'ci_newsletter' }} />
      <ConsentGroup filter={({ id }) => id === 'ci_terms'} />
    </>,
  );
  for (const one of screen.getAllByRole('checkbox')) fireEvent.click(one);
  expect(await submit()).toBe('saved');
  expect([holds('ci_newsletter'), holds('ci_terms')]).toEqual([true, true]);
});

test('NJ10: the same consent in two boxes is answered by a change of either', async () => {
  const two = [1, 2].map((number) => (
    <ConsentCheckbox key={number} consentId="ci_newsletter" label={`News ${number}`} />
  ));
  const { submit, holds } = await openPage(two, ['ci_newsletter']);
  expect(await submit()).toBe('unchanged');
  fireEvent.click(box(/News 2/));
  expect(await submit()).toBe('saved');
  expect(holds('ci_newsletter')).toBe(false);
});

test('NJ10: a box that cannot be answered here is not part of the form, so nothing un-ticks it', async () => {
  const { orderId, submit, holds } = await openPage(
    <>
      <ConsentCheckbox consentId="ci_newsletter" label="News" readOnly />
      <ConsentCheckbox consentId="ci_terms" label="Terms" disabled />
      <ConsentCheckbox consentId="ci_gone" label="Gone" />
    </>,
    ['ci_newsletter', 'ci_terms'],
  );
  expect(orderId).not.toBe('');
  expect(fields()).toEqual([['consent-submission', 'page-0001']]);
  fireEvent.click(box(/News/));
  expect(await submit()).toBe('unchanged');
  expect([holds('ci_newsletter'), holds('ci_terms')]).toEqual([true, true]);
});

test('NJ10: a box of another order is not part of the form', async () => {
  const other = setUpOrder({}, { id: 'o_other' });
  await openPage(
    <>
      <ConsentCheckbox consentId="ci_newsletter" orderId={other.orderId} label="By its prop" />
      <OrderProvider client={other.client} orderId={other.orderId}>
        <ConsentCheckbox consentId="ci_newsletter" label="By its provider" />
      </OrderProvider>
    </>,
  );
  for (const one of screen.getAllByRole('checkbox')) fireEvent.click(one);
  expect(fields()).toEqual([['consent-submission', 'page-0001']]);
});

test('NJ10: the hidden field belongs to the form of its box', async () => {
  const { orderId } = await openPage(
    <ConsentCheckbox consentId="ci_newsletter" label="News" form="elsewhere" />,
  );
  expect(orderId).not.toBe('');
  expect(fields()).toEqual([['consent-submission', 'page-0001']]);
});

test('NJ11: a hydrated box saves the click, keeps its own name, and sends nothing more with the form', async () => {
  const page = await openPage(both);
  expect(fields()).toEqual([
    ['consent-submission', 'page-0001'],
    ['shown.ci_newsletter', 'false'],
    ['shown.ci_terms', 'false'],
  ]);
  const news = box(/News/);
  expect((await page.hydrate()).errors).toEqual([]);
  expect(box(/News/)).toBe(news);
  fireEvent.click(news);
  await waitFor(() => expect(page.holds('ci_newsletter')).toBe(true));
  expect(fields()).toEqual([
    ['consent-submission', 'page-0001'],
    ['own', 'own'],
  ]);
  expect(await page.submit()).toBe('unchanged');
  expect(page.values('ci_newsletter')).toEqual([true]);
});

test('NJ11: a tick before hydration is saved once, by the hydrated box', async () => {
  const page = await openPage(both);
  fireEvent.click(box(/News/));
  expect((await page.hydrate()).errors).toEqual([]);
  await waitFor(() => expect(page.holds('ci_newsletter')).toBe(true));
  expect(await page.submit()).toBe('unchanged');
  expect(page.values('ci_newsletter')).toEqual([true]);
});

// In React 18 `useForm` warns on a server.
test.runIf(!version.startsWith('18'))(
  'NJ11: react-hook-form sees its own name once the box is hydrated',
  async () => {
    let read = (): unknown => undefined;
    function Registered() {
      const { register, getValues } = useForm<{ news: boolean }>();
      read = () => getValues('news');
      return <ConsentCheckbox consentId="ci_newsletter" label="News" {...register('news')} />;
    }
    const page = await openPage(<Registered />);
    expect((await page.hydrate()).errors).toEqual([]);
    fireEvent.click(box(/News/));
    await waitFor(() => expect(page.holds('ci_newsletter')).toBe(true));
    expect(read()).toBe(true);
  },
);

test('NJ11: a box that only the browser renders has no hidden field', async () => {
  const { show } = setUpOrder();
  show(
    <form>
      <ConsentFormFields>
        <ConsentCheckbox consentId="ci_newsletter" label="News" name="own" />
      </ConsentFormFields>
    </form>,
  );
  await act(() => Promise.resolve());
  fireEvent.click(box(/News/));
  expect(fields()).toEqual([['own', 'on']]);
  await screen.findByText('Saved');
});
