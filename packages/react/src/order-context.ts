'use client';

import { createContext } from 'react';
import type { Context } from 'react';
import type { OrderContextValue } from './provider.tsx';

/**
 * The values of the nearest provider; see `useOrderContext`. A file of its own, because the starter of
 * `@norce-kit/react/lazy` loads it before the engine.
 */
export const OrderContext: Context<OrderContextValue | undefined> = createContext<
  OrderContextValue | undefined
>(undefined);
