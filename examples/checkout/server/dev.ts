import type { RequestListener } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

const ownPaths = /^\/(api\/norce|shop|sandbox)(\/|$)/;

/** Serves the page from its sources with hot reload, in front of the shop's routes. */
export async function withVite(shop: RequestListener): Promise<RequestListener> {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const { middlewares } = await createServer({ root, server: { middlewareMode: true } });
  return (request, response) => {
    if (ownPaths.test(request.url ?? '')) shop(request, response);
    else middlewares(request, response);
  };
}
