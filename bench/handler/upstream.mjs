import { createServer } from 'node:http';
import { answer } from './processes.mjs';
import { orderJson } from './traffic.mjs';

// A minimal order API: a GET returns an order, a write returns 200 without a body.
const order = Buffer.from(orderJson());
const orderHeaders = {
  'content-type': 'application/json; charset=utf-8',
  'content-length': order.byteLength,
};
const seen = { requests: 0, sockets: 0, mostSockets: 0 };
let delay = 0;

const server = createServer((request, response) => {
  seen.requests++;
  if (request.headers.authorization === undefined) return void response.writeHead(401).end();
  const respond = () => {
    if (request.method === 'GET') response.writeHead(200, orderHeaders).end(order);
    else response.writeHead(200, { 'content-length': 0 }).end();
  };
  request.resume();
  if (delay > 0) setTimeout(respond, delay);
  else if (request.method === 'GET') respond();
  else request.on('end', respond);
});
server.keepAliveTimeout = 60_000;
server.on('connection', (socket) => {
  seen.mostSockets = Math.max(seen.mostSockets, ++seen.sockets);
  socket.on('close', () => seen.sockets--);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  answer(`http://127.0.0.1:${port}`, {
    delay: (milliseconds) => {
      delay = milliseconds;
    },
    seen: () => {
      const now = { ...seen };
      Object.assign(seen, { requests: 0, mostSockets: seen.sockets });
      return now;
    },
  });
});
