import { ConsentCheckbox } from '@norce-kit/react';
import type { ConsentCheckboxProps } from '@norce-kit/react';
import { use, useCallback, useEffect, useState } from 'react';
import { OrderIdContext, OrderStageProvider, useWords } from '../.storybook/stage/order-stage-provider.tsx';
import { emulatePseudoClasses } from '../.storybook/stage/pseudo-classes.ts';
import { translate } from '../.storybook/stage/words.ts';
import { boxStates } from './box-states.ts';
import type { BoxState } from './box-states.ts';
import './states-gallery.css';

const themes = [
  ['light', 'Light'],
  ['dark', 'Dark'],
  ['high-contrast', 'High contrast'],
] as const;

/** Shows all states of the box in every theme. The boxes of a row share one consent, so they always agree. */
export function StatesGallery() {
  const isOffline = useLater(900);
  return (
    <table className="states-gallery">
      <caption>Every state of a consent box, by theme</caption>
      <thead>
        <tr>
          <th scope="col">State</th>
          {themes.map(([theme, title]) => (
            <th key={theme} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {Object.entries<BoxState>(boxStates).map(([id, state]) =>
          // Offline applies to the whole page, so this row mounts after the others have reached their state.
          state.network === 'offline' && !isOffline ? null : <StateRow key={id} id={id} state={state} />,
        )}
      </tbody>
    </table>
  );
}

function StateRow({ id, state }: { id: string; state: BoxState }) {
  const { name, meaning, args, network, order, pseudo } = state;
  const orderId = `${use(OrderIdContext)}-${id}`;
  const rowRef = useCallback(
    (row: HTMLTableRowElement | null) => {
      if (row !== null && pseudo !== undefined) emulatePseudoClasses(row, pseudo);
    },
    [pseudo],
  );
  return (
    <OrderStageProvider {...order} orderId={orderId} network={network}>
      <tr ref={rowRef}>
        <th scope="row" lang="en" dir="ltr">
          <strong>{name}</strong>
          <span>{meaning}</span>
        </th>
        {themes.map(([theme]) => (
          <td key={theme} data-nk-theme={theme}>
            <StateBox {...args} />
          </td>
        ))}
      </tr>
    </OrderStageProvider>
  );
}

function StateBox({ label = 'Send me the newsletter', ...args }: Partial<ConsentCheckboxProps>) {
  const { tag } = useWords();
  return (
    <ConsentCheckbox
      consentId="ci_newsletter"
      {...args}
      label={typeof label === 'string' ? translate(tag, label) : label}
    />
  );
}

function useLater(milliseconds: number): boolean {
  const [isLater, setIsLater] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLater(true), milliseconds);
    return () => clearTimeout(timer);
  }, [milliseconds]);
  return isLater;
}
