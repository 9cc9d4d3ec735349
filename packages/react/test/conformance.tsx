import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import axe from 'axe-core';
import { createRef } from 'react';
import type { ReactElement, Ref } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { setUpOrder } from './order.tsx';
import { useConsentGate } from '../src/hooks/use-consent-gate.ts';

/** Props that every component accepts. */
interface ConformingProps {
  className?: string;
  style?: { margin: number };
  id?: string;
  /** Of any element; the test looks at what it gets. */
  ref?: Ref<never>;
  onFocus?: () => void;
  'data-test'?: string;
}

type Setup = ReturnType<typeof setUpOrder>;

const patch = { operation: 'patchConsent' } as const;
const answer = () => fireEvent.click(screen.getAllByRole('checkbox')[0] as HTMLElement);
const lastState = (state: string) =>
  waitFor(() => expect(document.querySelector(`[data-save-state="${state}"]`)).not.toBeNull());
const untilText = (words: RegExp) => waitFor(() => expect(document.body.textContent).toMatch(words));

/** Steps that bring a box into each visible state. */
const states: Readonly<Record<string, (order: Setup) => unknown>> = {
  unticked: () => undefined,
  ticked: ({ sandbox, orderId }) => {
    // A newsletter that comes ticked is worth a warning, which has a test of its own.
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    for (const { id } of sandbox.orders.get(orderId)?.consents ?? []) {
      sandbox.orders.setChecked(orderId, id, true);
    }
  },
  saving: async ({ sandbox }) => {
    sandbox.faults.add({ kind: 'hang', ...patch });
    answer();
    await lastState('saving');
  },
  saved: async () => {
    answer();
    await lastState('saved');
  },
  'not saved': async ({ sandbox }) => {
    sandbox.faults.add({ kind: 'status', status: 403, ...patch });
    answer();
    await lastState('not-saved');
  },
  unknown: async ({ sandbox }) => {
    sandbox.faults.add({ kind: 'drop' });
    answer();
    await lastState('unknown');
  },
  'waiting for a connection': async ({ sandbox }) => {
    sandbox.faults.add({ kind: 'hang', ...patch });
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    answer();
    await lastState('waiting');
  },
  'held back': async () => {
    fireEvent.click(screen.getByRole('button', { name: 'Go on' }));
    await waitFor(() => expect(document.querySelector('[data-state="blocked"]')).not.toBeNull());
  },
  'order placed': async ({ sandbox, orderId }) => {
    sandbox.orders.setStatus(orderId, 'completed');
    answer();
    await untilText(/already been placed/);
  },
  'taken off the order': async ({ sandbox, orderId }) => {
    sandbox.orders.update(orderId, { consents: [] });
    answer();
    await untilText(/no longer part of the order/);
  },
};

const statesWithoutBoxes = {
  unticked: states['unticked'],
  'held back': states['held back'],
} as typeof states;

function GoOn(): ReactElement {
  const { getSubmitProps } = useConsentGate();
  return (
    <button type="button" {...getSubmitProps()}>
      Go on
    </button>
  );
}

async function findViolations(container: Element): Promise<readonly string[]> {
  const { violations } = await axe.run(container, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** Tests that every component of this package passes; `hasBoxes` if it renders boxes of an order by itself. */
export function describeConformance(
  element: (props: ConformingProps) => ReactElement,
  { hasBoxes = true }: { hasBoxes?: boolean } = {},
): void {
  const prepare = async () => {
    const order = setUpOrder();
    const initialOrder = await order.client.getOrder(order.orderId);
    const page = (props: ConformingProps = {}) => order.page(element(props), { initialOrder });
    return { ...order, initialOrder, page };
  };

  describe('as every component', () => {
    afterEach(() => void vi.restoreAllMocks());

    test('leads a ref to its element, and away from it again', async () => {
      const { page } = await prepare();
      const ref = createRef<HTMLElement>();
      const given: unknown[] = [];
      const view = render(page({ ref: ref as Ref<never> }));
      const target = ref.current;
      expect(target).toBeInstanceOf(HTMLElement);
      view.rerender(page({ ref: (value) => void given.push(value) }));
      expect(ref.current).toBeNull();
      expect(given.at(-1)).toBe(target);
      view.unmount();
      expect(given.at(-1)).toBeNull();
    });

    test('adds class and style to the outermost element, beside its own class', async () => {
      const { page } = await prepare();
      const { container } = render(page({ className: 'mine', style: { margin: 4 } }));
      const root = container.firstElementChild as HTMLElement;
      expect([...root.classList]).toEqual([expect.stringMatching(/^nk-/), 'mine']);
      expect(root.style.margin).toBe('4px');
    });

    test('passes every further prop to the element of the ref', async () => {
      const { page } = await prepare();
      const ref = createRef<HTMLElement>();
      const onFocus = vi.fn();
      render(page({ ref: ref as Ref<never>, id: 'own', 'data-test': 'x', onFocus }));
      expect(ref.current?.id).toBe('own');
      expect(ref.current?.dataset['test']).toBe('x');
      fireEvent.focus(ref.current as HTMLElement);
      expect(onFocus).toHaveBeenCalledTimes(1);
    });

    test('SH4: is taken over as the server rendered it, without a write', async () => {
      const { page, writes } = await prepare();
      vi.stubGlobal('window', undefined);
      vi.stubGlobal('document', undefined);
      const sent = renderToString(page());
      vi.unstubAllGlobals();
      const container = document.createElement('div');
      container.innerHTML = sent;
      document.body.append(container);
      const { innerHTML } = container;
      const errors: unknown[] = [];
      const onRecoverableError = (error: unknown) => errors.push(error);
      const root = await act(() => hydrateRoot(container, page(), { onRecoverableError }));
      expect(errors).toEqual([]);
      expect(container.innerHTML).toBe(innerHTML);
      expect(writes()).toEqual([]);
      act(() => root.unmount());
      container.remove();
    });

    test('leaves nothing behind when it goes', async () => {
      const { page } = await prepare();
      const view = render(page());
      view.unmount();
      expect(view.container.innerHTML).toBe('');
    });

    test.runIf(hasBoxes)('AX15: the accessible name of each box is its visible label', async () => {
      const { page } = await prepare();
      render(page());
      for (const box of screen.getAllByRole<HTMLInputElement>('checkbox')) {
        // Without the mark of a required box, which is not read because the box is `required`.
        const words = box.labels?.[0]?.querySelector(':not([aria-hidden])')?.textContent.trim();
        expect(words).toMatch(/\w/);
        expect(screen.getAllByRole('checkbox', { name: words ?? '' })).toContain(box);
      }
    });

    for (const [name, reach] of Object.entries(hasBoxes ? states : statesWithoutBoxes)) {
      test(`AX1: axe finds nothing wrong: ${name}`, async () => {
        const order = setUpOrder();
        if (name === 'ticked') await reach(order);
        const initialOrder = await order.client.getOrder(order.orderId);
        const { container } = order.show(
          <>
            {element({})}
            <GoOn />
          </>,
          { initialOrder },
        );
        await waitFor(() => expect(order.queryClient.isFetching()).toBe(0));
        if (name !== 'ticked') await reach(order);
        expect(await findViolations(container)).toEqual([]);
      });
    }
  });
}
