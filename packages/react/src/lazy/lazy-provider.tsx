'use client';

import { useLayoutEffect, useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { ProviderChecks } from '../dev/provider-checks.tsx';
import { OrderContext } from '../order-context.ts';
import { useOrderUpdates, useOrderValue } from '../provider.tsx';
import type { OrderProviderProps } from '../provider.tsx';
import { Cell } from './gate-list.ts';
import type { LazyGate } from './gate-list.ts';
import { hasEvidence, loadedEvidence } from './lazy-evidence.ts';
import type { StarterContext } from './page-state.ts';
import { clientOf, hasIntents, takeIntents, takeRest } from './take-intents.ts';

// After the providers of the page have taken theirs.
setTimeout(() => setTimeout(takeRest));

/**
 * Continues a provider of the starter. Its boxes stay with the starter until the code of its evidence is there: no answer is
 * saved without its record.
 */
export function useLazyProvider(context: StarterContext): ReactElement {
  const { children, box, watch, RunGates, onEvent } = context;
  const { client } = clientOf(context);
  const given = { ...context, client, evidence: loadedEvidence(context) } as OrderProviderProps;
  const [value, store, initialOrder] = useOrderValue(given);
  const [hasContinued, setHasContinued] = useState(false);
  const [gates] = useState(() => new Cell<readonly LazyGate[]>([]));
  const isReady = hasEvidence(context, takeRest);
  // Where answers wait, the boxes continue after this commit took them, and before the browser paints.
  const isContinued = hasContinued || (isReady && !hasIntents(context));
  const take = () => {
    if (!isReady) return;
    takeIntents(context, value.stores);
    setHasContinued(true);
  };
  const engineValue = useMemo(() => ({ ...value, box, watch, gates }), [value, box, watch, gates]);
  const starterValue = { ...context, watch: undefined, box: undefined };
  return (
    <OrderContext.Provider value={(isContinued ? engineValue : starterValue) as typeof value}>
      <>
        <Updates take={take} updates={[value, store, initialOrder, onEvent]} />
        {RunGates && isContinued && <RunGates gates={gates} />}
        {process.env.NODE_ENV !== 'production' && (
          <ProviderChecks store={store} initialOrder={context.initialOrder}>
            {null}
          </ProviderChecks>
        )}
      </>
      {children}
    </OrderContext.Provider>
  );
}

interface UpdatesProps {
  /** Takes the answers that the starter keeps. */
  readonly take: () => void;
  readonly updates: Parameters<typeof useOrderUpdates>;
}

/** The effects of a provider. A component of its own, because a `Slot` takes no effects later. */
function Updates({ take, updates }: UpdatesProps): null {
  // Not while rendering: the boxes of other roots are notified.
  useLayoutEffect(take);
  useOrderUpdates(...updates);
  return null;
}
