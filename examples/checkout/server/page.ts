import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

/** A strict policy: the kit needs no inline style, no inline script and no other host. */
const pageHeaders = headersFor("'none'", 'DENY');
/** Only the checkout frames the stand-in of the payment provider. */
const frameHeaders = headersFor("'self'", 'SAMEORIGIN');

export const securityHeaders: MiddlewareHandler = (c, next) =>
  (c.req.path === '/payment.html' ? frameHeaders : pageHeaders)(c, next);

function headersFor(ancestors: "'none'" | "'self'", xFrameOptions: string): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      requireTrustedTypesFor: ["'script'"],
      frameAncestors: [ancestors],
      baseUri: ["'none'"],
      formAction: ["'self'"],
    },
    referrerPolicy: 'same-origin',
    xFrameOptions,
  });
}

/** Serves the output of `vite build`. */
export const builtPage = serveStatic({
  root: fileURLToPath(new URL('../dist', import.meta.url)),
  onFound: (path, c) => {
    // The names of Vite's assets contain a hash of their content.
    c.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
  },
});
