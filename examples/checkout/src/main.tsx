import { MutationCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { shopOrderOptions } from './shop.ts';
import '@norce-kit/react/styles.css';
import './base.css';
import './checkout.css';
import './fields.css';
import './summary.css';
import './panel.css';

const queryClient: QueryClient = new QueryClient({
  defaultOptions: {
    // By default a request without a connection waits, and is sent whenever there is one again.
    queries: { networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
  // The panel reads the order after each write: the kit's writes are ordinary mutations.
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
