import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { createElement, useCallback, useEffect, useRef, useState } from 'react';
import type { ChangeEvent, ReactElement } from 'react';
import { createPortal, flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { useForm } from 'react-hook-form';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Box, setUpOrder } from '../test/order.tsx';
import { ConsentCheckbox } from './components/consent-checkbox.tsx';
import { ConsentGroup } from './components/consent-group.tsx';
import { useOrderConsent } from './hooks/use-order-consent.ts';

const box = () => screen.getByRole<HTMLInputElement>('checkbox');
const native = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'checked');

const changes: Readonly<Record<string, (element: HTMLInputElement) => unknown>> = {
  'sets `checked`': (element) => (element.checked = true),
  'sets `checked` and dispatches `change`': (element) => {
    element.checked = true;
    element.dispatchEvent(new Event('change', { bubbles: true }));
  },
  'sets `checked` past the property of the element, and dispatches `change`': (element) => {
    native?.set?.call(element, true);
    element.dispatchEvent(new Event('change', { bubbles: true }));
  },
  'sets `checked` past the property of the element, as an extension does, and dispatches `input`': (
    element,
  ) => {
    native?.set?.call(element, true);
    element.dispatchEvent(new Event('input', { bubbles: true }));
  },
  'sets `checked` past the property of the element, as an extension does, and dispatches a plain `click`': (
    element,
  ) => {
    native?.set?.call(element, true);
    element.dispatchEvent(new Event('click', { bubbles: true }));
  },
  'sets `defaultChecked` and resets the form': (element) => {
    element.defaultChecked = true;
    element.form?.reset();
  },
  'sets the attribute and resets the form': (element) => {
    element.setAttribute('checked', '');
    element.form?.reset();
  },
  'sets `indeterminate` and `checked`': (element) => {
    element.indeterminate = true;
    element.checked = true;
  },
};

for (const [name, change] of Object.entries(changes)) {
  test(`I1: a box shows the answer again when a script ${name}`, async () => {
    const { show, queryClient, writes } = setUpOrder();
    show(
      <form>
        <ConsentCheckbox consentId="ci_newsletter" label="News" />
      </form>,
    );
    await waitFor(() => expect(queryClient.isFetching()).toBe(0));
    act(() => void change(box()));
    await waitFor(() => expect([box().checked, box().indeterminate]).toEqual([false, false]));
    expect(box().closest('[data-state]')?.getAttribute('data-state')).toBe('unchecked');
    expect(writes()).toEqual([]);
    // The next click is an answer as ever.
    fireEvent.click(box());
    await waitFor(() => expect(writes().map(({ value }) => value)).toEqual([true]));
    expect(box().checked).toBe(true);
  });
}

test('I1: a box that a script set past the property shows the answer after the next read', async () => {
  const { show, queryClient, writes } = setUpOrder();
  show(<ConsentCheckbox consentId="ci_newsletter" label="News" />);
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  native?.set?.call(box(), true);
  await act(() => queryClient.refetchQueries());
  expect(box().checked).toBe(false);
  expect(writes()).toEqual([]);
});

test('I1: `setValue` of react-hook-form changes neither the box nor the order', async () => {
  const { show, queryClient, writes } = setUpOrder();
  function Form() {
    const form = useForm({ defaultValues: { news: false } });
    return (
      <form>
        <ConsentCheckbox consentId="ci_newsletter" label="News" {...form.register('news')} />
        <button type="button" onClick={() => form.setValue('news', true)}>
          Set
        </button>
      </form>
    );
  }
  show(<Form />);
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  fireEvent.click(screen.getByRole('button'));
  await waitFor(() => expect(box().checked).toBe(false));
  expect(writes()).toEqual([]);
});

test('I1: a click that the page prevents after React saw it leaves the box at the answer', async () => {
  const { show, holds } = setUpOrder();
  show(<ConsentCheckbox consentId="ci_newsletter" label="News" />);
  const prevent = (event: Event) => event.preventDefault();
  window.addEventListener('click', prevent);
  onTestFinished(() => window.removeEventListener('click', prevent));
  fireEvent.click(box());
  await waitFor(() => expect(holds('ci_newsletter')).toBe(true));
  await waitFor(() => expect(box().checked).toBe(true));
});

/** Renders during the capture phase of a click, as an update between two native listeners does in browsers. */
function Rendering({ children }: { children: (count: number) => ReactElement }) {
  const [count, setCount] = useState(0);
  return <div onClickCapture={() => flushSync(() => setCount(count + 1))}>{children(count)}</div>;
}

