import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { holdWrites, pass, setUpOrder } from '../../test/order.tsx';
import { expectWarnings, noWords, requiredNewsletter, uniqueId } from '../../test/warnings.ts';
import { describeConformance } from '../../test/conformance.tsx';
import { ConsentCheckbox } from './consent-checkbox.tsx';
import { NewsletterConsent } from './newsletter-consent.tsx';

afterEach(() => void vi.useRealTimers());

describeConformance((props) => <ConsentCheckbox consentId="ci_terms" {...props} />);

const says = (words: string) => waitFor(() => expect(screen.getByRole('status').textContent).toBe(words));

test('SE13: is empty until the shopper ticks it, and then on the order', async () => {
  const { show, holds, writes } = setUpOrder({}, { consents: [{ id: 'ci_newsletter', text: 'News' }] });
  show(<ConsentCheckbox consentId="ci_newsletter" label="News by e-mail" />);
  const box = screen.getByRole('checkbox', { name: 'News by e-mail' });
  expect(box).toHaveProperty('checked', false);
  expect(writes()).toEqual([]);
  await userEvent.click(screen.getByText('News by e-mail'));
  expect(box).toHaveProperty('checked', true);
  await waitFor(() => expect(holds('ci_newsletter')).toBe(true));
});

test('AX8: takes its wording from the order, and marks a required box in words that are not read twice', async () => {
  const { show } = setUpOrder();
  show(<ConsentCheckbox consentId="ci_terms" />);
  await screen.findByText('(required)');
  const box = screen.getByRole('checkbox');
  expect(box).toHaveProperty('required', true);
  expect(screen.getByRole('checkbox', { name: /^[^(]+$/ })).toBe(box);
});

test('SE11: a consent without words still has a name', async () => {
  expectWarnings(noWords('ci_odd'));
  const { sandbox, orderId, show } = setUpOrder();
  sandbox.orders.update(orderId, { consents: [{ id: 'ci_odd', text: null as never, surprise: 1 }] });
  show(<ConsentCheckbox consentId="ci_odd" />);
  expect(await screen.findByRole('checkbox', { name: 'ci_odd' })).toBeDefined();
});

test('HC1: markup in the wording of an order is shown as words', async () => {
  const text = '<img src=x onerror="alert(1)"> <a href="javascript:alert(1)">terms</a>';
  const { show } = setUpOrder({}, { consents: [{ id: 'ci_hostile', text }] });
  const { container } = show(<ConsentCheckbox consentId="ci_hostile" />);
  await screen.findByText(text);
  expect(container.querySelector('img, a, script')).toBeNull();
});

test('HC5: ids with any characters keep label, description and box together', async () => {
  const consentId = `a"b'c<d>#:. `;
  const { show } = setUpOrder({}, { consents: [{ id: consentId, text: 'Odd' }] });
  show(<ConsentCheckbox consentId={consentId} description="More about it" />);
  const box = await screen.findByRole('checkbox', { name: 'Odd', description: /More about it/ });
  await userEvent.click(screen.getByText('Odd'));
  expect(box).toHaveProperty('checked', true);
});

test('calls the handler of the shop first, and does not answer where that prevents it', async () => {
  const { show, writes } = setUpOrder();
  const onCheckedChange = vi.fn((_: boolean, event: { preventDefault: () => void }) =>
    event.preventDefault(),
  );
  show(<ConsentCheckbox consentId="ci_newsletter" label="News" onCheckedChange={onCheckedChange} />);
  const box = screen.getByRole('checkbox');
  await userEvent.click(box);
  expect(onCheckedChange.mock.calls[0]?.[0]).toBe(true);
  expect(writes()).toEqual([]);
});

test('AX3: keeps the focus and stays usable while it saves', async () => {
  const { options, release } = holdWrites();
  const { show } = setUpOrder({}, {}, options);
  show(<ConsentCheckbox consentId="ci_newsletter" label="News" />);
  const box = screen.getByRole('checkbox');
  await userEvent.click(box);
  await screen.findByText('Saving …');
  expect(document.activeElement).toBe(box);
  expect(box).toHaveProperty('disabled', false);
  release();
  await screen.findByText('Saved');
  expect(document.activeElement).toBe(box);
});

test('AX6: announces "Saved" in an existing live region, and no "Saving" for a quick save', async () => {
  vi.useFakeTimers();
  const { show } = setUpOrder();
  show(<ConsentCheckbox consentId="ci_newsletter" label="News" />);
  const region = screen.getByRole('status');
  expect(region.textContent).toBe('');
  const said: string[] = [];
  new MutationObserver(() => said.push(region.textContent)).observe(region, {
    childList: true,
    subtree: true,
  });
  act(() => screen.getByRole('checkbox').focus());
  fireEvent.click(screen.getByRole('checkbox'));
  await pass(1_000);
  expect(screen.getByRole('status')).toBe(region);
  expect(said).toEqual(['Saved']);
});

test("AX7: shows the order's value in words after a failed save, and saves on retry", async () => {
  const { sandbox, show, holds } = setUpOrder();
  const mend = sandbox.faults.add({ kind: 'status', status: 403, operation: 'patchConsent' });
  show(<ConsentCheckbox consentId="ci_newsletter" label="News" />);
  const box = screen.getByRole('checkbox');
  await userEvent.click(box);
  await says('Not saved. The box is still unticked.');
  expect(box).toHaveProperty('checked', false);
  expect(screen.getByRole('checkbox', { description: /Not saved/ })).toBe(box);
  mend();
  await userEvent.click(screen.getByRole('button', { name: 'Try again News' }));
  await screen.findByText('Saved');
  expect(box).toHaveProperty('checked', true);
  expect(holds('ci_newsletter')).toBe(true);
});

test('AX2: Space answers; Enter neither answers nor submits the form', async () => {
  const { show, writes } = setUpOrder();
  const onSubmit = vi.fn((event: { preventDefault: () => void }) => event.preventDefault());
  show(
    <form onSubmit={onSubmit}>
      <ConsentCheckbox consentId="ci_newsletter" label="News" name="news" value="yes" />
      <button>Go on</button>
    </form>,
  );
  const box = screen.getByRole('checkbox');
  await userEvent.tab();
  expect(document.activeElement).toBe(box);
  await userEvent.keyboard('{Enter}');
  expect(box).toHaveProperty('checked', false);
  expect(onSubmit).not.toHaveBeenCalled();
  await userEvent.keyboard(' ');
  expect(box).toHaveProperty('checked', true);
  await waitFor(() => expect(writes()).toHaveLength(1));
  expect(
    new FormData(screen.getByRole<HTMLButtonElement>('button', { name: 'Go on' }).form ?? undefined).get(
      'news',
    ),
  ).toBe('yes');
});

test('passes the props of a native checkbox to the input, class and style to the outermost element', () => {
  const { show } = setUpOrder();
  const ref = vi.fn();
  const { container } = show(
    <ConsentCheckbox
      consentId="ci_newsletter"
      label="News"
      id="news"
      ref={ref}
      className="mine"
      style={{ margin: 4 }}
      form="other"
      data-test="x"
    />,
  );
  const box = screen.getByRole('checkbox');
  expect(ref).toHaveBeenCalledWith(box);
  expect(box.id).toBe('news');
  expect(box.getAttribute('form')).toBe('other');
  expect(box.dataset['test']).toBe('x');
  const root = container.querySelector<HTMLElement>('.nk-consent.mine');
  expect(root?.style.margin).toBe('4px');
});

test('a consent that is not on the order is not shown', async () => {
  const { show, queryClient, orderId } = setUpOrder();
  expectWarnings(`order ${orderId} has no consent "ci_other"; it has ci_newsletter, ci_terms.`);
  const { container } = show(<ConsentCheckbox consentId="ci_other" label="Other" />);
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  await waitFor(() => expect(container.innerHTML).toBe(''));
});

test('the newsletter brings its wording and is never required, also when the order requires it', async () => {
  const id = uniqueId('news');
  expectWarnings(requiredNewsletter(id));
  const { show, queryClient } = setUpOrder({}, { consents: [{ id, text: 'x', required: true }] });
  show(<NewsletterConsent consentId={id} />);
  await waitFor(() => expect(queryClient.isFetching()).toBe(0));
  const box = screen.getByRole('checkbox', { name: 'Send me news and offers by email' });
  expect(box).toHaveProperty('required', false);
});
