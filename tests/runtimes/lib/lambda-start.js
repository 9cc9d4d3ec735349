// Calls the function as AWS Lambda does for a function URL (payload format 2.0).
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Worker } from 'node:worker_threads';

// As in each function of AWS Lambda.
process.env.AWS_LAMBDA_FUNCTION_NAME = 'shop';

const free = Array.from({ length: 8 }, () => new Worker(new URL('lambda-thread.js', import.meta.url)));
const waiting = [];

/** Runs one event at a time in each thread, as Lambda does in each process. */
const run = async (event) => {
  const worker = free.pop() ?? (await new Promise((resolve) => waiting.push(resolve)));
  worker.postMessage(event);
  const [response] = await once(worker, 'message');
  const next = waiting.shift();
  if (next) next(worker);
  else free.push(worker);
  return response;
};

const toEvent = (request, body) => {
  const [rawPath, rawQueryString = ''] = request.url.split('?');
  const { cookie, ...headers } = request.headers;
  // A function URL has https.
  if (headers.origin === `http://${headers.host}`) headers.origin = `https://${headers.host}`;
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    ...(cookie !== undefined && { cookies: cookie.split('; ') }),
    headers,
    requestContext: {
      domainName: request.headers.host,
      stage: '$default',
      http: { method: request.method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1' },
    },
    ...(body.length > 0 && { body: body.toString('base64') }),
    isBase64Encoded: body.length > 0,
  };
};

createServer(async (request, response) => {
  const chunks = [];
  // The gateway closes a connection whose body is late.
  const late = setTimeout(() => request.destroy(), 3_000);
  try {
    for await (const chunk of request) chunks.push(chunk);
  } catch {
    return;
  } finally {
    clearTimeout(late);
  }
  const event = toEvent(request, Buffer.concat(chunks));
  const { statusCode, headers, body, isBase64Encoded } = await run(event);
  response.writeHead(statusCode, headers).end(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'));
}).listen(3000);