test('a click is an answer even if an ancestor renders the box during the click', async () => {
  const { show, holds, values, queryClient } = setUpOrder();
  show(
    <Rendering>{(count) => <ConsentCheckbox consentId="ci_newsletter" label={`News ${count}`} />}</Rendering>,
  );
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  for (const value of [true, false, true]) {
    fireEvent.click(box());
    expect(box().checked).toBe(value);
    await waitFor(() => expect(holds('ci_newsletter')).toBe(value));
  }
  expect(values('ci_newsletter')).toEqual([true, false, true]);
});

test('handlers of the shop get a click during which an ancestor renders the box, and may prevent it', async () => {
  const { show, holds, values, queryClient } = setUpOrder();
  const onChange = vi.fn(({ target }: ChangeEvent<HTMLInputElement>) => target.checked);
  const onCheckedChange = vi.fn((checked: boolean, event: ChangeEvent<HTMLInputElement>) => {
    if (!checked) event.preventDefault();
  });
  show(
    <Rendering>
      {(count) => (
        <ConsentCheckbox
          consentId="ci_newsletter"
          label={`News ${count}`}
          onChange={onChange}
          onCheckedChange={onCheckedChange}
        />
      )}
    </Rendering>,
  );
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  fireEvent.click(box());
  await waitFor(() => expect(holds('ci_newsletter')).toBe(true));
  for (const _ of [1, 2]) {
    fireEvent.click(box());
    await waitFor(() => expect(box().checked).toBe(true));
  }
  expect(onChange.mock.results.map(({ value }) => value as boolean)).toEqual([true, false, false]);
  expect(onCheckedChange.mock.calls.map(([checked]) => checked)).toEqual([true, false, false]);
  expect(values('ci_newsletter')).toEqual([true]);
});

test('a box of an own interface takes a click during which an ancestor renders it', async () => {
  const { show, holds, queryClient } = setUpOrder();
  show(<Rendering>{(count) => <Box name={`News ${count}`} />}</Rendering>);
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  for (const value of [true, false]) {
    fireEvent.click(box());
    await waitFor(() => expect(holds('ci_newsletter')).toBe(value));
    expect(box().checked).toBe(value);
  }
});

test('a click is an answer even if a script sets the box again after an ancestor rendered it during the click', async () => {
  const { show, values, queryClient } = setUpOrder();
  show(
    <Rendering>{(count) => <ConsentCheckbox consentId="ci_newsletter" label={`News ${count}`} />}</Rendering>,
  );
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  let isTicked = false;
  const set = () => (box().checked = isTicked);
  screen.getByText(/News/).closest('.nk-consent')?.addEventListener('click', set, true);
  for (const value of [true, false]) {
    isTicked = value;
    fireEvent.click(box());
    await waitFor(() => expect(values('ci_newsletter').at(-1)).toBe(value));
  }
  expect(values('ci_newsletter')).toEqual([true, false]);
});

test('two clicks in one task during which an ancestor renders the box are two answers', async () => {
  const { show, holds, queryClient } = setUpOrder();
  show(
    <Rendering>{(count) => <ConsentCheckbox consentId="ci_newsletter" label={`News ${count}`} />}</Rendering>,
  );
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  act(() => box().click());
  act(() => box().click());
  act(() => box().click());
  expect(box().checked).toBe(true);
  await waitFor(() => expect(holds('ci_newsletter')).toBe(true));
});

test('a box that a script sets in the task of its click takes the state of the click', async () => {
  const { show, holds, values, queryClient } = setUpOrder();
  show(<ConsentCheckbox consentId="ci_newsletter" label="News" />);
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  box().checked = true;
  box().checked = false;
  fireEvent.click(box());
  await waitFor(() => expect(holds('ci_newsletter')).toBe(true));
  expect([box().checked, values('ci_newsletter')]).toEqual([true, [true]]);
});

test('a read-only box that an ancestor renders during a click takes no answer', async () => {
  const { show, writes, queryClient } = setUpOrder();
  show(
    <Rendering>
      {(count) => <ConsentCheckbox consentId="ci_newsletter" label={`News ${count}`} readOnly />}
    </Rendering>,
  );
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  fireEvent.click(box());
  await waitFor(() => expect(box().checked).toBe(false));
  expect(writes()).toEqual([]);
});

test('a click that a listener of the page hides from React is an answer', async () => {
  const { show, holds } = setUpOrder();
  show(<ConsentCheckbox consentId="ci_newsletter" label="News" />);
  box().addEventListener('click', (event) => event.stopPropagation());
  fireEvent.click(box());
  await waitFor(() => expect(holds('ci_newsletter')).toBe(true));
  expect(box().checked).toBe(true);
});

