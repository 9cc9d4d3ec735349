import { createServer } from 'node:http';
import { answer } from '../handler/processes.mjs';

const consents = Array.from({ length: 5 }, (_, index) => ({
  id: `ci_${index}`,
  text: `Yes, tell me about ${'news '.repeat(20)}`,
  checked: false,
}));
const order = JSON.stringify({ id: 'o_1', culture: 'sv-SE', currency: 'SEK', consents });

let written = 0;
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    if (request.method !== 'PATCH') {
      response.setHeader('content-type', 'application/json').end(order);
      return;
    }
    written += 1;
    response.end();
  });
});
server.listen(0, '127.0.0.1', () =>
  answer(`http://127.0.0.1:${server.address().port}`, {
    // Number of writes since the last call.
    written: () => {
      const since = written;
      written = 0;
      return since;
    },
  }),
);
