import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { onlineManager, QueryClient } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { createPortal } from 'react-dom';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { ConsentCheckbox, useConsentGate, useOrderConsent, usePatchAttributes } from '@norce-kit/react';
import { Box, box, click, holdWrites, setUpOrder, state } from '../test/order.tsx';

afterEach(() => void vi.unstubAllGlobals());

const noTerms = { consents: [{ id: 'ci_newsletter', text: 'News' }] };

function Pay({ onReady }: { onReady: () => unknown }) {
  const { ready, getSubmitProps } = useConsentGate();
  return (
    <button type="submit" {...getSubmitProps({ onReady })}>
      {ready ? 'Pay' : 'Pay later'}
    </button>
  );
}

test('I2: a host that resets its form at the answer keeps the tick, which is written once', async () => {
  const { show, values } = setUpOrder();
  function Page() {
    return (
      <form>
        <ConsentCheckbox
          consentId="ci_newsletter"
          label="News"
          onCheckedChange={(_, { currentTarget }) => currentTarget.form?.reset()}
        />
      </form>
    );
  }
  show(<Page />);
  await userEvent.click(await screen.findByRole('checkbox', { name: 'News' }));
  await screen.findByText('Saved');
  expect([screen.getByRole<HTMLInputElement>('checkbox').checked, values('ci_newsletter')]).toEqual([
    true,
    [true],
  ]);
});

test('I2: a host that sets the box in its handler does not invert the answer', async () => {
  const { show, values } = setUpOrder();
  const invert = ({ currentTarget: target }: { currentTarget: HTMLInputElement }) =>
    void (target.checked = !target.checked);
  show(<ConsentCheckbox consentId="ci_newsletter" label="News" onChange={invert} />);
  await userEvent.click(await screen.findByRole('checkbox', { name: 'News' }));
  await screen.findByText('Saved');
  expect([screen.getByRole<HTMLInputElement>('checkbox').checked, values('ci_newsletter')]).toEqual([
    true,
    [true],
  ]);
});

type Press = { readonly currentTarget: HTMLInputElement };
const hostCode: readonly (readonly [string, (event: Press) => void])[] = [
  ['resets its form', ({ currentTarget }) => currentTarget.form?.reset()],
  ['sets the box', ({ currentTarget }) => void (currentTarget.checked = !currentTarget.checked)],
];

function Composed({ run, at }: { run: (event: Press) => void; at: string }) {
  const { getCheckboxProps, saveState } = useOrderConsent('ci_newsletter');
  const { onChange, ...props } = getCheckboxProps();
  return (
    <form>
      <input
        {...props}
        aria-label="News"
        onClick={(event) => at === 'on click' && run(event)}
        onChange={(event) => {
          if (at === 'before') run(event);
          onChange(event);
          if (at === 'after') run(event);
        }}
      />
      <output>{saveState}</output>
    </form>
  );
}

test.each(
  hostCode.flatMap(([does, run]) => ['before', 'after', 'on click'].map((at) => [does, at, run] as const)),
)('I2: a host that %s %s the handler of getCheckboxProps does not change the answer', async (_, at, run) => {
  const { show, values, queryClient } = setUpOrder();
  show(<Composed run={run} at={at} />);
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  for (const answer of [true, false]) {
    await userEvent.click(screen.getByRole('checkbox'));
    await waitFor(() => expect(screen.getByRole('status').textContent).toBe('saved'));
    expect([screen.getByRole<HTMLInputElement>('checkbox').checked, values('ci_newsletter').at(-1)]).toEqual([
      answer,
      answer,
    ]);
  }
  expect(values('ci_newsletter')).toEqual([true, false]);
});

test.each(hostCode)(
  'I2: a host that %s in onClick of ConsentCheckbox does not change the answer',
  async (_, run) => {
    const { show, values } = setUpOrder();
    show(
      <form>
        <ConsentCheckbox consentId="ci_newsletter" label="News" onClick={run} />
      </form>,
    );
    await userEvent.click(await screen.findByRole('checkbox', { name: 'News' }));
    await screen.findByText('Saved');
    expect([screen.getByRole<HTMLInputElement>('checkbox').checked, values('ci_newsletter')]).toEqual([
      true,
      [true],
    ]);
  },
);

