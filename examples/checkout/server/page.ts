import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import { secureHeaders } from 'hono/secure-headers';

/** A strict policy: the kit needs no inline style, no inline script and no other host. */
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

/** Serves the output of `vite build`. */
export const builtPage = serveStatic({
  root: fileURLToPath(new URL('../dist', import.meta.url)),
  onFound: (path, c) => {
    // The names of Vite's assets contain a hash of their content.
    c.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
  },
});
