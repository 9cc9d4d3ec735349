'use client';

import type { Messages } from '../locales/en.ts';
import { useOrderContext } from '../provider.tsx';

/** The texts of the provider. */
export function useMessages(): Messages {
  return useOrderContext('useMessages').messages;
}
