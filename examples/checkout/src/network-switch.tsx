import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { networkOptions, setNetwork } from './shop.ts';
import type { NetworkMode } from './shop.ts';

const modes: readonly (readonly [NetworkMode, string])[] = [
  ['normal', 'Normal'],
  ['slow', 'Slow: each save takes 2.5 seconds'],
  ['failing', 'Failing: no answer and no field is saved'],
  ['losing', 'Losing responses: saved, but never confirmed'],
];

/** Makes the sandbox of the demo slow or failing. */
export function NetworkSwitch(): ReactElement | null {
  const { data } = useQuery(networkOptions);
  const [chosen, setChosen] = useState<NetworkMode>();
  const { mutate } = useMutation({ mutationFn: setNetwork, onError: () => setChosen(undefined) });
  if (data === undefined) return null;
  const current = chosen ?? data.mode;
  const choose = (mode: NetworkMode) => {
    setChosen(mode);
    mutate(mode);
  };
  return (
    <fieldset className="network">
      <legend>Network of the sandbox</legend>
      {modes.map(([mode, label]) => (
        <label key={mode}>
          <input type="radio" name="network" checked={mode === current} onChange={() => choose(mode)} />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
