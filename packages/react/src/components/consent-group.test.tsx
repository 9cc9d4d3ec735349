import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { setUpOrder } from '../../test/order.tsx';
import { expectWarnings, noWords } from '../../test/warnings.ts';
import { describeConformance } from '../../test/conformance.tsx';
import { ConsentCheckbox } from './consent-checkbox.tsx';
import { ConsentGroup } from './consent-group.tsx';
import type { ConsentGroupProps } from './consent-group.tsx';
import { TermsConsent } from './terms-consent.tsx';

describeConformance((props) => <ConsentGroup {...props} />);

afterEach(() => void vi.restoreAllMocks());

const consent = (id: string) => ({ id, text: id.toUpperCase() });
const names = () =>
  screen.queryAllByRole('checkbox').map((box) => (box as HTMLInputElement).labels?.[0]?.textContent.trim());
const box = (name: string) => screen.getByRole<HTMLInputElement>('checkbox', { name });

/** A group of consents a, b and c, which the shop then changes. */
async function showGroup(props: ConsentGroupProps = {}) {
  const order = setUpOrder({}, { consents: ['a', 'b', 'c'].map(consent) });
  order.show(<ConsentGroup {...props} />, { initialOrder: await order.client.getOrder(order.orderId) });
  const change = async (...ids: readonly string[]) => {
    order.sandbox.orders.update(order.orderId, { consents: ids.map(consent) });
    await act(() => order.queryClient.invalidateQueries());
  };
  return { ...order, change };
}

test('AX9: every consent of the order has a box of its own, in a group with a name', async () => {
  const { holds } = await showGroup({ legend: 'Before you order', description: 'Please read' });
  const group = screen.getByRole('group', { name: 'Before you order', description: 'Please read' });
  expect(group.tagName).toBe('FIELDSET');
  expect(names()).toEqual(['A', 'B', 'C']);
  await userEvent.click(box('B'));
  await waitFor(() => expect([holds('a'), holds('b'), holds('c')]).toEqual([false, true, false]));
});

for (const nothing of [null, false, '']) {
  test(`a description that is ${JSON.stringify(nothing)} takes no room`, async () => {
    await showGroup({ description: nothing });
    expect(document.querySelector('.nk-consent-description')).toBeNull();
    expect(screen.getByRole('group').hasAttribute('aria-describedby')).toBe(false);
  });
}

test('I1: a group whose order cannot be read shows a message, and reads it again', async () => {
  const order = setUpOrder({}, { consents: [consent('a')] });
  const { sandbox, show } = order;
  sandbox.faults.add({ kind: 'status', status: 403, operation: 'getOrder' });
  show(<ConsentGroup legend="Before you order" />);
  const unread = 'We could not load your order. Please try again.';
  expect((await screen.findByRole('alert')).textContent).toBe(unread);
  const group = screen.getByRole('group', { name: 'Before you order' });
  const button = screen.getByRole('button', { name: 'Try again' });
  await userEvent.click(button);
  await waitFor(() => expect(screen.getByRole('alert').textContent).toBe(unread));
  expect(document.activeElement).toBe(button);
  sandbox.faults.clear();
  await userEvent.click(button);
  await waitFor(() => expect(names()).toEqual(['A']));
  expect([screen.queryByRole('alert'), screen.queryByRole('button')]).toEqual([null, null]);
  expect(document.activeElement).toBe(group);
});

test('I3: a group shows nothing of the order before: no box, no consent that left, no failed read', async () => {
  const order = setUpOrder({}, { consents: [consent('a')] });
  const { sandbox, show, page, orderId } = order;
  const { id: other } = sandbox.orders.create({ consents: [consent('b')] });
  const { rerender } = show(<ConsentGroup />);
  await waitFor(() => expect(names()).toEqual(['A']));
  const fault = { kind: 'status', status: 403, operation: 'getOrder', orderId: other } as const;
  const removeFault = sandbox.faults.add(fault);
  rerender(page(<ConsentGroup />, { orderId: other }));
  await screen.findByRole('alert');
  expect(names()).toEqual([]);
  removeFault();
  const { id: third } = sandbox.orders.create({ consents: [consent('c')] });
  rerender(page(<ConsentGroup />, { orderId: third }));
  expect(screen.queryByRole('button')).toBeNull();
  await waitFor(() => expect(names()).toEqual(['C']));
  rerender(page(<ConsentGroup />, { orderId }));
  await waitFor(() => expect(names()).toEqual(['A']));
});

test('a group whose order was read before keeps its boxes when the order cannot be read', async () => {
  const { sandbox, change } = await showGroup();
  sandbox.faults.add({ kind: 'status', status: 403, operation: 'getOrder' });
  await change('a', 'b');
  await waitFor(() => expect(screen.getAllByRole('button', { name: /^Try again/ })).toHaveLength(3));
  expect([names(), screen.queryByRole('alert')]).toEqual([['A', 'B', 'C'], null]);
});

test('SE12: consents that change places take their boxes and the focus along', async () => {
  const { change } = await showGroup();
  const before = box('A');
  act(() => before.focus());
  await change('c', 'b', 'a');
  await waitFor(() => expect(names()).toEqual(['C', 'B', 'A']));
  expect(box('A')).toBe(before);
  expect(document.activeElement).toBe(before);
});

