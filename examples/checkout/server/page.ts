import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import { secureHeaders } from 'hono/secure-headers';

/** A policy a real shop can keep: the kit needs no inline style, no inline script and no other host. */
export const securityHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    requireTrustedTypesFor: ["'script'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
  },
  referrerPolicy: 'same-origin',
  xFrameOptions: 'DENY',
});

/** The page as `vite build` left it. */
export const builtPage = serveStatic({
  root: fileURLToPath(new URL('../dist', import.meta.url)),
  onFound: (path, c) => {
    // Vite puts a hash of the content into the names of its assets.
    c.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
  },
});