test('I2: a host that leaves the page at the answer does not lose it', async () => {
  const { show, holds } = setUpOrder();
  function Page() {
    const [isDone, setIsDone] = useState(false);
    if (isDone) return <p>Next step</p>;
    return <ConsentCheckbox consentId="ci_newsletter" label="News" onCheckedChange={() => setIsDone(true)} />;
  }
  show(<Page />);
  await userEvent.click(await screen.findByRole('checkbox', { name: 'News' }));
  await waitFor(() => expect(holds('ci_newsletter')).toBe(true));
  expect(screen.getByText('Next step')).toBeDefined();
});

test('a host whose onlineManager is wrong about the connection reads and saves all the same', async () => {
  onlineManager.setOnline(false);
  try {
    const { show, holds } = setUpOrder({}, { consents: [{ id: 'ci_newsletter', required: true }] });
    show(<Box />);
    await waitFor(() => expect(box()).toHaveProperty('required', true));
    click();
    await waitFor(() => expect(state()).toBe('saved'));
    expect(holds('ci_newsletter')).toBe(true);
  } finally {
    onlineManager.setOnline(true);
  }
});

test('a page that shows another order for a moment reads the first one again', async () => {
  const { sandbox, orderId, page, queryClient } = setUpOrder();
  const other = sandbox.orders.create().id;
  const view = render(page(<Box />));
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  view.rerender(page(<Box />, { orderId: other }));
  sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
  view.rerender(page(<Box />));
  await waitFor(() => expect(box().checked).toBe(true));
});

test('GO3: Enter in a field of the form goes on once, after the save under way', async () => {
  const { options, release } = holdWrites();
  const { show, queryClient } = setUpOrder({}, noTerms, options);
  const onReady = vi.fn();
  const onSubmit = vi.fn((event: { preventDefault: () => void }) => event.preventDefault());
  show(
    <form onSubmit={onSubmit}>
      <Box />
      <input aria-label="Name" />
      <Pay onReady={onReady} />
    </form>,
  );
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  click();
  await userEvent.type(screen.getByRole('textbox'), 'Ada{Enter}{Enter}');
  expect([onReady.mock.calls.length, onSubmit.mock.calls.length]).toEqual([0, 0]);
  release();
  await waitFor(() => expect(onSubmit).toHaveBeenCalledTimes(1));
  expect(onReady).toHaveBeenCalledTimes(1);
});

test('GO1: a host that throws after the gate has waited is reported, and the next click goes on', async () => {
  const reported = vi.fn();
  vi.stubGlobal('reportError', reported);
  const { options, release } = holdWrites();
  const { show, queryClient } = setUpOrder({}, noTerms, options);
  const onReady = vi.fn().mockImplementationOnce(() => {
    throw new Error('declined');
  });
  show(
    <>
      <Box />
      <Pay onReady={onReady} />
    </>,
  );
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  click();
  fireEvent.click(screen.getByRole('button', { name: /^Pay/ }));
  release();
  await waitFor(() => expect(reported).toHaveBeenCalledTimes(1));
  await waitFor(() =>
    expect(screen.getByRole('button', { name: 'Pay' }).getAttribute('aria-busy')).toBe(null),
  );
  fireEvent.click(screen.getByRole('button', { name: 'Pay' }));
  expect(onReady).toHaveBeenCalledTimes(2);
});

function Note() {
  const { mutate, failedKeys } = usePatchAttributes<{ note: string }>();
  return (
    <>
      <button onClick={() => mutate({ note: 'ring' })}>Write</button>
      <output aria-label="failed">{failedKeys.join()}</output>
    </>
  );
}
const failed = () => screen.getByRole('status', { name: 'failed' }).textContent;

test('GO4: an attribute that failed on one order blocks that order alone, also after another was shown', async () => {
  const { sandbox, page, queryClient } = setUpOrder({}, noTerms);
  const other = sandbox.orders.create(noTerms).id;
  const children = (
    <>
      <Note />
      <Pay onReady={() => undefined} />
    </>
  );
  const view = render(page(children));
  sandbox.faults.add({ kind: 'status', status: 500, operation: 'patchAttributes' });
  fireEvent.click(screen.getByRole('button', { name: 'Write' }));
  await waitFor(() => expect(failed()).toBe('note'));
  view.rerender(page(children, { orderId: other }));
  await screen.findByRole('button', { name: 'Pay' });
  expect(failed()).toBe('');
  view.rerender(page(children));
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  expect([failed(), screen.getByRole('button', { name: 'Pay later' })]).toEqual(['note', expect.anything()]);
});

