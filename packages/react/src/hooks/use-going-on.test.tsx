import { createOrderClient } from '@norce-kit/core';
import { OrderProvider } from '@norce-kit/react';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import * as React from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Box, box, click, pass, setUpOrder } from '../../test/order.tsx';
import type { OrderEvent } from '../client/events.ts';
import { useConsentGate } from './use-consent-gate.ts';
import { usePatchAttributes } from './use-patch-attributes.ts';
import type { ConsentSubmitOptions } from './use-going-on.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function Pay({ name = 'Pay', type = 'button', ...options }: PayProps) {
  const { getSubmitProps, isGoingOn } = useConsentGate();
  return (
    <button {...getSubmitProps(options)} type={type}>
      {isGoingOn ? `${name} …` : name}
    </button>
  );
}
interface PayProps extends ConsentSubmitOptions {
  readonly name?: string;
  readonly type?: 'button' | 'submit';
}
const button = (name = 'Pay') => screen.getByRole('button', { name });
const noTerms = { consents: [{ id: 'ci_newsletter' }] };
const anyButton = () => screen.getByRole('button', { name: /^Pay/ });

/** A function whose calls end when the test ends them. */
function held() {
  const ends: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  const run = vi.fn(() => new Promise<void>((resolve, reject) => void ends.push({ resolve, reject })));
  return { run, ends };
}

/** Shows a button in a form. Returns the function that is called when the form is submitted. */
function showInForm(props: PayProps) {
  const onSubmit = vi.fn((event: React.SyntheticEvent) => event.preventDefault());
  setUpOrder({}, noTerms).show(
    <form onSubmit={onSubmit}>
      <Pay type="submit" {...props} />
    </form>,
  );
  return onSubmit;
}

test.each([
  ['button', 0],
  ['submit', 1],
] as const)('GO1: a double click on a %s button goes on once', async (type, submissions) => {
  const onReady = vi.fn();
  const onSubmit = showInForm({ type, onReady });
  await pass(100);
  fireEvent.click(button(), { detail: 1 });
  fireEvent.click(anyButton(), { detail: 2 });
  await pass(100);
  fireEvent.click(button(), { detail: 3 });
  await pass(100);
  expect(onReady).toHaveBeenCalledTimes(1);
  expect(onSubmit).toHaveBeenCalledTimes(submissions);
  fireEvent.click(button(), { detail: 1 });
  expect(onReady).toHaveBeenCalledTimes(2);
});

test.each([
  ['at once', () => undefined],
  ['with a promise', () => Promise.resolve()],
])('GO1: a double click that changes the step %s does not go on with the next step', async (_, end) => {
  const onPay = vi.fn();
  function Steps() {
    const [isLast, setIsLast] = React.useState(false);
    const next = () => {
      setIsLast(true);
      return end();
    };
    return isLast ? <Pay key="pay" onReady={onPay} /> : <Pay key="next" name="Continue" onReady={next} />;
  }
  const { show } = setUpOrder({}, noTerms);
  show(<Steps />);
  await pass(100);
  fireEvent.click(button('Continue'), { detail: 1 });
  await pass(100);
  fireEvent.click(button(), { detail: 2 });
  await pass(2_000);
  expect(onPay).not.toHaveBeenCalled();
  fireEvent.click(button(), { detail: 1 });
  await pass(2_000);
  expect(onPay).toHaveBeenCalledTimes(1);
});

test('GO1: Enter that is held down goes on once', async () => {
  const { show } = setUpOrder({}, noTerms);
  const onReady = vi.fn();
  show(<Pay onReady={onReady} />);
  await pass(100);
  for (const repeat of [false, true, true]) {
    fireEvent.keyDown(button(), { key: 'Enter', repeat });
    fireEvent.click(button(), { detail: 0 });
    await pass(100);
  }
  expect(onReady).toHaveBeenCalledTimes(1);
  fireEvent.keyUp(button(), { key: 'Enter' });
  fireEvent.click(button(), { detail: 0 });
  expect(onReady).toHaveBeenCalledTimes(2);
});

test('GO1: Enter that is let go in another window holds up no click without a pointer', async () => {
  const { show } = setUpOrder({}, noTerms);
  const onReady = vi.fn();
  show(<Pay onReady={onReady} />);
  await pass(100);
  for (const repeat of [false, true]) {
    fireEvent.keyDown(button(), { key: 'Enter', repeat });
    fireEvent.click(button(), { detail: 0 });
    await pass(100);
  }
  fireEvent.blur(window);
  fireEvent.click(button(), { detail: 0 });
  expect(onReady).toHaveBeenCalledTimes(2);
});

