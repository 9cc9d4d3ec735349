import { Checkbox } from '@base-ui/react/checkbox';
import { useConsent } from './use-consent.js';

export { Provider } from './query-provider.jsx';

export function Box({ order, consent }) {
  const { checked, isPending, save } = useConsent(order, consent);
  return (
    <label>
      <Checkbox.Root checked={checked} aria-busy={isPending} onCheckedChange={save}>
        <Checkbox.Indicator>✓</Checkbox.Indicator>
      </Checkbox.Root>{' '}
      {consent.text}
    </label>
  );
}