test('AX15: the label of a second box of one consent, in a portal, ticks both with one write', async () => {
  const { show, values } = setUpOrder();
  show(
    <>
      <ConsentCheckbox consentId="ci_newsletter" label="News" />
      {createPortal(<ConsentCheckbox consentId="ci_newsletter" label="News again" />, document.body)}
    </>,
  );
  await userEvent.click(await screen.findByText('News again'));
  await waitFor(() => expect(screen.getAllByText('Saved')).toHaveLength(2));
  expect(screen.getAllByRole<HTMLInputElement>('checkbox').map(({ checked }) => checked)).toEqual([
    true,
    true,
  ]);
  expect(values('ci_newsletter')).toEqual([true]);
});

test('I1: a cache that is replaced during a save shows the answer, and its gate opens', async () => {
  const { options, release } = holdWrites();
  const { page, queryClient, holds } = setUpOrder({}, noTerms, options);
  const children = (
    <>
      <Box />
      <Pay onReady={() => undefined} />
    </>
  );
  const view = render(page(children));
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  click();
  view.rerender(page(children, { queryClient: new QueryClient() }));
  expect(box().checked).toBe(true);
  release();
  await screen.findByRole('button', { name: 'Pay' });
  expect([box().checked, holds('ci_newsletter')]).toEqual([true, true]);
});

test('SE5: a consent that leaves the order during a save and returns shows the value of the order', async () => {
  const { options, release } = holdWrites({ when: 'after' });
  const { sandbox, orderId, page, queryClient, holds } = setUpOrder({}, noTerms, options);
  render(page(<ConsentCheckbox consentId="ci_newsletter" label="News" />));
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  fireEvent.click(await screen.findByRole('checkbox'));
  await waitFor(() => expect(holds('ci_newsletter')).toBe(true));
  sandbox.orders.update(orderId, { consents: [] });
  await act(() => queryClient.invalidateQueries());
  sandbox.orders.update(orderId, { consents: [{ id: 'ci_newsletter', checked: false, text: 'News' }] });
  release();
  await waitFor(() => expect(screen.getByRole<HTMLInputElement>('checkbox').checked).toBe(false));
  expect(holds('ci_newsletter')).toBe(false);
});

test('I2: a fieldset that the host disables during a save changes nothing about the answer', async () => {
  const { options, release } = holdWrites();
  const { page, values, queryClient } = setUpOrder({}, {}, options);
  const form = (isDisabled: boolean) =>
    page(
      <fieldset disabled={isDisabled}>
        <Box />
      </fieldset>,
    );
  const view = render(form(false));
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  click();
  view.rerender(form(true));
  await userEvent.click(box());
  release();
  await waitFor(() => expect(state()).toBe('saved'));
  expect([box().checked, values('ci_newsletter')]).toEqual([true, [true]]);
});

function DeferredBox() {
  const { getCheckboxProps, saveState } = useDeferredValue(useOrderConsent('ci_newsletter'));
  return (
    <p>
      <input {...getCheckboxProps()} aria-label="newsletter" />
      <output aria-label="newsletter state">{saveState}</output>
    </p>
  );
}

test('I1: a box whose state the host defers shows each answer in the frame of its click', async () => {
  const { options, release } = holdWrites();
  const { show, values, queryClient } = setUpOrder({}, noTerms, options);
  show(<DeferredBox />);
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  const seen = [1, 2, 3].map(() => {
    click();
    return box().checked;
  });
  expect(seen).toEqual([true, false, true]);
  release();
  await waitFor(() => expect(state()).toBe('saved'));
  expect([box().checked, values('ci_newsletter')]).toEqual([true, [true]]);
});

test('I1: a page that is restored from a copy of its HTML shows the answer under way when it is mounted', async () => {
  const { options, release } = holdWrites();
  const { page, values, queryClient } = setUpOrder({}, noTerms, options);
  const { container, unmount } = render(page(<Box />));
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  const copy = container.cloneNode(true) as HTMLElement;
  click();
  unmount();
  container.replaceWith(copy);
  onTestFinished(() => copy.remove());
  expect(box().checked).toBe(false);
  render(page(<Box />), { container: copy });
  expect(box().checked).toBe(true);
  click();
  release();
  await waitFor(() => expect(values('ci_newsletter')).toEqual([true, false]));
  expect(box().checked).toBe(false);
});
