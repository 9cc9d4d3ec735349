import { useConsent } from './use-consent.js';

export { Provider } from './query-provider.jsx';

export function Box({ order, consent }) {
  const { checked, isPending, save } = useConsent(order, consent);
  return (
    <label>
      <input
        type="checkbox"
        checked={checked}
        aria-busy={isPending}
        onChange={(event) => save(event.target.checked)}
      />{' '}
      {consent.text}
    </label>
  );
}
