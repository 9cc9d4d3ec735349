import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { OrderContext } from '../order-context.ts';
import { useOrderUpdates, useOrderValue } from '../provider.tsx';
import type { OrderProviderProps } from '../provider.tsx';
import { hasEvidence, loadedEvidence } from './lazy-evidence.ts';
import { starter } from './starter.tsx';
import type { StarterContext } from './starter.tsx';
import { clientOf, takeIntents, takeRest } from './take-intents.ts';

// After the providers of the page have taken theirs.
setTimeout(() => setTimeout(takeRest));

/**
 * Continues a provider of the starter. Its boxes stay with the starter until the code of its evidence is there: no answer is
 * saved without its record.
 */
export function useLazyProvider(context: StarterContext): ReactElement {
  const { children, box, watch, gatePart: gate, onEvent } = context;
  const { client } = clientOf(context);
  const given = { ...context, client, evidence: loadedEvidence(context) } as OrderProviderProps;
  const [value, store, initialOrder] = useOrderValue(given);
  const [own] = useState({ isContinued: false });
  const isReady = hasEvidence(context, takeRest);
  own.isContinued ||= isReady;
  // While rendering: the boxes below show the answers in the same render.
  if (isReady) takeIntents(context, value.stores);
  const engineValue = useMemo(() => ({ ...value, box, watch, gate }), [value, box, watch, gate]);
  const starterValue = { ...context, ...starter, box: undefined, failures: context.failures || undefined };
  return (
    <OrderContext.Provider value={(own.isContinued ? engineValue : starterValue) as typeof value}>
      <Updates updates={[value, store, initialOrder, onEvent]} />
      {children}
    </OrderContext.Provider>
  );
}

/** The effects of a provider. A component of its own: they cannot follow on a render without hooks. */
function Updates({ updates }: { readonly updates: Parameters<typeof useOrderUpdates> }): null {
  useOrderUpdates(...updates);
  return null;
}
