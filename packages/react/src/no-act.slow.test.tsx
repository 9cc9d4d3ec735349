import type { OrderClient } from '@norce-kit/core';
import { consentEvidence } from '@norce-kit/react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act } from '@testing-library/react';
import fc from 'fast-check';
import * as React from 'react';
import type { ReactElement, ReactNode } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { useForm } from 'react-hook-form';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { assertInBudget, modelBudget } from '../../../tests/in-budget.ts';
import { onServer } from '../test/hydration.tsx';
import { setUpOrder } from '../test/order.tsx';
import { ConsentGroup } from './components/consent-group.tsx';
import { NewsletterConsent } from './components/newsletter-consent.tsx';
import { useConsentGate } from './hooks/use-consent-gate.ts';
import { useOrder } from './hooks/use-order.ts';
import { useOrderConsent } from './hooks/use-order-consent.ts';
import { orderQueryKey } from './order/order-query.ts';
import { OrderProvider } from './provider.tsx';

const { version, StrictMode, Suspense, lazy } = React;
const budget = modelBudget({ runs: 75, seconds: 20 });
/** React 18 has no `<Activity>`. */
const { Activity } = React as { Activity?: typeof React.Activity };

beforeEach(() => {
  // React 18 warns of layout effects on a server, and the kit of a newsletter that comes ticked.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => void vi.restoreAllMocks());

/** How a host renders the page. */
interface Host {
  readonly isHydrated: boolean;
  readonly isLate: boolean;
  readonly hasInitialOrder: boolean;
  readonly isTicked: boolean;
  readonly isFormFirst: boolean;
  readonly formDefault: boolean;
  readonly isShared: boolean;
}

const hosts: fc.Arbitrary<Host> = fc.record({
  isHydrated: fc.boolean(),
  isLate: fc.boolean(),
  hasInitialOrder: fc.boolean(),
  isTicked: fc.boolean(),
  isFormFirst: fc.boolean(),
  formDefault: fc.boolean(),
  isShared: fc.boolean(),
});

/** The state of the page that the host changes. */
interface Page {
  readonly key: number;
  readonly isHidden: boolean;
  readonly isMoved: boolean;
  readonly isSecondOrder: boolean;
  readonly wording: number;
}

const steps = [
  'hydrate',
  'release',
  'key',
  'hide',
  'move',
  'switch',
  'reword',
  'reset',
  'setValue',
  'setChecked',
  'dispatch',
  'read',
  'change',
  'setQueryData',
  'clear',
  'focus',
  'remount',
] as const;

type Step = (typeof steps)[number];

function FormBox({ host, wording }: { host: Host; wording: number }) {
  const form = useForm({ defaultValues: { news: host.formDefault } });
  const { getCheckboxProps } = useOrderConsent('ci_newsletter', { wording: { text: `Wording ${wording}` } });
  const { ref: boxRef, ...props } = getCheckboxProps();
  const { ref: formRef, name } = form.register('news');
  const refs = host.isFormFirst ? [formRef, boxRef] : [boxRef, formRef];
  return (
    <form>
      <input {...props} name={name} ref={(element) => refs.forEach((ref) => ref(element))} />
      <button type="reset" />
      <button type="button" data-set onClick={() => form.setValue('news', !form.getValues('news'))} />
      <button type="button" data-restore onClick={() => form.reset()} />
    </form>
  );
}

function Pay() {
  const { getSubmitProps } = useConsentGate();
  const { data } = useOrder();
  return <button {...getSubmitProps()}>{data?.id}</button>;
}

const Hiding = ({ isHidden, children }: { isHidden: boolean; children: ReactNode }) =>
  Activity === undefined ? (
    <div hidden={isHidden}>{children}</div>
  ) : (
    <Activity mode={isHidden ? 'hidden' : 'visible'}>{children}</Activity>
  );

/** Opens a page of a random host. Counts everything that reaches a writer. */
async function openHost(host: Host) {
  const order = setUpOrder();
  const ids = [order.orderId, order.sandbox.orders.create().id] as const;
  if (host.isTicked) ids.forEach((id) => order.sandbox.orders.setChecked(id, 'ci_newsletter', true));
  let writes = 0;
  const count = <Result,>(write: () => Result): Result => {
    writes += 1;
    return write();
  };
  const client: OrderClient = {
    ...order.client,
    patchConsent: (...given) => count(() => order.client.patchConsent(...given)),
    patchConsents: (...given) => count(() => order.client.patchConsents(...given)),
    patchAttributes: (...given) => count(() => order.client.patchAttributes(...given)),
    registerValidation: (...given) => count(() => order.client.registerValidation(...given)),
  };
  const evidence = consentEvidence();
  const initialOrder = order.sandbox.orders.get(ids[0]);
  const shared = new QueryClient();
  let page: Page = { key: 0, isHidden: false, isMoved: false, isSecondOrder: false, wording: 0 };
  let release: () => void = () => undefined;
  const code = new Promise<void>((resolve) => (release = resolve));
  const Boxes = ({ wording }: { wording: number }) => (
    <section>
      <FormBox host={host} wording={wording} />
      <NewsletterConsent consentId="ci_newsletter" label={`News ${wording}`} />
      <ConsentGroup description="Of this order" />
    </section>
  );
  const LateBoxes = lazy(() => code.then(() => ({ default: Boxes })));
  const element = (Content: typeof Boxes, queryClient: QueryClient): ReactElement => {
    const orderId = page.isSecondOrder ? ids[1] : ids[0];
    const boxes = (
      <Suspense fallback="…" key={page.isMoved ? 'moved' : 'here'}>
        <Content key={page.key} wording={page.wording} />
      </Suspense>
    );
    const provider = (children: ReactNode) => (
      <OrderProvider
        client={client}
        orderId={orderId}
        evidence={evidence}
        {...(host.hasInitialOrder && initialOrder && { initialOrder })}
      >
        {children}
      </OrderProvider>
    );
    return (
      <StrictMode>
        <QueryClientProvider client={queryClient}>
          {provider(
            <>
              <Hiding isHidden={page.isHidden}>{page.isMoved ? <main>{boxes}</main> : boxes}</Hiding>
              <Pay />
            </>,
          )}
          {host.isShared && provider(<FormBox host={host} wording={0} />)}
        </QueryClientProvider>
      </StrictMode>
    );
  };
  const container = document.body.appendChild(document.createElement('div'));
  if (host.isHydrated) {
    container.innerHTML = await onServer(() => renderToString(element(Boxes, new QueryClient())));
  }
  const Content = (host.isLate ? LateBoxes : Boxes) as typeof Boxes;
  let root: Root | undefined;
  const show = () => {
    if (root !== undefined) root.render(element(Content, shared));
    else if (host.isHydrated) {
      root = hydrateRoot(container, element(Content, shared), { onRecoverableError: () => undefined });
    } else {
      root = createRoot(container);
      root.render(element(Content, shared));
    }
  };
  const inputs = () => [...container.querySelectorAll<HTMLInputElement>('[type=checkbox]')];
  const buttons = (selector: string) =>
    container.querySelectorAll<HTMLButtonElement>(selector).forEach((button) => button.click());
  const update = (change: Partial<Page>) => {
    page = { ...page, ...change };
    show();
  };
  const work: Record<Step, () => unknown> = {
    hydrate: show,
    release,
    key: () => update({ key: page.key + 1 }),
    hide: () => update({ isHidden: !page.isHidden }),
    move: () => update({ isMoved: !page.isMoved }),
    switch: () => update({ isSecondOrder: !page.isSecondOrder }),
    reword: () => update({ wording: page.wording + 1 }),
    reset: () => (root === undefined ? undefined : buttons('[type=reset], [data-restore]')),
    setValue: () => buttons('[data-set]'),
    // Before hydration nothing distinguishes a script from the shopper.
    setChecked: () => root && inputs().forEach((input) => (input.checked = !input.checked)),
    dispatch: () => inputs().forEach((input) => input.dispatchEvent(new Event('change', { bubbles: true }))),
    read: () => shared.refetchQueries(),
    change: () => {
      const isTicked = order.holds('ci_newsletter') === true;
      order.sandbox.orders.setChecked(ids[0], 'ci_newsletter', !isTicked);
    },
    setQueryData: () => initialOrder && shared.setQueryData(orderQueryKey(ids[0]), { ...initialOrder }),
    clear: () => shared.clear(),
    focus: () => window.dispatchEvent(new Event('visibilitychange')),
    remount: () => {
      if (root === undefined) return;
      root.unmount();
      container.replaceChildren();
      root = createRoot(container);
      show();
    },
  };
  return {
    run: (step: Step) =>
      act(async () => {
        await work[step]();
        await new Promise((resolve) => setTimeout(resolve));
      }),
    expectNothing: () => {
      expect({ writes, receipts: order.writes() }).toEqual({ writes: 0, receipts: [] });
      expect(shared.getMutationCache().getAll()).toEqual([]);
    },
    /** The boxes of the first order show what the order holds. */
    expectAnswers: () => {
      if (page.isSecondOrder || page.isHidden) return;
      const held = shared.getQueryData<{ consents?: { id?: string; checked?: boolean }[] }>(
        orderQueryKey(ids[0]),
      );
      const isTicked = held?.consents?.find(({ id }) => id === 'ci_newsletter')?.checked;
      if (isTicked === undefined || root === undefined) return;
      const shown = [...container.querySelectorAll<HTMLInputElement>('[name=news]')];
      for (const { checked } of shown) expect(checked).toBe(isTicked);
    },
    end: async () => {
      await act(async () => {
        root?.unmount();
        await new Promise((resolve) => setTimeout(resolve));
      });
      container.remove();
    },
  };
}

test(`I2: in ${budget.runs} random hosts where the shopper does nothing, nothing reaches a writer`, async () => {
  const walk = fc.array(fc.constantFrom(...steps), { minLength: 3, maxLength: 14 });
  await assertInBudget(
    fc.asyncProperty(hosts, walk, async (host, walked) => {
      const page = await openHost(host);
      try {
        for (const step of [...walked, 'hydrate', 'release', 'read'] as const) await page.run(step);
        page.expectNothing();
        page.expectAnswers();
      } finally {
        await page.end();
      }
      page.expectNothing();
    }),
    {
      name: `I2, React ${version}`,
      chunk: 25,
      ...budget,
    },
  );
}, 3_600_000);