test('a listener of the page that hides a click from React and answers by itself is not contradicted', async () => {
  const { show, values } = setUpOrder();
  function Answering(): ReactElement {
    const { setChecked } = useOrderConsent('ci_newsletter');
    useEffect(() => {
      const element = box();
      const answer = (event: Event) => {
        event.stopPropagation();
        setChecked(element.checked);
      };
      element.addEventListener('click', answer);
      return () => element.removeEventListener('click', answer);
    }, [setChecked]);
    return <ConsentCheckbox consentId="ci_newsletter" label="News" />;
  }
  show(<Answering />);
  for (const value of [true, false]) {
    fireEvent.click(box());
    await waitFor(() => expect(values('ci_newsletter').at(-1)).toBe(value));
    expect(box().checked).toBe(value);
  }
  expect(values('ci_newsletter')).toEqual([true, false]);
});

test('a component that changes its checkbox without a click, after one, is answered with its state', async () => {
  const { show, values } = setUpOrder();
  function Swiped(): ReactElement {
    const props = useOrderConsent('ci_newsletter').getCheckboxProps();
    const swipe = () => {
      box().checked = !box().checked;
      props.onChange({ currentTarget: box() } as ChangeEvent<HTMLInputElement>);
    };
    return (
      <>
        <input aria-label="News" {...props} />
        <button onClick={swipe}>swipe</button>
      </>
    );
  }
  show(<Swiped />);
  fireEvent.click(box());
  await waitFor(() => expect(values('ci_newsletter')).toEqual([true]));
  fireEvent.click(screen.getByRole('button', { name: 'swipe' }));
  await waitFor(() => expect(values('ci_newsletter')).toEqual([true, false]));
  expect(box().checked).toBe(false);
});

/** An order whose first box is taken off while it has the focus. */
function takeOffTheFocusedBox(container: HTMLElement, wrap = (element: ReactElement) => element) {
  const order = setUpOrder(
    {},
    {
      consents: [
        { id: 'ci_a', text: 'A' },
        { id: 'ci_b', text: 'B' },
      ],
    },
  );
  const root = createRoot(container);
  onTestFinished(() => act(() => root.unmount()));
  act(() => root.render(order.page(wrap(<ConsentGroup />))));
  const update = async () => {
    order.sandbox.orders.update(order.orderId, { consents: [{ id: 'ci_b', text: 'B' }] });
    await act(() => order.queryClient.refetchQueries());
  };
  return { ...order, update };
}

test('a box whose `checked` a script of the page has defined for good is answered and saved', async () => {
  const { show, values } = setUpOrder();
  function Fixed(): ReactElement {
    const { getCheckboxProps, saveState } = useOrderConsent('ci_newsletter');
    const { ref, ...props } = getCheckboxProps();
    const fixed = useCallback(
      (element: HTMLInputElement | null) => {
        if (element) Reflect.defineProperty(element, 'checked', { ...native, configurable: false });
        ref(element);
      },
      [ref],
    );
    return (
      <p>
        <input aria-label="News" {...props} ref={fixed} /> <output>{saveState}</output>
      </p>
    );
  }
  show(<Fixed />);
  fireEvent.click(box());
  await waitFor(() => expect(screen.getByRole('status').textContent).toBe('saved'));
  expect([box().checked, values('ci_newsletter')]).toEqual([true, [true]]);
});

test('a box takes a click after a script, as that of Material Components, has hidden a change of it from React', async () => {
  const { show, values } = setUpOrder();
  show(['A', 'B'].map((name) => <Box key={name} name={name} />) as never);
  const [first, second] = screen.getAllByRole<HTMLInputElement>('checkbox');
  if (first === undefined || second === undefined || native === undefined) throw new Error('No boxes.');
  Object.defineProperty(second, 'checked', { ...native, set: (value) => native.set?.call(second, value) });
  const clicks = [first, second, first, first, second, second];
  for (const [index, clicked] of clicks.entries()) {
    const value = index % 2 === 0;
    fireEvent.click(clicked);
    await waitFor(() => expect(values('ci_newsletter').at(-1)).toBe(value));
    expect([first.checked, second.checked]).toEqual([value, value]);
  }
  expect(values('ci_newsletter')).toHaveLength(clicks.length);
});

test('the focus stays in a group inside a shadow root when its box is taken off', async () => {
  const host = document.body.appendChild(document.createElement('div'));
  onTestFinished(() => host.remove());
  const shadow = host.attachShadow({ mode: 'open' });
  const { update } = takeOffTheFocusedBox(shadow.appendChild(document.createElement('div')));
  await waitFor(() => expect(shadow.querySelectorAll('input')).toHaveLength(2));
  act(() => shadow.querySelector('input')?.focus());
  await update();
  await waitFor(() => expect(shadow.activeElement).toBe(shadow.querySelector('fieldset')));
});

