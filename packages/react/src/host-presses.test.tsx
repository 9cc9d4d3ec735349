import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState, version } from 'react';
import type { ReactElement } from 'react';
import { flushSync } from 'react-dom';
import { describe, expect, test } from 'vitest';
import { ConsentCheckbox } from '@norce-kit/react';
import { Box, box, setUpOrder, state } from '../test/order.tsx';

async function setUp(page: ReactElement = <Box />) {
  const order = setUpOrder();
  const view = render(order.page(page));
  await waitFor(() => expect(order.queryClient.isFetching()).toBe(0));
  const expectNothing = () => {
    expect([box().checked, state()]).toEqual([false, 'idle']);
    expect(order.writes()).toEqual([]);
    expect(order.queryClient.getMutationCache().getAll()).toEqual([]);
  };
  return { ...order, ...view, expectNothing };
}

test('I2: a press that ends beside the label, or that the system cancels, answers nothing', async () => {
  const { expectNothing } = await setUp();
  const user = userEvent.setup();
  await user.pointer([
    { keys: '[MouseLeft>]', target: screen.getByText('newsletter') },
    { keys: '[/MouseLeft]', target: document.body },
  ]);
  fireEvent.pointerDown(box());
  fireEvent.touchStart(box());
  fireEvent.pointerCancel(box());
  fireEvent.touchCancel(box());
  expectNothing();
});

test('I2: a box that gets another key, or is disabled, in the middle of a press answers nothing', async () => {
  const { page, rerender, expectNothing } = await setUp(<Box key="first" />);
  fireEvent.mouseDown(box());
  rerender(page(<Box key="second" />));
  fireEvent.mouseUp(box());
  const user = userEvent.setup();
  await user.pointer({ keys: '[MouseLeft>]', target: box() });
  rerender(
    page(
      <fieldset disabled>
        <Box key="third" />
      </fieldset>,
    ),
  );
  await user.pointer({ keys: '[/MouseLeft]', target: box() });
  expectNothing();
});

// React 18 in development sets `window.event` of jsdom to an earlier one. The same runs in Chromium on both versions.
describe.skipIf(version.startsWith('18')).each([
  ['ready', (consentId: string) => <ConsentCheckbox consentId={consentId} label="newsletter" />],
  ['own', (consentId: string) => <Box consentId={consentId} />],
])('a %s checkbox that gets another consent during a click', (_, boxOf) => {
  function Host() {
    const [consentId, setConsentId] = useState('ci_newsletter');
    // As a browser does between two listeners.
    const onClickCapture = () => flushSync(() => setConsentId('ci_terms'));
    return <div onClickCapture={onClickCapture}>{boxOf(consentId)}</div>;
  }

  test.each([
    ['checkbox', box],
    ['label', () => screen.getByText('newsletter')],
  ])('I3: a click on its %s answers neither, and the next one answers what it shows', async (__, target) => {
    const { writes, values } = await setUp(<Host />);
    fireEvent.click(target());
    await act(() => new Promise((resolve) => setTimeout(resolve)));
    expect([box().checked, writes()]).toEqual([false, []]);
    fireEvent.click(box());
    await waitFor(() => expect(values('ci_terms')).toEqual([true]));
    expect(values('ci_newsletter')).toEqual([]);
    expect(box().checked).toBe(true);
  });
});

test('I2: events of a form filler without a click answer nothing', async () => {
  const { expectNothing } = await setUp();
  const fire = (name: string) => act(() => void box().dispatchEvent(new Event(name, { bubbles: true })));
  fire('focus');
  act(() => void (box().checked = true));
  for (const name of ['keydown', 'input', 'keyup', 'change', 'blur']) fire(name);
  await waitFor(expectNothing);
});

test('I2: a click of speech control, without pointer events, is an answer', async () => {
  const { values } = await setUp();
  act(() => box().click());
  await waitFor(() => expect(state()).toBe('saved'));
  expect(values('ci_newsletter')).toEqual([true]);
});

test('I2: a copy of the box that a script inserts answers nothing, and leaves the box as it is', async () => {
  const { expectNothing } = await setUp();
  const copy = box().cloneNode() as HTMLInputElement;
  document.body.append(copy);
  act(() => copy.click());
  copy.remove();
  expectNothing();
});

test('I2: a form that a script submits or resets answers nothing', async () => {
  const { container, expectNothing } = await setUp(
    <form onSubmit={(event) => event.preventDefault()}>
      <Box />
    </form>,
  );
  const form = container.querySelector('form');
  act(() => form?.requestSubmit());
  act(() => form?.reset());
  expectNothing();
});

test('I1: a page body that is swapped and restored shows the order, and its box answers', async () => {
  const { baseElement, container, sandbox, orderId, queryClient, values } = await setUp();
  container.remove();
  sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
  await act(() => queryClient.invalidateQueries());
  baseElement.append(container);
  expect(box().checked).toBe(true);
  fireEvent.click(box());
  await waitFor(() => expect(state()).toBe('saved'));
  expect(values('ci_newsletter').at(-1)).toBe(false);
});

test('I2: a box whose label a script replaces as HTML takes the next click', async () => {
  const order = setUpOrder();
  order.show(<ConsentCheckbox consentId="ci_newsletter" label="News" />);
  const input = await screen.findByRole('checkbox');
  await waitFor(() => expect(order.queryClient.isFetching()).toBe(0));
  const label = screen.getByText('News').closest('label') as HTMLLabelElement;
  const html = label.innerHTML;
  label.innerHTML = html.replace('News', 'Nouvelles');
  expect(order.writes()).toEqual([]);
  fireEvent.click(screen.getByText('Nouvelles'));
  await screen.findByText('Saved');
  expect([input, order.values('ci_newsletter')]).toEqual([screen.getByRole('checkbox'), [true]]);
});
