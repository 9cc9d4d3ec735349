import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  // The packages of this repository are taken from their sources, so that nothing has to be built first.
  resolve: { conditions: ['@norce-kit/source', 'module', 'browser', 'development|production'] },
  build: {
    rolldownOptions: { input: ['index.html', 'checkout.html', 'terms.html'] },
    // A data: address would not pass the page's content security policy.
    assetsInlineLimit: 0,
  },
});
