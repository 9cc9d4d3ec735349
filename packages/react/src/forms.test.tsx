import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { version } from 'react';
import type { ComponentType } from 'react';
import { describe, expect, test, vi } from 'vitest';
import { CheckoutForm as Conform } from '../test/forms/conform.tsx';
import { CheckoutForm as FormAction } from '../test/forms/form-action.tsx';
import { CheckoutForm as Formik } from '../test/forms/formik.tsx';
import { CheckoutForm as HookForm } from '../test/forms/hook-form.tsx';
import { CheckoutForm as NativeForm } from '../test/forms/native-form.tsx';
import { CheckoutForm as TanstackForm } from '../test/forms/tanstack-form.tsx';
import { setUpOrder } from '../test/order.tsx';

type Place = (values: unknown) => Promise<void>;

// The forms of docs/guides/forms.md.
const forms: Readonly<Record<string, ComponentType<{ onPlace: Place }>>> = {
  'react-hook-form': HookForm,
  'TanStack Form': TanstackForm,
  Formik,
  Conform,
  'a native form': NativeForm,
  // React 18 has no form actions.
  ...(version.startsWith('18') ? {} : { 'a form action': FormAction }),
};

const news = () => screen.getByRole<HTMLInputElement>('checkbox', { name: /news/ });
const terms = () => screen.getByRole<HTMLInputElement>('checkbox', { name: /terms/ });
const email = () => screen.getByRole<HTMLInputElement>('textbox', { name: /Email/ });
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

/** Returns the values of a form in one shape: an empty box is missing in form data. */
function valuesOf(given: unknown) {
  const values = given instanceof FormData ? Object.fromEntries(given) : (given as Record<string, unknown>);
  return { email: values['email'], news: Boolean(values['news']) };
}

for (const [name, Form] of Object.entries(forms)) {
  describe(name, () => {
    async function open({ isTicked = false } = {}) {
      const order = setUpOrder();
      // A tick of an earlier visit, with its evidence.
      if (isTicked) {
        const evidence = [
          { consentId: 'ci_newsletter', checked: true, textHash: '', at: '', source: '', kit: '' },
        ];
        order.sandbox.orders.update(order.orderId, {
          attributes: { 'consent-evidence-ci_newsletter': evidence },
        });
        order.sandbox.orders.setChecked(order.orderId, 'ci_newsletter', true);
      }
      const onPlace = vi.fn<Place>(() => Promise.resolve());
      order.show(<Form onPlace={onPlace} />);
      await waitFor(() => expect(order.queryClient.isFetching()).toBe(0));
      await waitFor(() => expect(news().checked).toBe(isTicked));
      const placed = () => onPlace.mock.calls.map(([values]) => valuesOf(values));
      const fill = async () => {
        await userEvent.type(email(), 'a@b.example');
        await userEvent.click(terms());
        await waitFor(() => expect(order.holds('ci_terms')).toBe(true));
      };
      return { ...order, placed, fill };
    }

    test('I2: a page with the form writes nothing without an act, and submits what the box shows', async () => {
      const { values, fill, placed } = await open({ isTicked: true });
      await fill();
      await press('Place order');
      await waitFor(() => expect(placed()).toEqual([{ email: 'a@b.example', news: true }]));
      expect(news().checked).toBe(true);
      expect(values('ci_newsletter')).toEqual([]);
    });

    test('a tick is on the order and in the values of the form', async () => {
      const { holds, fill, placed } = await open();
      await userEvent.click(news());
      await waitFor(() => expect(holds('ci_newsletter')).toBe(true));
      await fill();
      await press('Place order');
      await waitFor(() => expect(placed()).toEqual([{ email: 'a@b.example', news: true }]));
    });

    test('I1: the form has the value of the box after another party changed the order', async () => {
      const { sandbox, orderId, queryClient, fill, placed } = await open({ isTicked: true });
      sandbox.orders.setChecked(orderId, 'ci_newsletter', false);
      await queryClient.invalidateQueries();
      await waitFor(() => expect(news().checked).toBe(false));
      await fill();
      await press('Place order');
      await waitFor(() => expect(placed()).toEqual([{ email: 'a@b.example', news: false }]));
    });

    test('I2: a reset empties the fields, and changes neither the box nor the order', async () => {
      const { holds, values, fill, placed } = await open();
      await userEvent.click(news());
      await fill();
      await press('Reset');
      await waitFor(() => expect(email().value).toBe(''));
      await waitFor(() => expect([news().checked, terms().checked]).toEqual([true, true]));
      // user-event types behind the text from before the reset.
      fireEvent.change(email(), { target: { value: 'c@d.example' } });
      await press('Place order');
      await waitFor(() => expect(placed()).toEqual([{ email: 'c@d.example', news: true }]));
      expect([holds('ci_newsletter'), values('ci_newsletter'), values('ci_terms')]).toEqual([
        true,
        [true],
        [true],
      ]);
    });

    test('a submission passes the gate: not without the terms, and once', async () => {
      const { placed, fill } = await open();
      await userEvent.type(email(), 'a@b.example');
      await press('Place order');
      await waitFor(() => expect(document.activeElement).toBe(terms()));
      expect(placed()).toEqual([]);
      await userEvent.clear(email());
      await fill();
      await press('Place order');
      await waitFor(() => expect(placed()).toEqual([{ email: 'a@b.example', news: false }]));
    });

    test('an empty email address keeps the form from being submitted', async () => {
      const { placed, fill } = await open();
      await fill();
      await userEvent.clear(email());
      await press('Place order');
      await waitFor(() => expect(email().matches(':invalid') || screen.queryByRole('alert')).toBeTruthy());
      expect(placed()).toEqual([]);
    });
  });
}
