import { createOrderClient } from '@norce-kit/core';
import type { Sandbox } from '@norce-kit/sandbox';
import { createOrderHandler } from '@norce-kit/server';
import type { OrderHandlerOptions } from '@norce-kit/server';
import { useMutation, useQuery, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Box, box, setUpOrder } from '../../test/order.tsx';
import { recordWarnings, unknownOrder } from '../../test/warnings.ts';
import { NewsletterConsent } from '../components/newsletter-consent.tsx';
import { useConsentGate } from '../hooks/use-consent-gate.ts';
import { usePatchAttributes } from '../hooks/use-patch-attributes.ts';
import { useRegisterValidation } from '../hooks/use-register-validation.ts';
import { patchConsentMutationOptions } from '../order/mutation-options.ts';
import { orderQueryOptions } from '../order/order-query.ts';
import { OrderProvider } from '../provider.tsx';

// A warning appears once per page, so each test has ids and addresses of its own.
let count = 0;
const unique = (name: string) => `${name}_${++count}`;
type Order = ReturnType<typeof setUpOrder>;
const untilRead = (order: Order) =>
  waitFor(() =>
    expect(order.queryClient.getQueryState(['norce', 'order', order.orderId])?.status).toBe('success'),
  );

function setUp(consents: readonly string[] = ['ci_newsletter', 'ci_terms'], id = unique('o')) {
  return setUpOrder({}, { id, consents: consents.map((consent) => ({ id: consent })) });
}

test('warns once of a consent that the order does not have, with those that it has', async () => {
  const { list } = recordWarnings();
  const { show, orderId } = setUp();
  show(
    <>
      <NewsletterConsent consentId="newsletter" />
      <NewsletterConsent consentId="newsletter" />
      <Box consentId="newsletter" />
    </>,
  );
  await waitFor(() =>
    expect(list()).toEqual([
      `norce-kit: order ${orderId} has no consent "newsletter"; it has ci_newsletter, ci_terms.`,
    ]),
  );
});

test('warns of a component and a hook without a consent id', async () => {
  const { list } = recordWarnings();
  const { show, orderId } = setUp();
  show(
    <>
      <NewsletterConsent {...({} as { consentId: string })} />
      <Box consentId="" />
    </>,
  );
  await waitFor(() =>
    expect(list()).toEqual([
      `norce-kit: a component or a hook has no consentId. Pass the id of a consent of order ${orderId}; it has ci_newsletter, ci_terms.`,
    ]),
  );
});

test('an order without consents is named as such', async () => {
  const { list } = recordWarnings();
  const { show, orderId } = setUp([]);
  show(<Box consentId="newsletter" />);
  await waitFor(() =>
    expect(list()).toEqual([`norce-kit: order ${orderId} has no consent "newsletter"; it has none.`]),
  );
});

test('warns of an unknown consent that a gate requires, or that an own mutation answers', async () => {
  const { list } = recordWarnings();
  const order = setUp();
  function Gate() {
    useConsentGate({ require: ['terms'] });
    const { mutate } = useMutation(patchConsentMutationOptions(order.client, order.orderId, 'news'));
    return <button onClick={() => mutate(true)}>Answer</button>;
  }
  order.show(
    <QueryClientProvider client={order.queryClient}>
      <Gate />
    </QueryClientProvider>,
  );
  await waitFor(() => expect(list()).toEqual([expect.stringContaining('has no consent "terms"')]));
  fireEvent.click(screen.getByRole('button'));
  await waitFor(() =>
    expect(list()).toEqual([expect.anything(), expect.stringContaining('no consent "news"')]),
  );
  await waitFor(() => expect(order.queryClient.isMutating()).toBe(0));
});

test('a consent that is taken off the order, or that only `initialOrder` lacks, causes no warning', async () => {
  const order = setUp();
  order.show(<Box />, { initialOrder: { id: order.orderId } });
  await untilRead(order);
  await waitFor(() => expect(order.queryClient.isFetching()).toBe(0));
  order.sandbox.orders.update(order.orderId, { consents: [] });
  await act(() => order.queryClient.refetchQueries());
  expect(order.queryClient.isFetching()).toBe(0);
});

test('warns of an order that does not exist, such as one of a sandbox that was restarted', async () => {
  const { list } = recordWarnings();
  const orderId = unique('o_gone');
  setUp().show(<Box />, { orderId });
  await waitFor(() => expect(list()).toEqual([`norce-kit: ${unknownOrder(orderId)}`]));
});