test('GO6: a page that comes back from the back/forward cache may go on again', async () => {
  const { run, ends } = held();
  const onSubmit = showInForm({ onReady: run });
  await pass(100);
  fireEvent.click(button());
  await pass(60_000);
  fireEvent(window, new PageTransitionEvent('pageshow', { persisted: false }));
  expect(button('Pay …').getAttribute('aria-busy')).toBe('true');
  fireEvent(window, new PageTransitionEvent('pageshow', { persisted: true }));
  expect(button().getAttribute('aria-busy')).toBe(null);
  fireEvent.click(button());
  expect(run).toHaveBeenCalledTimes(2);
  // The payment page that was left may still end.
  ends[0]?.resolve();
  await pass(0);
  expect(button('Pay …').getAttribute('aria-busy')).toBe('true');
  ends[1]?.resolve();
  await pass(0);
  expect(onSubmit).toHaveBeenCalledTimes(1);
});

test('GO1: of all buttons of an order one goes on at a time, until the promise of onReady ends', async () => {
  const { show } = setUpOrder({}, noTerms);
  const { run, ends } = held();
  show(
    <>
      <Pay onReady={run} />
      <Pay name="Pay later" onReady={run} />
    </>,
  );
  await pass(100);
  expect(button().getAttribute('data-state')).toBe('ready');
  fireEvent.click(button());
  await pass(60_000);
  for (const name of ['Pay …', 'Pay later …']) {
    expect(button(name).getAttribute('aria-busy')).toBe('true');
    expect(button(name).getAttribute('data-state')).toBe('going-on');
    expect(button(name)).toHaveProperty('disabled', false);
    fireEvent.click(button(name));
  }
  await pass(100);
  expect(run).toHaveBeenCalledTimes(1);
  ends[0]?.resolve();
  await pass(0);
  expect(button().getAttribute('aria-busy')).toBe(null);
  fireEvent.click(button('Pay later'));
  expect(run).toHaveBeenCalledTimes(2);
  ends[1]?.resolve();
  await pass(0);
});

test('GO1: a new provider with a new client does not start a second attempt', async () => {
  const { show, page, sandbox } = setUpOrder({}, noTerms);
  const { client: newClient, queryClient } = setUpOrder({}, noTerms, { fetch: sandbox.fetch });
  const { run, ends } = held();
  const { rerender } = show(<Pay onReady={run} />);
  await pass(100);
  fireEvent.click(button());
  rerender(page(<Pay key="new" onReady={run} />, { client: newClient, queryClient }));
  await pass(100);
  fireEvent.click(button('Pay …'));
  await pass(100);
  expect(run).toHaveBeenCalledTimes(1);
  ends[0]?.resolve();
  await pass(0);
  fireEvent.click(button());
  expect(run).toHaveBeenCalledTimes(2);
  ends[1]?.resolve();
  await pass(0);
});

test('GO1: an attempt that waits goes on although its page makes a client anew in each render', async () => {
  const { sandbox, orderId, queryClient } = setUpOrder({ latency: 300 });
  const onReady = vi.fn();
  function Page() {
    const [renders, setRenders] = React.useState(0);
    const client = createOrderClient({ baseUrl: 'https://sandbox.invalid', fetch: sandbox.fetch, retry: 0 });
    return (
      <OrderProvider client={client} orderId={orderId} queryClient={queryClient}>
        <Box consentId="ci_terms" name="terms" />
        <div onClickCapture={() => setRenders(renders + 1)}>
          <Pay onReady={onReady} />
        </div>
      </OrderProvider>
    );
  }
  render(<Page />);
  await pass(1_000);
  click('terms');
  fireEvent.click(button());
  await pass(100);
  expect(button('Pay …').getAttribute('aria-busy')).toBe('true');
  await pass(1_000);
  expect(onReady).toHaveBeenCalledTimes(1);
});

test('GO1: a form is submitted once, when the promise has ended', async () => {
  const { run, ends } = held();
  const onSubmit = showInForm({ onReady: run });
  await pass(100);
  fireEvent.click(button());
  await pass(100);
  fireEvent.click(button('Pay …'));
  expect([run.mock.calls.length, onSubmit.mock.calls.length]).toEqual([1, 0]);
  ends[0]?.resolve();
  await pass(0);
  expect(onSubmit).toHaveBeenCalledTimes(1);
});

