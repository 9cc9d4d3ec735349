import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState, version } from 'react';
import { useForm } from 'react-hook-form';
import { expect, test, vi } from 'vitest';
import { setUpOrder } from '../../test/order.tsx';
import { expectWarnings, requiredNewsletter, uniqueId } from '../../test/warnings.ts';
import { useOrderConsent } from '../hooks/use-order-consent.ts';
import { ConsentCheckbox } from './consent-checkbox.tsx';
import { NewsletterConsent } from './newsletter-consent.tsx';

const form = () => document.querySelector('form') as HTMLFormElement;
const box = () => screen.getByRole<HTMLInputElement>('checkbox');
const isReact19 = !version.startsWith('18');

test('a form sends name and value of a ticked box, and neither of an empty one', async () => {
  const { show } = setUpOrder();
  show(
    <form>
      <ConsentCheckbox consentId="ci_newsletter" label="News" name="news" value="yes" />
    </form>,
  );
  expect([...new FormData(form())]).toEqual([]);
  await userEvent.click(box());
  expect([...new FormData(form())]).toEqual([['news', 'yes']]);
});

test('a box outside of a form belongs to the form it names', async () => {
  const { show } = setUpOrder();
  show(
    <>
      <form id="checkout" />
      <ConsentCheckbox consentId="ci_newsletter" label="News" name="news" form="checkout" />
    </>,
  );
  await userEvent.click(box());
  expect([...new FormData(form())]).toEqual([['news', 'on']]);
});

test('the browser blocks a form until a required box is ticked, and fires `invalid`', async () => {
  const { show } = setUpOrder();
  const onInvalid = vi.fn();
  show(
    <form>
      <ConsentCheckbox consentId="ci_terms" label="Terms" onInvalid={onInvalid} />
    </form>,
  );
  await waitFor(() => expect(box().required).toBe(true));
  expect(form().checkValidity()).toBe(false);
  expect(onInvalid).toHaveBeenCalledTimes(1);
  await userEvent.click(box());
  expect(form().checkValidity()).toBe(true);
});

test("resetting a form shows the order's value, not the first one", async () => {
  const { show, holds, writes } = setUpOrder();
  show(
    <form>
      <ConsentCheckbox consentId="ci_newsletter" label="News" name="news" />
    </form>,
  );
  await userEvent.click(box());
  await screen.findByText('Saved');
  const before = writes().length;
  form().reset();
  expect([box().checked, holds('ci_newsletter')]).toEqual([true, true]);
  await userEvent.click(box());
  await waitFor(() => expect(holds('ci_newsletter')).toBe(false));
  form().reset();
  expect(box().checked).toBe(false);
  expect(writes()).toHaveLength(before + 1);
});

test('a form that is reset while an answer is on its way keeps the answer', async () => {
  const { show, holds } = setUpOrder({ latency: 100 });
  show(
    <form>
      <ConsentCheckbox consentId="ci_newsletter" label="News" />
    </form>,
  );
  await userEvent.click(box());
  form().reset();
  expect(box().checked).toBe(true);
  await waitFor(() => expect(holds('ci_newsletter')).toBe(true));
  expect(box().checked).toBe(true);
});

test.runIf(isReact19)('the reset of React after a form action changes no answer', async () => {
  const { show, holds } = setUpOrder();
  const sent: unknown[] = [];
  const action = async (data: FormData) => {
    sent.push(data.get('news'));
    await Promise.resolve();
  };
  show(
    <form action={action}>
      <ConsentCheckbox consentId="ci_newsletter" label="News" name="news" value="yes" />
      <button>Go on</button>
    </form>,
  );
  await userEvent.click(box());
  await userEvent.click(screen.getByRole('button', { name: 'Go on' }));
  await waitFor(() => expect(sent).toEqual(['yes']));
  await waitFor(() => expect(holds('ci_newsletter')).toBe(true));
  expect(box().checked).toBe(true);
  await userEvent.click(screen.getByRole('button', { name: 'Go on' }));
  await waitFor(() => expect(sent).toEqual(['yes', 'yes']));
  expect(box().checked).toBe(true);
});

