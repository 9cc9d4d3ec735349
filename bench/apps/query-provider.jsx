import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';

export function Provider({ children }) {
  const [queryClient] = useState(() => new QueryClient());
  return <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>;
}