test('a consent that is added later appears at its place, and the focus stays', async () => {
  const { change } = await showGroup();
  act(() => box('B').focus());
  await change('new', 'a', 'b', 'c');
  await waitFor(() => expect(names()).toEqual(['NEW', 'A', 'B', 'C']));
  expect(document.activeElement).toBe(box('B'));
});

test('a removed consent unmounts its box; the focus moves from it to the group', async () => {
  const { change } = await showGroup();
  act(() => box('B').focus());
  await change('a', 'c');
  await waitFor(() => expect(names()).toEqual(['A', 'C']));
  expect(document.activeElement).toBe(screen.getByRole('group'));
});

test('AX3: a focus outside of the group stays when a consent is removed', async () => {
  const { change } = await showGroup();
  act(() => box('A').focus());
  await change('a', 'c');
  await waitFor(() => expect(names()).toEqual(['A', 'C']));
  expect(document.activeElement).toBe(box('A'));
});

test('SE5: an answer to a removed consent is reported, in its group too', async () => {
  const { sandbox, orderId, queryClient } = await showGroup();
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  sandbox.orders.update(orderId, { consents: [consent('a')] });
  await userEvent.click(box('B'));
  await screen.findByText(/is no longer part of the order/);
  expect(document.activeElement).toBe(box('B'));
});

test('SE5: a removed consent keeps the last text that the order had', async () => {
  const { sandbox, orderId, queryClient } = await showGroup({
    renderConsent: ({ id, text }) => <ConsentCheckbox consentId={id} label={text} />,
  });
  sandbox.orders.update(orderId, { consents: [consent('a'), { id: 'b', text: 'New words' }] });
  await act(() => queryClient.invalidateQueries());
  await waitFor(() => expect(names()).toEqual(['A', 'New words']));
  sandbox.orders.update(orderId, { consents: [consent('a')] });
  await userEvent.click(box('New words'));
  await screen.findByText(/is no longer part of the order/);
  expect(names()).toEqual(['A', 'New words']);
});

test('an order without consents, or not yet read, shows no empty group', async () => {
  const { show } = setUpOrder({}, { consents: [] });
  const { container } = show(<ConsentGroup />);
  expect(container.innerHTML).toBe('');
  await act(async () => Promise.resolve());
  expect(container.innerHTML).toBe('');
});

test('SE11: unusual consents have a box each: without a text, with odd ids, duplicates', async () => {
  expectWarnings(noWords('a"b'));
  const { sandbox, orderId, show } = setUpOrder();
  const odd = [
    { id: 'a"b', text: null, surprise: { deep: [1] } },
    { id: '__proto__', text: '<b>x</b>', checked: null, required: 'yes' },
    { id: 'constructor', text: 'C' },
    { id: 'constructor', text: 'D' },
    { text: 'without an id' },
  ];
  sandbox.orders.update(orderId, { consents: odd });
  show(<ConsentGroup />);
  await waitFor(() => expect(names()).toEqual(['a"b', '<b>x</b>', 'C']));
  expect(screen.getAllByRole<HTMLInputElement>('checkbox').map(({ checked }) => checked)).toEqual([
    false,
    false,
    false,
  ]);
});

test('a function of the shop shows a consent in its own way, and a filter leaves some to others', async () => {
  await showGroup({
    filter: ({ id }) => id !== 'c',
    renderConsent: ({ id, text }) =>
      id === 'a' ? <TermsConsent consentId={id} termsUrl="/terms" /> : <p>{`own ${String(text)}`}</p>,
  });
  expect(names()).toEqual(['I accept the terms of purchase']);
  expect(screen.getByText('own B')).toBeDefined();
});

function Broken({ when }: { when: boolean }): ReactNode {
  if (when) throw new Error('bad text');
  return <p>own box</p>;
}

test('SH8: the plain box replaces a box of the shop that throws, and the others stay', async () => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const { holds } = await showGroup({
    renderConsent: ({ id }) => (id === 'b' ? <Broken when /> : <ConsentCheckbox consentId={id} />),
  });
  expect(names()).toEqual(['A', 'B', 'C']);
  await userEvent.click(box('B'));
  await userEvent.click(box('C'));
  await waitFor(() => expect([holds('b'), holds('c')]).toEqual([true, true]));
  expect(error).toHaveBeenCalled();
});

test('SH8: a function of the shop that throws harms its own consent alone', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  await showGroup({
    renderConsent: ({ id }) => {
      if (id === 'a') throw new Error('bad text');
      return <p>{`own ${id}`}</p>;
    },
  });
  expect(names()).toEqual(['A']);
  expect([screen.getByText('own b'), screen.getByText('own c')]).toHaveLength(2);
});

test('SH8: a box that throws is tried again once its consent has other words', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const order = await showGroup({ renderConsent: ({ text }) => <Broken when={text === 'A'} /> });
  expect(screen.getAllByText('own box')).toHaveLength(2);
  order.sandbox.orders.update(order.orderId, { consents: [{ id: 'a', text: 'good text' }, consent('b')] });
  await act(() => order.queryClient.invalidateQueries());
  await waitFor(() => expect(screen.getAllByText('own box')).toHaveLength(2));
  expect(screen.queryByRole('checkbox')).toBeNull();
});

test('calls the focus handlers of the shop', async () => {
  const [onFocus, onBlur] = [vi.fn(), vi.fn()];
  await showGroup({ onFocus, onBlur });
  await userEvent.tab();
  await userEvent.tab();
  expect([onFocus.mock.calls.length, onBlur.mock.calls.length]).toEqual([2, 1]);
});