/** Shows a box of an order that a function serves below `/api/norce`. */
function showServed(fetch: (request: Request) => Promise<Response>, orderId = unique('o')) {
  const baseUrl = `https://shop.example/${unique('api')}`;
  const client = createOrderClient({ baseUrl, fetch, retry: 0 });
  const queryClient = new QueryClient();
  render(
    <OrderProvider client={client} orderId={orderId} queryClient={queryClient}>
      <Box />
    </OrderProvider>,
  );
  return { baseUrl, client, queryClient, orderId };
}

const html = (status: number) => () =>
  Promise.resolve(
    new Response('<!doctype html><title>Shop</title>', { status, headers: { 'content-type': 'text/html' } }),
  );

for (const [status, found, end] of [
  [200, 'HTML', ''],
  [404, '404 of another server', ''],
  [405, '405 of another server', ' for GET'],
] as const) {
  test(`warns of a handler that is not mounted: ${status} and a page`, async () => {
    const { list } = recordWarnings();
    const { baseUrl } = showServed(html(status));
    await waitFor(() =>
      expect(list()).toEqual([
        `norce-kit: GET ${baseUrl}/… returned ${found}: is createOrderHandler mounted there${end}?`,
      ]),
    );
  });
}

test('warns of a handler that is mounted for reads alone', async () => {
  const { list } = recordWarnings();
  const { sandbox, orderId } = setUp();
  const { baseUrl } = showServed(async (request) => {
    const path = new URL(request.url).pathname.replace(/^\/api_\d+/, '');
    if (request.method !== 'GET') return new Response(null, { status: 405 });
    return await sandbox.fetch(new Request(`https://sandbox.invalid${path}`));
  }, orderId);
  fireEvent.click(box());
  await waitFor(() =>
    expect(list()).toEqual([
      `norce-kit: PATCH ${baseUrl}/… returned 405 of another server: is createOrderHandler mounted there for PATCH?`,
    ]),
  );
});

/** Creates a handler in front of the order API. */
function serve(fetch: Sandbox['fetch'], options: Partial<OrderHandlerOptions>) {
  return createOrderHandler({
    upstream: {
      baseUrl: 'https://sandbox.invalid',
      apiKey: 'sandbox-key',
      merchant: 'acme',
      channel: 'acme-se',
      fetch,
    },
    authorize: () => true,
    allowMissingOrigin: true,
    ...options,
  });
}

test.each<[name: string, options: Partial<OrderHandlerOptions>, advice: string]>([
  [
    'another base path',
    { basePath: '/api/orders' },
    '404 not-found from createOrderHandler. Its basePath, its mount',
  ],
  [
    'a browser without the cookie',
    { authorize: () => false },
    '403 forbidden from createOrderHandler. authorize',
  ],
  [
    'a client that sends no cookie to another origin',
    { authorize: ({ headers }) => headers.has('cookie') },
    "403 forbidden from createOrderHandler. authorize does not let this browser use this order. Did it get the cookie of cookie.bind(orderId)? To a handler of another origin, createOrderClient sends it with credentials: 'include'.",
  ],
  ['another origin', { allowMissingOrigin: false }, '403 cross-site from createOrderHandler. The origin'],
  [
    'a hook that throws',
    { authorize: () => Promise.reject(new Error('no session')) },
    '500 internal-error from createOrderHandler. A function in its options threw or was late, or a body parser ran before it.',
  ],
])('warns of a setting of the handler: %s', async (_, options, advice) => {
  const { list } = recordWarnings();
  const { sandbox, orderId } = setUp();
  const path = `/${unique('api')}`;
  const handler = serve(sandbox.fetch, { basePath: path, ...options });
  const baseUrl = `https://shop.example${path}`;
  const client = createOrderClient({ baseUrl, fetch: handler, retry: 0 });
  render(
    <OrderProvider client={client} orderId={orderId} queryClient={new QueryClient()}>
      <Box />
    </OrderProvider>,
  );
  await waitFor(() =>
    expect(list()).toEqual([expect.stringContaining(`GET ${baseUrl}/… returned ${advice}`)]),
  );
});

test('warns of a plain http page, whose requests have no Sec-Fetch-Site', async () => {
  vi.stubGlobal('isSecureContext', false);
  onTestFinished(() => void vi.unstubAllGlobals());
  const { list } = recordWarnings();
  const { sandbox, orderId } = setUp();
  const path = `/${unique('api')}`;
  const baseUrl = `http://192.0.2.1${path}`;
  const fetch = serve(sandbox.fetch, { basePath: path, allowMissingOrigin: false });
  const client = createOrderClient({ baseUrl, fetch, retry: 0 });
  render(
    <OrderProvider client={client} orderId={orderId} queryClient={new QueryClient()}>
      <Box />
    </OrderProvider>,
  );
  await waitFor(() =>
    expect(list()).toEqual([
      `norce-kit: GET ${baseUrl}/… returned 403 cross-site from createOrderHandler. ` +
        'Browsers send no Sec-Fetch-Site from a plain http page. Use https, or the address localhost.',
    ]),
  );
});

