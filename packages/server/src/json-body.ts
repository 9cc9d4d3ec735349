import type { JsonValue } from '@norce-kit/core';
import { concatBytes } from './bytes.ts';
import { isInstance } from './is-instance.ts';
import type { Host } from './plain-response.ts';
import { HttpProblem } from './problem.ts';

/** Limits of a browser's request body. */
export interface BodyLimits {
  /** Maximum size in bytes. */
  readonly maxBodyBytes: number;
  /** Maximum time in ms until the body is complete. */
  readonly bodyTimeout: number;
}

const maxDepth = 32;
const utf8 = new TextDecoder('utf-8', { fatal: true });
const forbiddenKeys: ReadonlySet<unknown> = new Set(['__proto__', 'constructor', 'prototype']);

/** Media types of bodies: JSON, and a form of a page. */
export const bodyTypes: { readonly json: RegExp; readonly form: RegExp } = {
  json: /^application\/json[\t ]*(;[\t ]*charset="?utf-8"?[\t ]*)?$/i,
  form: /^application\/x-www-form-urlencoded[\t ]*(;[\t ]*charset="?utf-8"?[\t ]*)?$/i,
};

/** Rejects a body by its headers alone, before a byte of it is read. */
export function checkBodyHeaders(headers: Headers, { maxBodyBytes }: BodyLimits, type: RegExp): void {
  const encoding = headers.get('content-encoding');
  if (!type.test(headers.get('content-type') ?? '') || (encoding ?? 'identity') !== 'identity') {
    throw new HttpProblem('unsupported-body');
  }
  const length = headers.get('content-length');
  if (length === null) return;
  if (!/^\d{1,15}$/.test(length)) throw new HttpProblem('invalid-body');
  if (Number(length) > maxBodyBytes) throw new HttpProblem('body-too-large');
}

/** Reads a body as text of UTF-8, bounded in size and time. Returns the text at once if the body has arrived. */
export function readText(request: Request, host: Host, limits: BodyLimits): string | Promise<string> {
  const isRead = host.isBodyRead?.() ?? false;
  const bytes = host.takeBody?.();
  if (bytes) return toText(request, bytes, isRead, limits);
  return readStream(request, limits).then((read) => toText(request, read, isRead, limits));
}

function toText(request: Request, bytes: Uint8Array, isRead: boolean, limits: BodyLimits): string {
  if (bytes.byteLength > limits.maxBodyBytes) throw new HttpProblem('body-too-large');
  const announced = request.headers.get('content-length');
  const length = Number(announced ?? bytes.byteLength);
  if (bytes.byteLength === 0 && (length > 0 || (isRead && announced === null))) throw alreadyRead();
  if (bytes.byteLength !== length) throw new HttpProblem('invalid-body');
  try {
    return utf8.decode(bytes);
  } catch {
    throw new HttpProblem('invalid-body');
  }
}

/** Parses JSON, bounded in depth, without duplicate or prototype keys. */
export function parseJson(text: string): JsonValue {
  try {
    const value = JSON.parse(text) as JsonValue;
    checkTokens(text);
    return value;
  } catch (error) {
    throw isInstance(error, HttpProblem) ? error : new HttpProblem('invalid-body');
  }
}

async function readStream(request: Request, limits: BodyLimits): Promise<Uint8Array> {
  if (request.bodyUsed) throw alreadyRead();
  // An empty form has no body.
  if (request.body === null) return new Uint8Array();
  const reader = request.body.getReader();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new HttpProblem('body-timeout')), limits.bodyTimeout);
  });
  try {
    return await Promise.race([readAll(reader, limits.maxBodyBytes), late]);
  } catch (error) {
    // Any other error means that the browser disconnected or the transfer was cut short.
    throw isInstance(error, HttpProblem) ? error : new HttpProblem('invalid-body');
  } finally {
    clearTimeout(timer);
    release(reader);
  }
}

/**
 * Leaves the rest of the body to the server. To cancel a stream of its own makes some servers close the connection
 * before the response is sent.
 */
function release(reader: ReadableStreamDefaultReader<Uint8Array>): void {
  try {
    reader.releaseLock();
  } catch {
    // Runtimes of the older standard keep the lock while a read is pending.
  }
}

/** A mistake in mounting the handler: a 500, because the browser is not at fault. */
function alreadyRead(): TypeError {
  const reason = 'The body was already read: mount the handler before body parsers.';
  return Object.assign(new TypeError(reason), { code: 'BODY_ALREADY_READ' });
}

async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>, max: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.byteLength;
    if (size > max) throw new HttpProblem('body-too-large');
    chunks.push(next.value);
  }
  return concatBytes(chunks, size);
}

const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[{}[\]]|-?\d[\d.eE+-]*/g;

/**
 * Rejects JSON that `JSON.parse` accepts silently: duplicate keys (the last one wins here, the first one may win upstream),
 * keys that change prototypes, numbers that become Infinity. Expects valid JSON.
 */
function checkTokens(text: string): void {
  const scopes: Set<unknown>[] = [];
  tokens.lastIndex = 0;
  // `matchAll` would copy the expression each time.
  for (let match = tokens.exec(text); match !== null; match = tokens.exec(text)) {
    const [token, colon] = match;
    if (token === '{' || token === '[') {
      if (scopes.push(new Set()) > maxDepth) throw new HttpProblem('invalid-body');
    } else if (token === '}' || token === ']') scopes.pop();
    else if (colon !== undefined) checkKey(token.slice(0, -colon.length), scopes.at(-1));
    else if (!token.startsWith('"') && !Number.isFinite(Number(token))) throw new HttpProblem('invalid-body');
  }
}

function checkKey(token: string, seen: Set<unknown> | undefined): void {
  const key: unknown = token.includes('\\') ? JSON.parse(token) : token.slice(1, -1);
  if (seen?.has(key) || forbiddenKeys.has(key)) throw new HttpProblem('invalid-body');
  seen?.add(key);
}