test('the focus stays in a group inside an iframe when its box is taken off', async () => {
  const frame = document.body.appendChild(document.createElement('iframe'));
  const outside = document.body.appendChild(document.createElement('div'));
  onTestFinished(() => [frame, outside].forEach((element) => element.remove()));
  const inside = frame.contentDocument as Document;
  const { update } = takeOffTheFocusedBox(outside, (element) => createPortal(element, inside.body) as never);
  await waitFor(() => expect(inside.querySelectorAll('input')).toHaveLength(2));
  act(() => inside.querySelector('input')?.focus());
  await update();
  await waitFor(() => expect(inside.activeElement).toBe(inside.querySelector('fieldset')));
});

test('a box in an iframe shows the answer again when a script sets it', async () => {
  const frame = document.body.appendChild(document.createElement('iframe'));
  onTestFinished(() => frame.remove());
  const inside = frame.contentDocument as Document;
  const { show, holds, writes } = setUpOrder();
  show(createPortal(<ConsentCheckbox consentId="ci_newsletter" label="News" />, inside.body) as never);
  const input = inside.querySelector('input') as HTMLInputElement;
  input.checked = true;
  await waitFor(() => expect(input.checked).toBe(false));
  expect(writes()).toEqual([]);
  fireEvent.click(input);
  await waitFor(() => expect(holds('ci_newsletter')).toBe(true));
});

/** A checkbox as those of Radix, React Aria and Ark UI: it has its first value again when its form is reset. */
function LibraryCheckbox({
  checked,
  onCheckedChange,
}: {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
}) {
  const [first] = useState(checked);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const form = button.current?.form;
    const onReset = () => onCheckedChange(first);
    form?.addEventListener('reset', onReset);
    return () => form?.removeEventListener('reset', onReset);
  });
  return (
    <button
      ref={button}
      type="button"
      role="checkbox"
      aria-checked={checked}
      onClick={() => onCheckedChange(!checked)}
    >
      News
    </button>
  );
}

test.each(['setChecked', 'mutate'] as const)(
  'I2: a component library that calls %s when its form is reset changes no answer',
  async (name) => {
    const { show, queryClient, sandbox, orderId, values } = setUpOrder();
    sandbox.orders.setChecked(orderId, 'ci_newsletter', true);
    function Page() {
      const consent = useOrderConsent('ci_newsletter');
      return (
        <form>
          <LibraryCheckbox checked={consent.checked} onCheckedChange={consent[name]} />
          <button type="reset">Reset</button>
        </form>
      );
    }
    show(<Page />);
    const control = screen.getByRole('checkbox');
    await waitFor(() => expect(control.getAttribute('aria-checked')).toBe('true'));
    fireEvent.click(screen.getByRole('button'));
    await waitFor(() => expect(queryClient.isFetching()).toBe(0));
    expect([control.getAttribute('aria-checked'), values('ci_newsletter')]).toEqual(['true', []]);
    fireEvent.click(control);
    await waitFor(() => expect(values('ci_newsletter')).toEqual([false]));
    act(() => control.closest('form')?.reset());
    await waitFor(() => expect(queryClient.isFetching()).toBe(0));
    expect([control.getAttribute('aria-checked'), values('ci_newsletter')]).toEqual(['false', [false]]);
    fireEvent.click(control);
    act(() => control.closest('form')?.reset());
    await waitFor(() => expect(values('ci_newsletter')).toEqual([false, true]));
    expect(control.getAttribute('aria-checked')).toBe('true');
  },
);

test('a custom element whose class inherits `checked` shows and saves the answer', async () => {
  class Inherited extends HTMLElement {
    get checked() {
      return this.hasAttribute('data-on');
    }
    set checked(value: boolean) {
      this.toggleAttribute('data-on', value);
    }
  }
  customElements.define('inherited-checkbox', class extends Inherited {});
  const { show, queryClient, values, sandbox, orderId } = setUpOrder();
  function Page() {
    const { getCheckboxProps, toggle } = useOrderConsent('ci_newsletter');
    const { ref } = getCheckboxProps();
    return createElement('inherited-checkbox', { ref, role: 'checkbox', onClick: toggle });
  }
  show(<Page />);
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  fireEvent.click(box());
  await waitFor(() => expect(values('ci_newsletter')).toEqual([true]));
  expect(box().checked).toBe(true);
  sandbox.orders.setChecked(orderId, 'ci_newsletter', false);
  await act(() => queryClient.refetchQueries());
  await waitFor(() => expect(box().checked).toBe(false));
});
