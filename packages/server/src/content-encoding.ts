import { HttpProblem } from './problem.ts';

/**
 * Returns a body without its `content-encoding`. Requests of undici accept none, but some proxies compress every
 * response. Rejects with `upstream-error` for an unknown encoding, broken data and more than `max` bytes.
 */
export async function decodeBytes(encoding: string, bytes: Uint8Array, max: number): Promise<Uint8Array> {
  const codings = encoding
    .toLowerCase()
    .split(',')
    .map((coding) => coding.replaceAll(/[\t ]/g, ''))
    .filter((coding) => coding !== '' && coding !== 'identity');
  let decoded = bytes;
  try {
    // The last coding was applied last.
    for (const coding of codings.reverse()) decoded = await decode(coding, decoded, max);
    return decoded;
  } catch {
    throw new HttpProblem('upstream-error');
  }
}

async function decode(coding: string, bytes: Uint8Array, max: number): Promise<Uint8Array> {
  // Only the transport of undici, which runs on Node, leaves a body encoded.
  /* oxlint-disable no-restricted-imports */
  const zlib = await import('node:zlib');
  const { promisify } = await import('node:util');
  /* oxlint-enable no-restricted-imports */
  const limit = { maxOutputLength: max };
  if (coding === 'br') return await promisify(zlib.brotliDecompress)(bytes, limit);
  if (coding === 'deflate') return await promisify(zlib.inflate)(bytes, limit);
  if (coding === 'gzip' || coding === 'x-gzip') return await promisify(zlib.gunzip)(bytes, limit);
  throw new TypeError('An unknown content coding.');
}
