import { createHook } from 'node:async_hooks';
import { IncomingMessage } from 'node:http';
import { pathToFileURL } from 'node:url';
import { quantile } from './statistics.mjs';
import { apiBase, cookieSecret, createRequests, credentials, orderJson } from './traffic.mjs';

// Measures the handler alone, in one process and without sockets, so that it works on a busy machine: processor time, bytes
// and promises of a request, less those of the request itself. OTHER=<folder>/dist measures another build beside it.
// Bytes need --expose-gc --min-semi-space-size=128 --max-semi-space-size=128, so that nothing is collected meanwhile.

const rounds = Number(process.env.ROUNDS ?? 30);
const many = 3_000;
const host = '127.0.0.1:8080';
const order = Buffer.from(orderJson());
const builds = {
  ours: [await import('@norce-kit/server'), await import('@norce-kit/server/node')],
  ...(process.env.OTHER && { other: await load(process.env.OTHER) }),
};

/** @param {string} folder */
async function load(folder) {
  const toUrl = (/** @type {string} */ name) => pathToFileURL(`${folder}/${name}.js`).href;
  return [await import(toUrl('index')), await import(toUrl('node'))];
}

/** A dispatcher that responds to all requests of a turn in the next one. */
function createDispatcher() {
  /** @type {{ method: string, handler: any }[]} */
  let waiting = [];
  const controller = { abort: () => undefined };
  const respond = () => {
    const all = waiting;
    waiting = [];
    for (const { method, handler } of all) {
      handler.onRequestStart(controller, {});
      handler.onResponseStart(controller, 200, { 'content-type': 'application/json' }, 'OK');
      if (method === 'GET') handler.onResponseData(controller, order);
      handler.onResponseEnd(controller, {});
    }
  };
  return {
    dispatch: ({ method }, handler) => {
      if (waiting.push({ method, handler }) === 1) setImmediate(respond);
      return true;
    },
    close: () => Promise.resolve(),
  };
}

function createListener([{ createOrderHandler, orderCookie }, { toNodeListener, undiciTransport }]) {
  const transport = undiciTransport({ dispatcher: createDispatcher() });
  return toNodeListener(
    createOrderHandler({
      upstream: { baseUrl: `http://127.0.0.1:9${apiBase}`, ...credentials, transport },
      authorize: orderCookie({ secret: cookieSecret }),
      attributes: ['deliveryNote'],
    }),
  );
}

/** Reads the request and responds in the next turn: what each server does. */
function respondOnly(request, response) {
  if (request.headers.host !== host) throw new Error('not parsed');
  if (request.method !== 'GET') request.resume();
  setImmediate(() => response.writeHead(200, {}).end(''));
}

/** A request as the parser of Node makes it, with new texts. */
function createRequest({ method, path, headers, body = '' }) {
  const request = /** @type {any} */ (new IncomingMessage(/** @type {any} */ ({ encrypted: false })));
  const all = { host, ...headers, ...(body && { 'content-length': `${body.length}` }) };
  const copy = (/** @type {string} */ text) => Buffer.from(text, 'latin1').latin1Slice();
  Object.assign(request, { method, url: copy(path), httpVersionMajor: 1, httpVersionMinor: 1 });
  const rawHeaders = Object.entries(all).flat().map(copy);
  request._addHeaderLines(rawHeaders, rawHeaders.length);
  if (body) request.push(body);
  request.push(null);
  return Object.assign(request, { complete: true });
}

class Outgoing {
  headersSent = false;
  writableFinished = true;
  constructor(onEnd) {
    this.onEnd = onEnd;
  }
  on() {
    return this;
  }
  writeHead(status) {
    this.headersSent = true;
    this.status = status;
    return this;
  }
  end() {
    if (this.status !== 200) throw new Error(`status ${this.status}`);
    this.onEnd();
  }
}

/** Serves a number of requests, ten at a time. */
async function serve(listener, requests, count) {
  let next = 0;
  const serveInTurn = async () => {
    while (next < count) {
      const request = createRequest(requests[next++ % requests.length]);
      await new Promise((resolve) => listener(request, new Outgoing(() => setImmediate(resolve))));
    }
  };
  await Promise.all(Array.from({ length: 10 }, serveInTurn));
}

const listeners = {
  ...Object.fromEntries(Object.entries(builds).map(([name, build]) => [name, createListener(build)])),
  nothing: respondOnly,
};
const names = Object.keys(listeners);
for (const method of /** @type {const} */ (['PATCH', 'GET'])) {
  const requests = await createRequests([method], `http://${host}`);
  const run = (/** @type {string} */ name, count = many) => serve(listeners[name], requests, count);
  for (const name of names) await run(name, 5 * many);

  /** @type {Record<string, number[]>} */
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const name of names.map((_, index) => names[(index + round) % names.length])) {
      const before = process.cpuUsage();
      await run(name);
      const { user, system } = process.cpuUsage(before);
      times[name].push((user + system) / many);
    }

  const count = async (/** @type {string} */ name) => {
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    await run(name);
    const bytes = (process.memoryUsage().heapUsed - before) / many;
    let promises = 0;
    const hook = createHook({ init: (_, type) => void (type === 'PROMISE' && promises++) }).enable();
    await run(name);
    hook.disable();
    // The lower quartile: other load of the machine only adds to a time.
    return { time: quantile(times[name], 0.25), bytes, promises: promises / many };
  };
  const floor = await count('nothing');
  for (const name of names.slice(0, -1)) {
    const { time, bytes, promises } = await count(name);
    const kilobytes = globalThis.gc ? `${((bytes - floor.bytes) / 1e3).toFixed(1)} kB, ` : '';
    const own = `${(time - floor.time).toFixed(1)} µs, ${kilobytes}${(promises - floor.promises).toFixed(0)} promises`;
    console.log(`Node ${process.version}, ${method}, ${name}: ${own}`);
  }
}