test('GO1: a rejected promise ends the attempt, submits nothing and is reported', async () => {
  const reported = vi.fn();
  vi.stubGlobal('reportError', reported);
  const { run, ends } = held();
  const onSubmit = showInForm({ onReady: run });
  await pass(100);
  fireEvent.click(button());
  const error = new Error('declined');
  ends[0]?.reject(error);
  await pass(0);
  expect(reported.mock.calls).toEqual([[error]]);
  expect(onSubmit).not.toHaveBeenCalled();
  fireEvent.click(button());
  expect(run).toHaveBeenCalledTimes(2);
  ends[1]?.reject(error);
  await pass(0);
  expect(reported).toHaveBeenCalledTimes(2);
  vi.unstubAllGlobals();
});

/** A page on which the gate waits for a tick when the test changes the page. */
async function waiting(pay: (onReady: () => void) => React.ReactElement, latency = 300) {
  const order = setUpOrder({ latency });
  const onReady = vi.fn();
  const page = (children: React.ReactNode) => (
    <>
      <Box consentId="ci_terms" name="terms" />
      {children}
    </>
  );
  const view = order.show(page(pay(onReady)));
  await pass(1_000);
  click('terms');
  fireEvent.click(button());
  await pass(100);
  expect(anyButton().getAttribute('aria-busy')).toBe('true');
  return {
    ...order,
    ...view,
    onReady,
    put: (children: React.ReactNode) => view.rerender(order.page(page(children))),
  };
}

test('GO2: an attempt that waits is dropped when its component unmounts, and another one may start', async () => {
  const { put, onReady } = await waiting((ready) => <Pay onReady={ready} />);
  put(<p>Cart</p>);
  await pass(1_000);
  put(<Pay onReady={onReady} />);
  expect(onReady).not.toHaveBeenCalled();
  fireEvent.click(button());
  expect(onReady).toHaveBeenCalledTimes(1);
});

test('GO2: an attempt that waits does not block the button of the next step', async () => {
  const { put, onReady } = await waiting((ready) => <Pay onReady={ready} />);
  const onOther = vi.fn();
  put(<Pay key="other" onReady={onOther} />);
  fireEvent.click(button());
  await pass(1_000);
  expect([onReady.mock.calls.length, onOther.mock.calls.length]).toEqual([0, 1]);
});

test('GO2: an attempt that waits is dropped when the page shows another order', async () => {
  const { sandbox, page, rerender, onReady } = await waiting((ready) => <Pay onReady={ready} />);
  const { id: orderId } = sandbox.orders.create();
  rerender(
    page(
      <>
        <Box consentId="ci_terms" name="terms" />
        <Pay onReady={onReady} />
      </>,
      { orderId },
    ),
  );
  await pass(1_000);
  expect(onReady).not.toHaveBeenCalled();
  expect(button().getAttribute('aria-busy')).toBe(null);
  expect(box('terms').getAttribute('aria-invalid')).toBe('false');
});

test('GO2: a save that ends between a transition to another order and its effects goes on with neither', async () => {
  vi.useRealTimers();
  let save: () => void = () => undefined;
  const saved = new Promise<void>((resolve) => (save = resolve));
  const { sandbox, client, orderId, page } = setUpOrder();
  const other = sandbox.orders.create();
  const onReady = vi.fn();
  const slow = { ...client, patchConsent: () => saved };
  /** Ends the save in the commit of the other order, before its effects. */
  function EndOfSave({ when }: { when: boolean }) {
    React.useLayoutEffect(() => {
      if (when) save();
    }, [when]);
    return null;
  }
  function Page() {
    const [shown, setShown] = React.useState(orderId);
    return page(
      <>
        <Box consentId="ci_terms" name="terms" />
        <Pay onReady={() => onReady(shown)} />
        <EndOfSave when={shown === other.id} />
        <button onClick={() => React.startTransition(() => setShown(other.id))}>Next</button>
        <output aria-label="order">{shown}</output>
      </>,
      { client: slow, orderId: shown },
    );
  }
  render(<Page />);
  await waitFor(() => expect(box('terms')).toHaveProperty('required', true));
  click('terms');
  fireEvent.click(button());
  await waitFor(() => expect(anyButton().getAttribute('aria-busy')).toBe('true'));
  const global = globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean | undefined };
  const before = global.IS_REACT_ACT_ENVIRONMENT;
  // `act` would run the effects together with the commit.
  global.IS_REACT_ACT_ENVIRONMENT = false;
  button('Next').click();
  const order = () => screen.getByRole('status', { name: 'order' }).textContent;
  while (order() !== other.id) await new Promise((resolve) => setTimeout(resolve));
  await new Promise((resolve) => setTimeout(resolve, 20));
  global.IS_REACT_ACT_ENVIRONMENT = before;
  expect(onReady).not.toHaveBeenCalled();
});

