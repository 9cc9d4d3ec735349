import { HttpProblem } from './problem.ts';

/** Reads the path of a URL. Throws `invalid-url`. */
export type PathReader = (url: string) => string;

/** A path that no parser of URLs changes. */
const plainPath = /^\/[\w/~-]*$/;

/** Creates a reader of paths that remembers the origin of the last URL, because almost all requests have the same one. */
export function createPathReader(): PathReader {
  let origin: string | undefined;
  return (url) => {
    // To parse each URL takes about as long as all checks of the headers.
    if (origin !== undefined && url.startsWith(origin)) {
      const path = url.slice(origin.length);
      if (plainPath.test(path)) return path;
    }
    const parsed = parseUrl(url);
    origin = parsed.origin;
    return parsed.pathname;
  };
}

function parseUrl(url: string): URL {
  try {
    return new URL(url);
  } catch {
    // Bun and Deno build the URL from any Host header.
    throw new HttpProblem('invalid-url');
  }
}
