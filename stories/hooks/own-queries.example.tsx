import type { createOrderClient } from '@norce-kit/core';
import {
  orderQueryOptions,
  patchAttributesMutationOptions,
  patchConsentMutationOptions,
  validateOrderMutationOptions,
} from '@norce-kit/react';
import { useIsMutating, useMutation, useQuery } from '@tanstack/react-query';

interface OwnQueriesProps {
  client: ReturnType<typeof createOrderClient>;
  orderId: string;
}

export function OwnQueries({ client, orderId }: OwnQueriesProps) {
  const { data: order, isPending, isError } = useQuery(orderQueryOptions(client, orderId));
  const newsletter = useMutation(patchConsentMutationOptions(client, orderId, 'ci_newsletter'));
  const attributes = useMutation(patchAttributesMutationOptions(client, orderId));
  const validation = useMutation(validateOrderMutationOptions(client, orderId));
  const writes = useIsMutating({ mutationKey: ['norce'] });

  if (isPending) return <p>Reading the order …</p>;
  if (isError) return <p role="alert">The order could not be read.</p>;
  const note = order.attributes?.['deliveryNote'];
  const isTicked = order.consents?.find(({ id }) => id === 'ci_newsletter')?.checked === true;
  return (
    <>
      <dl>
        <div>
          <dt>Newsletter on the order</dt>
          <dd>{isTicked ? 'Yes' : 'No'}</dd>
        </div>
        <div>
          <dt>Delivery note on the order</dt>
          <dd>{typeof note === 'string' ? note : 'None'}</dd>
        </div>
        <div>
          <dt>Check of the order</dt>
          <dd>{validation.data === undefined ? 'Not made' : validation.data.ok ? 'Passed' : 'Refused'}</dd>
        </div>
      </dl>
      <p role="status">{writes > 0 ? 'Writing …' : newsletter.isError ? 'Not saved.' : ''}</p>
      <button type="button" onClick={() => newsletter.mutate(!isTicked)}>
        Change the newsletter
      </button>{' '}
      <button type="button" onClick={() => attributes.mutate({ deliveryNote: 'Leave it at the door' })}>
        Add a note
      </button>{' '}
      <button type="button" onClick={() => validation.mutate()}>
        Check the order
      </button>
    </>
  );
}
