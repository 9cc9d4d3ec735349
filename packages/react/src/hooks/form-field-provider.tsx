'use client';

import { useContext, useMemo } from 'react';
import type { ComponentType, ReactElement, ReactNode } from 'react';
import { OrderContext } from '../order-context.ts';
import type { FormFieldProps } from '../provider.tsx';

interface FormFieldProviderProps {
  readonly formField: ComponentType<FormFieldProps>;
  readonly children: ReactNode;
}

/** Makes the boxes below it, as far as they are of the same provider, render `formField` around their checkbox. */
export function FormFieldProvider({ formField, children }: FormFieldProviderProps): ReactElement {
  const context = useContext(OrderContext);
  const value = useMemo(() => context && { ...context, formField }, [context, formField]);
  return <OrderContext.Provider value={value}>{children}</OrderContext.Provider>;
}
