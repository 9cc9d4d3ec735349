'use client';

import { createContext } from 'react';
import type { Context } from 'react';
import type { OrderContextValue } from './provider.tsx';

/** The values of the nearest provider; see `useOrderContext`. Apart, because `@norce-kit/react/lazy` has it before the rest. */
export const OrderContext: Context<OrderContextValue | undefined> = createContext<
  OrderContextValue | undefined
>(undefined);
