import type { JsonValue } from '@norce-kit/core';
import type { TakeBody } from './plain-response.ts';
import { Refusal } from './problem.ts';

/** How much a browser may send, and how long it may take to. */
export interface BodyLimits {
  readonly maxBodyBytes: number;
  readonly bodyTimeout: number;
}

const maxDepth = 32;
const utf8 = new TextDecoder('utf-8', { fatal: true });
const jsonType = /^application\/json[\t ]*(;[\t ]*charset="?utf-8"?[\t ]*)?$/i;
const poisonousKeys: ReadonlySet<unknown> = new Set(['__proto__', 'constructor', 'prototype']);

/** Refuses a body by its headers alone, before a byte of it is read. */
export function checkBodyHeaders(headers: Headers, { maxBodyBytes }: BodyLimits): void {
  const encoding = headers.get('content-encoding');
  if (!jsonType.test(headers.get('content-type') ?? '') || (encoding ?? 'identity') !== 'identity') {
    throw new Refusal('unsupported-body');
  }
  const length = headers.get('content-length');
  if (length === null) return;
  if (!/^\d{1,15}$/.test(length)) throw new Refusal('invalid-body');
  if (Number(length) > maxBodyBytes) throw new Refusal('body-too-large');
}

/** Reads a body of JSON: bounded in size, time and depth, without duplicate or prototype keys. */
export async function readJson(
  request: Request,
  takeBody: TakeBody | undefined,
  limits: BodyLimits,
): Promise<JsonValue> {
  const bytes = takeBody?.() ?? (await withinTime(request, limits));
  if (bytes.byteLength > limits.maxBodyBytes) throw new Refusal('body-too-large');
  const length = Number(request.headers.get('content-length') ?? bytes.byteLength);
  if (bytes.byteLength === 0 && length > 0) throw alreadyRead();
  if (bytes.byteLength !== length) throw new Refusal('invalid-body');
  try {
    const text = utf8.decode(bytes);
    const value = JSON.parse(text) as JsonValue;
    checkTokens(text);
    return value;
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal('invalid-body');
  }
}

async function withinTime(request: Request, limits: BodyLimits): Promise<Uint8Array> {
  if (request.bodyUsed) throw alreadyRead();
  if (request.body === null) throw new Refusal('invalid-body');
  const reader = request.body.getReader();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Refusal('body-timeout')), limits.bodyTimeout);
  });
  try {
    return await Promise.race([readAll(reader, limits.maxBodyBytes), late]);
  } catch (error) {
    void reader.cancel().catch(() => undefined);
    // Whatever else breaks a stream is a browser that went away or a transfer that was cut short.
    throw error instanceof Refusal ? error : new Refusal('invalid-body');
  } finally {
    clearTimeout(timer);
  }
}

/** A mistake of the mounting, which must not look like a mistake of the browser. */
function alreadyRead(): TypeError {
  const reason = 'The body was read before it came to the handler: mount it before body parsers.';
  return Object.assign(new TypeError(reason), { code: 'BODY_ALREADY_READ' });
}

async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>, max: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.byteLength;
    if (size > max) throw new Refusal('body-too-large');
    chunks.push(next.value);
  }
  return join(chunks, size);
}

/** One array of all chunks. */
export function join(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const [first] = chunks;
  if (chunks.length === 1 && first) return first;
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}

const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[{}[\]]|-?\d[\d.eE+-]*/g;

/**
 * What JSON.parse lets pass silently: a key given twice (the last one wins here, the first one may elsewhere), a
 * key that means something to prototypes, a number that becomes Infinity. Expects text that is JSON.
 */
function checkTokens(text: string): void {
  const scopes: Set<unknown>[] = [];
  tokens.lastIndex = 0;
  // `matchAll` copies the expression each time.
  for (let match = tokens.exec(text); match !== null; match = tokens.exec(text)) {
    const [token, colon] = match;
    if (token === '{' || token === '[') {
      if (scopes.push(new Set()) > maxDepth) throw new Refusal('invalid-body');
    } else if (token === '}' || token === ']') scopes.pop();
    else if (colon !== undefined) checkKey(token.slice(0, -colon.length), scopes.at(-1));
    else if (!token.startsWith('"') && !Number.isFinite(Number(token))) throw new Refusal('invalid-body');
  }
}

function checkKey(token: string, seen: Set<unknown> | undefined): void {
  const key: unknown = JSON.parse(token);
  if (seen?.has(key) || poisonousKeys.has(key)) throw new Refusal('invalid-body');
  seen?.add(key);
}