test('GO2: an attempt that waits is dropped when its button is removed, and a developer is warned', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  function Steps({ isCart, onReady }: { isCart: boolean; onReady: () => void }) {
    const { getSubmitProps } = useConsentGate();
    return isCart ? <p>Cart</p> : <button {...getSubmitProps({ onReady })}>Pay</button>;
  }
  const { put, onReady } = await waiting((ready) => <Steps isCart={false} onReady={ready} />);
  put(<Steps isCart onReady={onReady} />);
  await pass(1_000);
  expect(onReady).not.toHaveBeenCalled();
  expect(warn.mock.calls.join()).toContain('its button was removed while the gate waited');
});

test.each([
  [undefined, 1],
  [() => undefined, 0],
])(
  'a developer is warned where a refused attempt moves no focus and the page has no onRefused',
  async (onRefused, warnings) => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    const { show } = setUpOrder();
    show(
      <>
        <fieldset disabled>
          <Box consentId="ci_terms" name="terms" />
        </fieldset>
        <Pay {...(onRefused && { onRefused })} />
      </>,
    );
    await pass(100);
    fireEvent.click(button());
    await pass(100);
    const found = warn.mock.calls.filter(([text]) => String(text).includes('no box took the focus'));
    expect(found).toHaveLength(warnings);
  },
);

test.runIf('Activity' in React)('GO2: an attempt that waits is dropped when it is hidden', async () => {
  const { Activity } = React as unknown as {
    Activity: React.ComponentType<{ mode: string; children: React.ReactNode }>;
  };
  const { put, onReady } = await waiting((ready) => (
    <Activity mode="visible">
      <Pay onReady={ready} />
    </Activity>
  ));
  put(
    <Activity mode="hidden">
      <Pay onReady={onReady} />
    </Activity>,
  );
  await pass(1_000);
  expect(onReady).not.toHaveBeenCalled();
});

function Form({ noValidate = false, isLate = false, ...options }: FormProps) {
  const { getSubmitProps } = useConsentGate();
  return (
    <form noValidate={noValidate} onSubmit={(event) => event.preventDefault()}>
      <fieldset>
        <Box consentId="ci_terms" name="terms" />
        <input aria-label="Email" required defaultValue={isLate ? 'ada@shop.example' : ''} />
      </fieldset>
      <button {...getSubmitProps(options)}>Pay</button>
    </form>
  );
}
interface FormProps extends ConsentSubmitOptions {
  readonly noValidate?: boolean;
  readonly isLate?: boolean;
}

test('GO3: an invalid field is left to the browser, before the gate refuses anything', async () => {
  const { show } = setUpOrder();
  const [onReady, onRefused] = [vi.fn(), vi.fn()];
  show(<Form onReady={onReady} onRefused={onRefused} />);
  await pass(100);
  const invalid = vi.fn();
  screen.getByRole('textbox').addEventListener('invalid', invalid);
  fireEvent.click(button());
  await pass(100);
  expect(invalid).toHaveBeenCalled();
  expect([onReady.mock.calls.length, onRefused.mock.calls.length]).toEqual([0, 0]);
  expect(box('terms').getAttribute('aria-invalid')).toBe('false');

  fireEvent.change(screen.getByRole('textbox'), { target: { value: 'ada@shop.example' } });
  fireEvent.click(button());
  await pass(100);
  expect(onRefused.mock.calls).toEqual([
    [[expect.objectContaining({ consentId: 'ci_terms', reason: 'missing' })]],
  ]);
  expect(document.activeElement).toBe(box('terms'));
});

/** A submit button of a design system that has its form, as Material Web, or the id of one, as Shoelace. */
class DesignButton extends HTMLElement {
  readonly type = 'submit';
  get form() {
    return this.hasAttribute('own') ? this.closest('form') : undefined;
  }
}
customElements.define('design-button', DesignButton);

