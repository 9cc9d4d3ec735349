import { MutationCache, QueryClient } from '@tanstack/react-query';
import type { DefaultOptions } from '@tanstack/react-query';
import { fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Box, box, click, pass, setUpOrder, state, throughHandler } from '../../test/order.tsx';
import { expectWarnings, uniqueId } from '../../test/warnings.ts';
import { useOrderConsent } from '../hooks/use-order-consent.ts';
import { useOrderConsents } from '../hooks/use-order-consents.ts';
import { usePatchAttributes } from '../hooks/use-patch-attributes.ts';
import { useValidateOrder } from '../hooks/use-validate-order.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const fail = () => Promise.reject(new Error('of the host'));
const never = () => new Promise<never>(() => undefined);

const hostile: Record<string, NonNullable<DefaultOptions['mutations']>> = {
  mutationFn: { mutationFn: fail },
  'onMutate that throws': { onMutate: fail },
  'onMutate that never ends': { onMutate: never },
  'onSettled that never ends': { onSettled: never },
  retry: { retry: 5, retryDelay: 60_000 },
  networkMode: { networkMode: 'online' },
  gcTime: { gcTime: 0 },
  throwOnError: { throwOnError: true },
  scope: { scope: { id: 'all writes of the host' } },
  meta: { meta: { silent: true } },
};

for (const way of ['defaultOptions', 'setMutationDefaults'] as const) {
  describe(`an answer is saved, read again and its failure shown with the host's ${way}`, () => {
    for (const [name, mutations] of Object.entries(hostile)) {
      test(name, async () => {
        const order = setUpOrder();
        const { sandbox, show, holds } = order;
        const getOrder = vi.fn(order.client.getOrder);
        const queryClient = new QueryClient(
          way === 'defaultOptions' ? { defaultOptions: { mutations } } : {},
        );
        if (way === 'setMutationDefaults') queryClient.setMutationDefaults(['norce'], mutations);
        // A write of the host that never ends.
        void queryClient
          .getMutationCache()
          .build(queryClient, { mutationFn: never, scope: { id: 'all writes of the host' } })
          .execute(undefined)
          .catch(() => undefined);
        show(<Box />, { queryClient, client: { ...order.client, getOrder } });
        await pass(2_000);
        getOrder.mockClear();
        click();
        await pass(500);
        expect([box().checked, state(), holds('ci_newsletter')]).toEqual([true, 'saved', true]);
        expect(getOrder).toHaveBeenCalledTimes(1);
        sandbox.faults.add({ kind: 'status', status: 403, operation: 'patchConsent' });
        click();
        await pass(500);
        expect([box().checked, state(), holds('ci_newsletter')]).toEqual([true, 'not-saved', true]);
      });
    }
  });
}

test.each([
  ['throw', fail],
  ['never end', never],
])('I5: mutateAsync ends as the answer ends, where callbacks of the host %s', async (_, callback) => {
  const { show } = setUpOrder();
  const queryClient = new QueryClient({
    mutationCache: new MutationCache({ onSuccess: callback, onMutate: callback }),
  });
  const onSuccess = vi.fn();
  let ended: unknown;
  function Ask() {
    const { mutateAsync } = useOrderConsent('ci_newsletter');
    return (
      <button onClick={() => void mutateAsync(true, { onSuccess }).then((end) => (ended = end))}>ask</button>
    );
  }
  show(<Ask />, { queryClient });
  await pass(100);
  fireEvent.click(screen.getByRole('button', { name: 'ask' }));
  await pass(100);
  expect([ended, onSuccess.mock.calls.length]).toEqual(['saved', 1]);
});

test('several answers are saved although a subscriber of the mutation cache throws', async () => {
  const { show, holds, queryClient } = setUpOrder();
  function Accept() {
    const { setMany } = useOrderConsents();
    const ids = ['ci_newsletter', 'ci_terms'];
    return <button onClick={() => setMany(ids.map((id) => ({ id, checked: true })))}>accept</button>;
  }
  queryClient.getMutationCache().subscribe(() => {
    throw new Error('of the host');
  });
  show(<Accept />);
  await pass(100);
  fireEvent.click(screen.getByRole('button', { name: 'accept' }));
  await pass(100);
  expect([holds('ci_newsletter'), holds('ci_terms')]).toEqual([true, true]);
});

test('hooks report failures as results, with throwOnError and a scope among the defaults of the host', async () => {
  const baseUrl = `https://${uniqueId('shop')}.example/api/norce`;
  const refused =
    '… returned 502 upstream-error from createOrderHandler. The order API did not respond, or refused the key, ' +
    'the merchant or the channel, or another server responded.';
  expectWarnings(...['PATCH', 'GET'].map((method) => `${method} ${baseUrl}/${refused}`));
  const { sandbox, show } = setUpOrder({}, {}, (given) => ({ ...throughHandler(given), baseUrl }));
  const mutations = { throwOnError: true, scope: { id: 'host' } };
  const queryClient = new QueryClient({ defaultOptions: { mutations, queries: { throwOnError: true } } });
  void queryClient
    .getMutationCache()
    .build(queryClient, { mutationFn: never, scope: { id: 'host' } })
    .execute(undefined);
  function Form() {
    const attributes = usePatchAttributes<{ note: string }>();
    const validation = useValidateOrder();
    return (
      <button
        onClick={() => {
          attributes.mutate({ note: 'ring' });
          validation.mutate();
        }}
      >
        {`${attributes.status} ${validation.status}`}
      </button>
    );
  }
  show(<Form />, { queryClient });
  await pass(100);
  sandbox.faults.add({ kind: 'status', status: 403 });
  fireEvent.click(screen.getByRole('button'));
  await pass(2_000);
  expect(screen.getByRole('button', { name: 'error error' })).toBeTruthy();
});
