'use client';

import { memo, useContext, useLayoutEffect, useSyncExternalStore } from 'react';
import type { ReactElement } from 'react';
import { useConsentGate } from '../hooks/use-consent-gate.ts';
import type { UseConsentGateOptions } from '../hooks/use-consent-gate.ts';
import { OrderContext } from '../order-context.ts';
import type { GateList, GateOptions, LazyGate } from './gate-list.ts';

export interface RunGatesProps {
  readonly gates: GateList;
}

/** Decides for the gates below a provider. */
export function RunGates({ gates }: RunGatesProps): ReactElement {
  const list = useSyncExternalStore(gates.subscribe, gates.get, gates.get);
  return (
    <>
      {list.map((gate) => (
        <RunGate key={gate.id} gate={gate} />
      ))}
    </>
  );
}

interface RunGateProps {
  gate: LazyGate;
}

const RunGate = memo(function RunGate({ gate }: RunGateProps): ReactElement {
  const options = useSyncExternalStore(gate.options.subscribe, gate.options.get, gate.options.get);
  return <Decide gate={gate} options={options} />;
});

interface DecideProps extends RunGateProps {
  options: GateOptions;
}

/**
 * Apart from the subscription to the options: `useConsentGate` sets state while it renders, and React 18 then overlooks the
 * next change of a store whose `getSnapshot` stays the same.
 */
function Decide({ gate: { decision }, options }: DecideProps): null {
  const stores = useContext(OrderContext)?.stores;
  const gate = useConsentGate(JSON.parse(options) as UseConsentGateOptions);
  // Before the browser paints: the gate never shows less than the boxes beside it.
  useLayoutEffect(() => decision.set({ options, stores, gate }));
  return null;
}
