import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  // Resolves the packages of this repository to their sources, so that they need no build.
  resolve: { conditions: ['@norce-kit/source', 'module', 'browser', 'development|production'] },
  build: {
    rolldownOptions: {
      input: ['index.html', 'checkout.html', 'newsletter.html', 'terms.html', 'thanks.html'],
    },
    // A preload that fails is final in Safari.
    modulePreload: false,
    // The page's Content-Security-Policy blocks data: addresses.
    assetsInlineLimit: 0,
  },
});
