import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import ky from 'ky';

export { Provider } from './query-provider.jsx';

/** The optimistic update of the react-query documentation: snapshot, roll back on error, refetch. */
export function Box({ order, consent: { id, text } }) {
  const queryClient = useQueryClient();
  const path = `/api/norce/api/v0/checkout/orders/${order.id}`;
  const queryKey = ['order', order.id];
  const { data } = useQuery({ queryKey, queryFn: () => ky.get(path).json(), initialData: order });
  const { mutate, isPending } = useMutation({
    mutationFn: (checked) => ky.patch(`${path}/consents/${id}`, { json: { checked } }),
    onMutate: async (checked) => {
      await queryClient.cancelQueries({ queryKey });
      const before = queryClient.getQueryData(queryKey);
      queryClient.setQueryData(queryKey, (held) => ({
        ...held,
        consents: held.consents.map((other) => (other.id === id ? { ...other, checked } : other)),
      }));
      return { before };
    },
    onError: (_, __, { before }) => queryClient.setQueryData(queryKey, before),
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  });
  return (
    <label>
      <input
        type="checkbox"
        checked={data.consents.find((consent) => consent.id === id).checked}
        aria-busy={isPending}
        onChange={(event) => mutate(event.target.checked)}
      />{' '}
      {text}
    </label>
  );
}