test.each([
  ['the form', { own: '' }, 1],
  ['no form', {}, 0],
])('a custom element that has %s waits for the gate, and goes on', async (_, attributes, submissions) => {
  const onReady = vi.fn();
  const onSubmit = vi.fn((event: React.SyntheticEvent) => event.preventDefault());
  function DesignPay() {
    const { getSubmitProps } = useConsentGate();
    return React.createElement('design-button', {
      role: 'button',
      ...attributes,
      ...getSubmitProps({ onReady }),
    });
  }
  setUpOrder({}, { consents: [{ id: 'ci_terms', required: true }] }).show(
    <form onSubmit={onSubmit}>
      <Box consentId="ci_terms" name="terms" />
      <DesignPay />
    </form>,
  );
  await pass(2_000);
  const pay = () => document.querySelector('design-button') as HTMLElement;
  expect(fireEvent.click(pay())).toBe(false);
  await pass(500);
  expect(onReady).not.toHaveBeenCalled();
  click('terms');
  fireEvent.click(pay());
  await pass(2_000);
  expect([onReady.mock.calls.length, onSubmit.mock.calls.length]).toEqual([1, submissions]);
});

test('GO3: with noValidate the gate decides alone', async () => {
  const { show } = setUpOrder();
  const onReady = vi.fn();
  show(<Form noValidate onReady={onReady} />);
  await pass(100);
  click('terms');
  fireEvent.click(button());
  await pass(100);
  expect(onReady).toHaveBeenCalledTimes(1);
});

test('GO3: a field that becomes invalid while the gate waits is reported, and onReady is not called', async () => {
  const { show } = setUpOrder({ latency: 300 });
  const onReady = vi.fn();
  show(<Form isLate onReady={onReady} />);
  await pass(1_000);
  click('terms');
  fireEvent.click(button());
  const field = screen.getByRole('textbox');
  const invalid = vi.fn();
  field.addEventListener('invalid', invalid);
  fireEvent.change(field, { target: { value: '' } });
  await pass(1_000);
  expect(invalid).toHaveBeenCalled();
  expect(onReady).not.toHaveBeenCalled();
});

function Note({ value = 'ring' }) {
  const { mutate, failedKeys, retry } = usePatchAttributes();
  return (
    <>
      <button onClick={() => mutate({ note: value })}>Write</button>
      <button onClick={retry}>Retry</button>
      <output>{failedKeys.join()}</output>
    </>
  );
}

test('GO4: an attribute that failed closes the gate, also when its component is gone, and shows again with it', async () => {
  const { sandbox, show, page, orderId } = setUpOrder({}, noTerms);
  const [onReady, onRefused] = [vi.fn(), vi.fn()];
  const events: OrderEvent[] = [];
  const onEvent = (event: OrderEvent) => void events.push(event);
  const pay = <Pay onReady={onReady} onRefused={onRefused} />;
  const { rerender } = show(
    <>
      <Note />
      {pay}
    </>,
    { onEvent },
  );
  await pass(100);
  const mend = sandbox.faults.add({ kind: 'status', status: 500, operation: 'patchAttributes' });
  fireEvent.click(button('Write'));
  rerender(page(pay, { onEvent }));
  await pass(1_000);
  expect(button().getAttribute('data-state')).toBe('blocked');
  fireEvent.click(button());
  await pass(100);
  expect(onReady).not.toHaveBeenCalled();
  expect(onRefused.mock.calls).toMatchObject([[[{ attribute: 'note', reason: 'not-saved' }]]]);
  expect(events).toEqual([{ type: 'attribute-not-saved', orderId, key: 'note' }]);

  mend();
  rerender(
    page(
      <>
        <Note />
        {pay}
      </>,
      { onEvent },
    ),
  );
  expect(screen.getByRole('status').textContent).toBe('note');
  fireEvent.click(button('Retry'));
  fireEvent.click(button());
  await pass(1_000);
  expect(onReady).toHaveBeenCalledTimes(1);
  expect(screen.getByRole('status').textContent).toBe('');
  expect(events.at(-1)).toEqual({ type: 'attribute-saved', orderId, key: 'note' });
  expect(sandbox.orders.get(orderId)?.attributes).toEqual({ note: 'ring' });
});

test('NV5: a check ends within 30 seconds in all, and names the attribute that is still being saved', async () => {
  const { sandbox, show } = setUpOrder({ latency: 10 }, noTerms, { timeout: 120_000, totalTimeout: 600_000 });
  const onRefused = vi.fn();
  show(
    <>
      <Note />
      <Pay onRefused={onRefused} />
    </>,
  );
  await pass(100);
  sandbox.faults.add({ kind: 'delay', operation: 'patchAttributes', before: 20_000 });
  fireEvent.click(button('Write'));
  fireEvent.click(button());
  await pass(15_000);
  fireEvent.click(button('Write'));
  await pass(14_900);
  expect(onRefused).not.toHaveBeenCalled();
  await pass(200);
  expect(onRefused.mock.calls).toMatchObject([[[{ attribute: 'note', reason: 'saving' }]]]);
});
