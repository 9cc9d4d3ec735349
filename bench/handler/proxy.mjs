import { contenders } from './contenders.mjs';
import { answer } from './processes.mjs';

const [name = '', upstream = ''] = process.argv.slice(2);
const server = await contenders[name]?.(upstream);
if (!server) throw new Error(`There is no contender "${name}".`);

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  answer(`http://127.0.0.1:${port}`, {
    /** CPU time in µs so far, all threads together. */
    cpu: () => {
      const { user, system } = process.cpuUsage();
      return user + system;
    },
    memory: () => {
      globalThis.gc?.();
      const { rss, heapUsed } = process.memoryUsage();
      return { rss, heapUsed };
    },
  });
});
