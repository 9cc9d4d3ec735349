import { MutationCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { shopOrderOptions } from './shop.ts';
import '@norce-kit/react/styles.css';
import './page.css';
import './panel.css';

// The panel reads the order after each write, of the kit or the shop: the kit's writes are ordinary mutations.
const queryClient: QueryClient = new QueryClient({
  mutationCache: new MutationCache({
    onSettled: () => void queryClient.invalidateQueries({ queryKey: shopOrderOptions.queryKey }),
  }),
});

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root".');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
