import { dehydrate, HydrationBoundary, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { lazy, StrictMode, Suspense, useCallback, useState } from 'react';
import type { ComponentType, ReactElement } from 'react';
import { useForm } from 'react-hook-form';
import type { UseFormReturn } from 'react-hook-form';
import { renderToString } from 'react-dom/server';
import { expect, onTestFinished, test, vi } from 'vitest';
import { consentEvidence } from '@norce-kit/react';
import { arrive, hydrate, onServer } from '../test/hydration.tsx';
import { Box, box, setUpOrder, state } from '../test/order.tsx';
import { ConsentCheckbox } from './components/consent-checkbox.tsx';
import { ConsentGroup } from './components/consent-group.tsx';
import { useConsentGate } from './hooks/use-consent-gate.ts';
import { useOrder } from './hooks/use-order.ts';
import { useOrderConsent } from './hooks/use-order-consent.ts';
import { useOrderConsents } from './hooks/use-order-consents.ts';
import { orderQueryOptions } from './order/order-query.ts';
import { OrderProvider } from './provider.tsx';

/** A component whose code arrives when the test releases it. */
function createLate(element: ReactElement) {
  let arriveNow: () => void = () => undefined;
  const code = new Promise<{ default: () => ReactElement }>((resolve) => {
    arriveNow = () => resolve({ default: () => element });
  });
  const release = async () => {
    await act(async () => {
      arriveNow();
      await code;
    });
  };
  return { late: <Late of={lazy(() => code)} />, release };
}

function Late({ of: Code }: { of: ComponentType }) {
  return <Code />;
}

function Pay() {
  const { getSubmitProps } = useConsentGate();
  return <button {...getSubmitProps()}>Pay</button>;
}

/** Everything that hydrates from the order. */
function Consents() {
  const { consents = [] } = useOrderConsents();
  return (
    <section>
      <Box />
      <ConsentCheckbox consentId="ci_newsletter" label="News" />
      <ConsentGroup description="Of this order" />
      {consents.map(({ id, checked }) => (
        <i key={id}>{`${id} ${String(checked)}`}</i>
      ))}
    </section>
  );
}

const untilRead = async (queryClient: QueryClient) => {
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
};

/** An order with a ticked newsletter, and a page of it. */
function setUpTicked() {
  const order = setUpOrder();
  const ticked = order.sandbox.orders.setChecked(order.orderId, 'ci_newsletter', true);
  const evidence = consentEvidence();
  const page = (children: ReactElement, queryClient = order.queryClient) => (
    <StrictMode>
      <OrderProvider
        client={order.client}
        orderId={order.orderId}
        queryClient={queryClient}
        evidence={evidence}
      >
        {children}
      </OrderProvider>
    </StrictMode>
  );
  const expectNoWrite = () => {
    expect(order.writes()).toEqual([]);
    expect(order.queryClient.getMutationCache().getAll()).toEqual([]);
    expect(order.holds('ci_newsletter')).toBe(true);
  };
  return { ...order, ticked, page, expectNoWrite };
}

test('I2: a box that hydrates after the order was read writes nothing', async () => {
  const { page, queryClient, expectNoWrite } = setUpTicked();
  const around = (children: ReactElement) =>
    page(
      <>
        <Suspense fallback="…">{children}</Suspense>
        <Pay />
      </>,
    );
  const container = arrive(await onServer(() => renderToString(around(<Late of={Consents} />))));
  expect(box().checked).toBe(false);
  const { late, release } = createLate(<Consents />);
  const { errors } = await hydrate(container, around(late));
  await untilRead(queryClient);
  await release();
  await waitFor(() => expect(box().checked).toBe(true));
  expect([...document.querySelectorAll('input')].map(({ checked }) => checked)).toEqual([
    true,
    true,
    true,
    false,
  ]);
  expect(state()).toBe('idle');
  expect(errors).toEqual([]);
  expectNoWrite();
});

for (const isRead of [false, true]) {
  test(`SH1: an early tick on a box that hydrates ${isRead ? 'after' : 'before'} the order was read is saved`, async () => {
    const { page, queryClient, sandbox, orderId, holds, values } = setUpTicked();
    sandbox.orders.setChecked(orderId, 'ci_newsletter', false);
    const around = (children: ReactElement) =>
      page(
        <>
          <Suspense fallback="…">{children}</Suspense>
          <Pay />
        </>,
      );
    const container = arrive(await onServer(() => renderToString(around(<Late of={Consents} />))));
    const input = box();
    if (!isRead) fireEvent.click(input);
    const { late, release } = createLate(<Consents />);
    const { errors } = await hydrate(container, around(late));
    await untilRead(queryClient);
    if (isRead) fireEvent.click(input);
    await release();
    await waitFor(() => expect(state()).toBe('saved'));
    expect([box(), input.checked]).toEqual([input, true]);
    expect([holds('ci_newsletter'), values('ci_newsletter')]).toEqual([true, [true]]);
    expect(errors).toEqual([]);
  });
}

test('I2: a script that sets a served box, or dispatches `change` on it, answers nothing', async () => {
  const { queryClient, ticked, orderId, client, writes } = setUpTicked();
  const around = (children: ReactElement) => (
    <OrderProvider client={client} orderId={orderId} queryClient={queryClient} initialOrder={ticked}>
      <Suspense fallback="…">{children}</Suspense>
      <Pay />
    </OrderProvider>
  );
  const container = arrive(await onServer(() => renderToString(around(<Late of={Box} />))));
  const { late, release } = createLate(<Box />);
  await hydrate(container, around(late));
  box().checked = false;
  box().dispatchEvent(new Event('change', { bubbles: true }));
  await release();
  expect(box().checked).toBe(true);
  expect(writes()).toEqual([]);
});

test('an early tick does not replace a later answer that another box of the consent took', async () => {
  const { page, queryClient, holds, sandbox, orderId } = setUpTicked();
  sandbox.orders.setChecked(orderId, 'ci_newsletter', false);
  const around = (children: ReactElement) =>
    page(
      <>
        <Box name="first" />
        <Suspense fallback="…">{children}</Suspense>
      </>,
    );
  const Second = () => <Box name="second" />;
  const container = arrive(await onServer(() => renderToString(around(<Late of={Second} />))));
  const { late, release } = createLate(<Second />);
  await hydrate(container, around(late));
  await untilRead(queryClient);
  fireEvent.click(box('second'));
  fireEvent.click(box('first'));
  fireEvent.click(box('first'));
  await waitFor(() => expect(state('first')).toBe('saved'));
  await release();
  expect([box('first').checked, box('second').checked]).toEqual([false, false]);
  await untilRead(queryClient);
  expect(holds('ci_newsletter')).toBe(false);
});

test('MT1: an early tick does not replace a later answer of another tab', async () => {
  const { page, queryClient, client, writes, sandbox, orderId } = setUpTicked();
  sandbox.orders.setChecked(orderId, 'ci_newsletter', false);
  const around = (children: ReactElement) => page(<Suspense fallback="…">{children}</Suspense>);
  const container = arrive(await onServer(() => renderToString(around(<Late of={Box} />))));
  const { late, release } = createLate(<Box />);
  await hydrate(container, around(late));
  fireEvent.click(box());
  await untilRead(queryClient);
  const { consents } = sandbox.orders.setChecked(orderId, 'ci_terms', true);
  const channel = new BroadcastChannel('norce-kit');
  // Later than any act here: tests with a fake clock leave the time of the last act ahead.
  channel.postMessage(['another cache', orderId, ['ci_newsletter', false], Number.MAX_SAFE_INTEGER]);
  // Causes a read, which shows that both messages have arrived.
  channel.postMessage(['another cache', orderId]);
  channel.close();
  const { queryKey } = orderQueryOptions(client, orderId);
  await waitFor(() => expect(queryClient.getQueryData(queryKey)).toMatchObject({ consents }));
  await release();
  await untilRead(queryClient);
  expect([box().checked, writes()]).toEqual([false, []]);
});

test('an island that hydrates late, on the cache of the page, hydrates what the server rendered', async () => {
  const { orderId, client, sandbox, ticked } = setUpTicked();
  const cache = new QueryClient();
  cache.setQueryData(orderQueryOptions(client, orderId).queryKey, ticked);
  const served = JSON.parse(JSON.stringify(dehydrate(cache))) as ReturnType<typeof dehydrate>;
  const island = (queryClient: QueryClient) => (
    <QueryClientProvider client={queryClient}>
      <HydrationBoundary state={served}>
        <OrderProvider client={client} orderId={orderId}>
          <Consents />
        </OrderProvider>
      </HydrationBoundary>
    </QueryClientProvider>
  );
  const html = () => onServer(() => renderToString(island(new QueryClient())));
  const first = arrive(await html());
  const second = arrive(await html());
  expect(second.textContent).toContain('ci_newsletter true');
  const queryClient = new QueryClient();
  const errors = [...(await hydrate(first, island(queryClient))).errors];
  sandbox.orders.update(orderId, { consents: [{ id: 'ci_other', text: 'Another one' }] });
  await act(() => queryClient.refetchQueries());
  errors.push(...(await hydrate(second, island(queryClient))).errors);
  await waitFor(() => expect(second.textContent).toContain('ci_other'));
  expect(errors).toEqual([]);
  expect(sandbox.receipts.list()).toEqual([]);
});

/** A box whose input a form library registers too. */
function FormBox({
  form,
  isFirst = false,
}: {
  form: UseFormReturn<{ newsletter: boolean }>;
  isFirst?: boolean;
}) {
  const { getCheckboxProps, saveState } = useOrderConsent('ci_newsletter');
  const { ref: boxRef, ...props } = getCheckboxProps();
  const { ref: formRef, name } = form.register('newsletter');
  const ref = useCallback(
    (element: HTMLInputElement | null) => {
      const refs = isFirst ? [formRef, boxRef] : [boxRef, formRef];
      refs.forEach((attach) => attach(element));
    },
    [boxRef, formRef, isFirst],
  );
  return (
    <label>
      <input {...props} ref={ref} name={name} /> newsletter{' '}
      <output aria-label="newsletter state">{saveState}</output>
    </label>
  );
}

function FormPage({ newsletter, isFirst }: { newsletter: boolean; isFirst: boolean }) {
  const form = useForm({ defaultValues: { newsletter } });
  return (
    <>
      <FormBox form={form} isFirst={isFirst} />
      <button onClick={() => form.reset()}>Reset</button>
      <button onClick={() => form.setValue('newsletter', !newsletter)}>Set</button>
    </>
  );
}

const named = (name: string) => screen.getByRole('button', { name });
const formBox = () => screen.getByRole<HTMLInputElement>('checkbox');

for (const isFirst of [true, false]) {
  for (const newsletter of [true, false]) {
    const title = `a form library whose ref is ${isFirst ? 'first' : 'last'} with the default ${String(newsletter)}`;

    test(`I2: ${title} answers nothing`, async () => {
      const { sandbox, orderId, show, queryClient, writes } = setUpOrder();
      sandbox.orders.setChecked(orderId, 'ci_newsletter', !newsletter);
      show(<FormPage newsletter={newsletter} isFirst={isFirst} />);
      await untilRead(queryClient);
      await waitFor(() => expect(formBox().checked).toBe(!newsletter));
      fireEvent.click(named('Reset'));
      fireEvent.click(named('Set'));
      fireEvent.click(named('Reset'));
      await waitFor(() => expect(formBox().checked).toBe(!newsletter));
      expect(writes()).toEqual([]);
      expect(queryClient.getMutationCache().getAll()).toEqual([]);
    });

    for (const isEarly of [true, false]) {
      test(`SH1: ${title} ${isEarly ? 'keeps' : 'makes no'} early tick`, async () => {
        const { sandbox, orderId, page, holds, values, queryClient } = setUpOrder();
        const initialOrder = sandbox.orders.get(orderId);
        if (initialOrder === undefined) throw new Error('There is no order.');
        const element = page(<FormPage newsletter={newsletter} isFirst={isFirst} />, { initialOrder });
        // React 18 warns of the layout effects of react-hook-form.
        const warn = vi.spyOn(console, 'error').mockImplementation(() => undefined);
        const html = await onServer(() => renderToString(element));
        warn.mockRestore();
        const container = arrive(html);
        if (isEarly) fireEvent.click(formBox());
        expect((await hydrate(container, element)).errors).toEqual([]);
        await untilRead(queryClient);
        await waitFor(() => expect(formBox().checked).toBe(isEarly));
        await waitFor(() => expect(holds('ci_newsletter')).toBe(isEarly));
        expect(values('ci_newsletter')).toEqual(isEarly ? [true] : []);
      });
    }
  }
}

test('an early tick inside a shadow root is an answer', async () => {
  const { sandbox, orderId, page, holds } = setUpOrder();
  const initialOrder = sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
  const root = document.body.appendChild(document.createElement('div')).attachShadow({ mode: 'open' });
  const element = page(<Box />, { initialOrder });
  const container = arrive(await onServer(() => renderToString(element)), root);
  const input = root.querySelector('input') as HTMLInputElement;
  fireEvent.click(input);
  await hydrate(container, element);
  await waitFor(() => expect(holds('ci_newsletter')).toBe(false));
  expect(input.checked).toBe(false);
});

test('a box that the browser may restore takes no early tick', async () => {
  const { sandbox, orderId, page, writes, queryClient } = setUpOrder();
  const initialOrder = sandbox.orders.get(orderId);
  if (initialOrder === undefined) throw new Error('There is no order.');
  function Restorable() {
    const { getCheckboxProps } = useOrderConsent('ci_newsletter');
    return <input {...getCheckboxProps()} autoComplete="on" aria-label="newsletter" />;
  }
  const element = page(<Restorable />, { initialOrder });
  const container = arrive(await onServer(() => renderToString(element)));
  // As Firefox does after a reload.
  box().checked = true;
  await hydrate(container, element);
  await untilRead(queryClient);
  expect(box().checked).toBe(false);
  expect(writes()).toEqual([]);
});

test('`useOrder` hydrates the order that the server rendered', async () => {
  const { page, queryClient } = setUpTicked();
  const Id = () => <b>{useOrder().data?.id ?? 'no order'}</b>;
  const around = (children: ReactElement) =>
    page(
      <>
        <Suspense fallback="…">{children}</Suspense>
        <Pay />
      </>,
    );
  const container = arrive(await onServer(() => renderToString(around(<Late of={Id} />))));
  const { late, release } = createLate(<Id />);
  const { errors } = await hydrate(container, around(late));
  await untilRead(queryClient);
  await release();
  await waitFor(() => expect(container.textContent).not.toContain('no order'));
  expect(errors).toEqual([]);
});

function Keyed() {
  const [key, setKey] = useState(0);
  return (
    <>
      <button onClick={() => setKey(key + 1)}>Next key</button>
      <Box key={key} />
    </>
  );
}

test('I2: a box that gets another key after an early tick that was taken back answers nothing', async () => {
  const { page, expectNoWrite, queryClient } = setUpTicked();
  const container = arrive(await onServer(() => renderToString(page(<Keyed />))));
  fireEvent.click(box());
  fireEvent.click(box());
  await hydrate(container, page(<Keyed />));
  for (let times = 0; times < 3; times += 1) fireEvent.click(named('Next key'));
  await untilRead(queryClient);
  expect(box().checked).toBe(true);
  expectNoWrite();
});

test('I2: a tick on a read-only box before its hydration answers nothing', async () => {
  const { ticked, page, expectNoWrite, queryClient } = setUpTicked();
  const element = page(<ConsentCheckbox consentId="ci_newsletter" label="newsletter" readOnly />);
  queryClient.setQueryData(['norce', 'order', ticked.id], ticked);
  const container = arrive(await onServer(() => renderToString(element)));
  fireEvent.click(box());
  await hydrate(container, element);
  await untilRead(queryClient);
  expect(box().checked).toBe(true);
  expectNoWrite();
});

for (const hasBeenActive of [false, true]) {
  test(`I2: a box that a script changed before hydration is ${hasBeenActive ? 'an answer on a page with' : 'no answer on a page without'} a click`, async () => {
    Object.defineProperty(navigator, 'userActivation', { value: { hasBeenActive }, configurable: true });
    onTestFinished(() => void Reflect.deleteProperty(navigator, 'userActivation'));
    const { sandbox, orderId, page, values, queryClient } = setUpOrder();
    const initialOrder = sandbox.orders.setChecked(orderId, 'ci_newsletter', false);
    const element = page(<Box />, { initialOrder });
    const container = arrive(await onServer(() => renderToString(element)));
    box().checked = true;
    await hydrate(container, element);
    await untilRead(queryClient);
    await waitFor(() => expect(values('ci_newsletter')).toEqual(hasBeenActive ? [true] : []));
    expect(box().checked).toBe(hasBeenActive);
  });
}