test('warns of a body parser that runs before the handler', async () => {
  const { list } = recordWarnings();
  const { sandbox, orderId } = setUp();
  const path = `/${unique('api')}`;
  const handler = serve(sandbox.fetch, { basePath: path });
  const baseUrl = `https://shop.example${path}`;
  const fetch = async (request: Request) => {
    await request.text();
    return await handler(request);
  };
  const client = createOrderClient({ baseUrl, fetch, retry: 0 });
  render(
    <OrderProvider client={client} orderId={orderId} queryClient={new QueryClient()}>
      <Box />
    </OrderProvider>,
  );
  fireEvent.click(box());
  await waitFor(() =>
    expect(list()).toEqual([
      `norce-kit: PATCH ${baseUrl}/… returned 500 internal-error from createOrderHandler. ` +
        'A function in its options threw or was late, or a body parser ran before it. onEvent has its name and error.',
    ]),
  );
});

test.each<[name: string, method: string, advice: string, Part: () => ReactNode]>([
  ['an attribute', 'PATCH', 'Add the key to its attributes; for evidence, add', Note],
  ['a validation', 'POST', 'Add the name to its validations.', StockCheck],
])('warns of %s that the handler does not list, where it lists none', async (_, method, advice, Part) => {
  const { list } = recordWarnings();
  const { sandbox, orderId } = setUp();
  const path = `/${unique('api')}`;
  const baseUrl = `https://shop.example${path}`;
  const client = createOrderClient({ baseUrl, fetch: serve(sandbox.fetch, { basePath: path }), retry: 0 });
  render(
    <OrderProvider client={client} orderId={orderId} queryClient={new QueryClient()}>
      <Part />
    </OrderProvider>,
  );
  fireEvent.click(screen.getByRole('button'));
  await waitFor(() =>
    expect(list()).toEqual([
      expect.stringContaining(
        `${method} ${baseUrl}/… returned 404 not-found from createOrderHandler. ${advice}`,
      ),
    ]),
  );
});

function Note() {
  const { mutate } = usePatchAttributes<{ note: string }>();
  return <button onClick={() => mutate({ note: 'Ring the bell' })}>Send</button>;
}

function StockCheck() {
  const { mutate } = useRegisterValidation();
  return <button onClick={() => mutate({ name: 'stock' })}>Check</button>;
}

test('a failure that a shopper may have too causes no warning', async () => {
  const { queryClient, orderId } = showServed(() => Promise.reject(new TypeError('Failed to fetch')));
  await waitFor(() => expect(queryClient.getQueryState(['norce', 'order', orderId])?.status).toBe('error'));
});

for (const orderId of ['', 'undefined', 'null', '[object Promise]', '/orders/o_1']) {
  test(`warns of an order id that is made of a missing value, or that no request can carry: ${JSON.stringify(orderId)}`, async () => {
    const { list } = recordWarnings();
    showServed(html(404), orderId);
    await waitFor(() =>
      expect(list()).toEqual([
        `norce-kit: "${orderId}" is no order id. Render OrderProvider when the order exists, and pass its id.`,
      ]),
    );
  });
}

test('warns of an order that is read into another cache than that of the provider', async () => {
  const { list } = recordWarnings();
  const order = setUp();
  function Total() {
    return <output>{useQuery(orderQueryOptions(order.client, order.orderId)).data?.id}</output>;
  }
  order.show(
    <QueryClientProvider client={new QueryClient()}>
      <Total />
    </QueryClientProvider>,
  );
  await waitFor(() =>
    expect(list()).toEqual([
      `norce-kit: order ${order.orderId} is read into another QueryClient than that of its OrderProvider. ` +
        'Put QueryClientProvider around OrderProvider. If it is, run npm ls @tanstack/react-query, and load one copy.',
    ]),
  );
});

test('a production build warns of nothing', async () => {
  vi.stubEnv('NODE_ENV', 'production');
  onTestFinished(() => void vi.unstubAllEnvs());
  const order = setUp();
  const page: ReactNode = <NewsletterConsent consentId="newsletter" {...({ required: true } as object)} />;
  order.show(<>{page}</>, { initialOrder: { id: 'another' } });
  await untilRead(order);
  await waitFor(() => expect(order.queryClient.isFetching()).toBe(0));
});
