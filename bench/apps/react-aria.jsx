import { Checkbox } from 'react-aria-components';
import { useConsent } from './use-consent.js';

export { Provider } from './query-provider.jsx';

export function Box({ order, consent }) {
  const { checked, save } = useConsent(order, consent);
  return (
    <Checkbox isSelected={checked} onChange={save}>
      {({ isSelected }) => (
        <>
          <span aria-hidden="true">{isSelected && '✓'}</span> {consent.text}
        </>
      )}
    </Checkbox>
  );
}
