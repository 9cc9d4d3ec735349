import type { IncomingHttpHeaders } from 'node:http';
import { request as httpRequest } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';

export interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body?: string | Uint8Array;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Sends a request on a new connection, with exactly these headers and this path. */
export function send(origin: string, { method = 'GET', path, headers = {}, body }: Asked): Promise<Answer> {
  const bytes = body === undefined ? undefined : Buffer.from(body);
  const isChunked = headers['transfer-encoding'] !== undefined;
  const length = bytes && !isChunked ? { 'content-length': String(bytes.byteLength) } : {};
  const all: Asked['headers'] = { ...length, ...headers };
  const present = Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== undefined),
  ) as Record<string, string | string[]>;
  return new Promise((resolve, reject) => {
    const request = httpRequest(origin, { method, path, headers: present, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    request.on('error', reject);
    request.end(bytes);
  });
}

/** Sends a request over HTTP/2 without TLS. It has no chunks: a body without a length takes their place. */
export function sendHttp2(
  origin: string,
  { method = 'GET', path, headers = {}, body }: Asked,
): Promise<Answer> {
  const { 'transfer-encoding': chunked, ...given } = headers;
  const bytes = body === undefined ? undefined : Buffer.from(body);
  const length = bytes && chunked === undefined ? { 'content-length': String(bytes.byteLength) } : {};
  const all: Asked['headers'] = { ...length, ...given };
  const present = Object.entries(all).filter(([, value]) => value !== undefined);
  return new Promise((resolve, reject) => {
    const session = connectHttp2(origin);
    session.on('error', reject);
    const fields = Object.fromEntries(present) as Record<string, string | string[]>;
    // By default a DELETE has no body.
    const stream = session.request(
      { ...fields, ':method': method, ':path': path },
      { endStream: bytes === undefined },
    );
    let answer: Answer | undefined;
    stream.on('response', ({ ':status': status = 0, ...received }) => {
      answer = { status, headers: received, text: '' };
    });
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    // A server that refuses a body may reset the stream after its response.
    stream.on('error', () => undefined);
    stream.on('close', () => {
      session.destroy();
      if (answer) resolve({ ...answer, text: Buffer.concat(chunks).toString() });
      else reject(new Error(`There is no response. The code of the stream is ${stream.rstCode}.`));
    });
    if (bytes) stream.end(bytes);
  });
}

/** Whether a server responds over HTTP/2. */
export async function isAnsweredOverHttp2(url: string): Promise<boolean> {
  return await sendHttp2(url, { path: '/' }).then(
    () => true,
    () => false,
  );
}

/** Sends bytes as they are. Returns everything received until the server closes the connection, or the time in ms is over. */
export function sendRaw(origin: string, bytes: string, time = 60_000): Promise<string> {
  const { port, hostname } = new URL(origin);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let text = '';
    const done = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(text);
    };
    const timer = setTimeout(done, time);
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (isComplete(text)) done();
    });
    socket.on('end', done).on('close', done).on('error', done);
    socket.write(Buffer.from(bytes, 'latin1'));
  });
}

/** Whether a response has ended, as far as its headers show its length. */
function isComplete(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const head = text.slice(0, end);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length !== undefined) return text.length >= end + 4 + Number(length);
  return /\r\ntransfer-encoding: *chunked/i.test(head) && text.endsWith('0\r\n\r\n');
}

/** Sends bytes, and ends the connection when `when` resolves. */
export async function sendAndLeave(
  origin: string,
  bytes: string,
  when: () => Promise<unknown>,
): Promise<void> {
  const { port, hostname } = new URL(origin);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await new Promise<void>((resolve) => socket.write(Buffer.from(bytes, 'latin1'), () => resolve()));
  await when();
  socket.destroy();
}