function HookForm({ onSend }: { onSend: (values: unknown) => void }) {
  const { register, handleSubmit, reset, formState } = useForm({
    defaultValues: { news: false, terms: false },
  });
  return (
    <form onSubmit={(event) => void handleSubmit(onSend)(event)} noValidate>
      <ConsentCheckbox consentId="ci_newsletter" label="News" {...register('news')} />
      <ConsentCheckbox
        consentId="ci_terms"
        label="Terms"
        {...register('terms', { required: 'Terms are needed' })}
      />
      <output>{formState.errors.terms?.message}</output>
      <button type="button" onClick={() => reset()}>
        Reset
      </button>
      <button>Go on</button>
    </form>
  );
}

const named = (name: RegExp) => screen.getByRole<HTMLInputElement>('checkbox', { name });

test('react-hook-form gets each answer and validates `required`', async () => {
  const { show, holds } = setUpOrder();
  const onSend = vi.fn();
  show(<HookForm onSend={onSend} />);
  await userEvent.click(screen.getByRole('button', { name: 'Go on' }));
  await screen.findByText('Terms are needed');
  expect(onSend).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(named(/Terms/));
  await userEvent.click(named(/Terms/));
  await userEvent.click(named(/News/));
  await userEvent.click(screen.getByRole('button', { name: 'Go on' }));
  await waitFor(() => expect(onSend.mock.calls[0]?.[0]).toEqual({ news: true, terms: true }));
  await waitFor(() => expect([holds('ci_newsletter'), holds('ci_terms')]).toEqual([true, true]));
});

test('neither defaults nor reset of react-hook-form change what a box shows', async () => {
  const order = setUpOrder();
  order.sandbox.orders.setChecked(order.orderId, 'ci_newsletter', true);
  const initialOrder = await order.client.getOrder(order.orderId);
  order.show(<HookForm onSend={() => undefined} />, { initialOrder });
  expect(named(/News/).checked).toBe(true);
  await userEvent.click(named(/Terms/));
  await waitFor(() => expect(order.holds('ci_terms')).toBe(true));
  await userEvent.click(screen.getByRole('button', { name: 'Reset' }));
  await waitFor(() => expect([named(/News/).checked, named(/Terms/).checked]).toEqual([true, true]));
  expect([order.holds('ci_newsletter'), order.holds('ci_terms')]).toEqual([true, true]);
  expect(order.values('ci_newsletter')).toEqual([]);
});

test('HC10: forms named like DOM properties do not affect the box', async () => {
  const { show, holds } = setUpOrder();
  show(
    <form id="checked" name="fetch">
      <input name="checked" aria-label="a field" />
      <input name="addEventListener" aria-label="another field" />
      <ConsentCheckbox consentId="ci_newsletter" label="News" name="reset" />
    </form>,
  );
  await userEvent.click(box());
  await waitFor(() => expect(holds('ci_newsletter')).toBe(true));
});

test('a newsletter that the order marks as required blocks no form', async () => {
  const id = uniqueId('news');
  expectWarnings(requiredNewsletter(id));
  const consents = [{ id, text: 'News', required: true }];
  const { show, queryClient } = setUpOrder({}, { consents });
  show(
    <form>
      <NewsletterConsent consentId={id} />
    </form>,
  );
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  expect(form().checkValidity()).toBe(true);
});

test('the handlers of the shop come first, the native one before ours', () => {
  const { show, writes } = setUpOrder();
  const heard: string[] = [];
  show(
    <ConsentCheckbox
      consentId="ci_newsletter"
      label="News"
      onClick={() => heard.push(`click ${writes().length}`)}
      onChange={({ target }) => heard.push(`change ${String(target.checked)}`)}
      onCheckedChange={(checked) => heard.push(`checkedChange ${String(checked)}`)}
    />,
  );
  fireEvent.click(box());
  expect(heard).toEqual(['click 0', 'change true', 'checkedChange true']);
});

for (const handler of ['onClick', 'onChange', 'onCheckedChange'] as const) {
  test(`an answer is not taken where the shop prevents it in ${handler}`, async () => {
    const { show, writes } = setUpOrder();
    const prevent = (...given: readonly unknown[]) => {
      const event = given.find((one) => typeof one === 'object') as { preventDefault: () => void };
      event.preventDefault();
    };
    show(<ConsentCheckbox consentId="ci_newsletter" label="News" {...{ [handler]: prevent }} />);
    await userEvent.click(box());
    await waitFor(() => expect(box().checked).toBe(false));
    expect(writes()).toEqual([]);
  });
}

test('a shop that prevents a click and answers by itself sees its own answer in the box', async () => {
  const { show, holds } = setUpOrder();
  function Asking() {
    const { setChecked } = useOrderConsent('ci_newsletter');
    return (
      <ConsentCheckbox
        consentId="ci_newsletter"
        label="News"
        onCheckedChange={(checked, event) => {
          event.preventDefault();
          setChecked(checked);
        }}
      />
    );
  }
  show(<Asking />);
  await userEvent.click(box());
  await waitFor(() => expect(holds('ci_newsletter')).toBe(true));
  await waitFor(() => expect(box().checked).toBe(true));
});

test('a disabled box takes no answer', async () => {
  const { show, writes } = setUpOrder();
  show(<ConsentCheckbox consentId="ci_newsletter" label="News" disabled />);
  await userEvent.click(screen.getByText('News'));
  expect(writes()).toEqual([]);
});

test('a box that gets another consent shows that one, and answers go there', async () => {
  const order = setUpOrder({}, { consents: [{ id: 'ci_a' }, { id: 'ci_b' }] });
  const view = render(order.page(<ConsentCheckbox consentId="ci_a" label="A" />));
  await userEvent.click(box());
  await waitFor(() => expect(order.holds('ci_a')).toBe(true));
  view.rerender(order.page(<ConsentCheckbox consentId="ci_b" label="B" />));
  expect(box().checked).toBe(false);
  await userEvent.click(box());
  await waitFor(() => expect(order.holds('ci_b')).toBe(true));
  expect([order.values('ci_a'), order.values('ci_b')]).toEqual([[true], [true]]);
});

test('a box may be of another order than the page', async () => {
  const order = setUpOrder();
  const { id: otherId } = order.sandbox.orders.create();
  order.show(<ConsentCheckbox consentId="ci_newsletter" orderId={otherId} label="News" />);
  await userEvent.click(box());
  await screen.findByText('Saved');
  expect(order.holds('ci_newsletter')).toBe(false);
  expect(order.sandbox.orders.get(otherId)?.consents[0]?.checked).toBe(true);
});

test.runIf(isReact19)('calls the cleanup that a ref returns', () => {
  const order = setUpOrder();
  const undo = vi.fn();
  const ref = vi.fn(() => undo);
  const view = order.show(<ConsentCheckbox consentId="ci_newsletter" label="News" ref={ref} />);
  const attached = ref.mock.calls.length;
  view.unmount();
  expect(ref).toHaveBeenCalledTimes(attached);
  expect(undo).toHaveBeenCalledTimes(attached);
});

function Counting() {
  const [count, setCount] = useState(0);
  return (
    <>
      <button type="button" onClick={() => setCount(count + 1)}>
        {`Again ${count}`}
      </button>
      <ConsentCheckbox consentId="ci_newsletter" label="News" />
    </>
  );
}

test('a page that renders again and again neither writes nor changes the box', async () => {
  const { show, writes, holds } = setUpOrder();
  show(<Counting />);
  await userEvent.click(box());
  await waitFor(() => expect(holds('ci_newsletter')).toBe(true));
  for (let times = 0; times < 5; times += 1) fireEvent.click(screen.getByText(/Again/));
  expect(box().checked).toBe(true);
  expect(writes()).toHaveLength(1);
});
