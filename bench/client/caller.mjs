import { answer } from '../handler/processes.mjs';
import { contenders } from './contenders.mjs';

const [name, origin] = process.argv.slice(2);
const client = await contenders[name](origin);

answer(name, {
  /** @param {{ operation: 'patch' | 'get', connections: number, milliseconds: number }} load */
  run: async ({ operation, connections, milliseconds }) => {
    let count = 0;
    globalThis.gc?.();
    const cpu = process.cpuUsage();
    const begun = performance.now();
    const callInTurn = async () => {
      while (performance.now() - begun < milliseconds) {
        await client[operation]('o_1', 'ci_1', count % 2 === 0);
        count += 1;
      }
    };
    await Promise.all(Array.from({ length: connections }, callInTurn));
    const seconds = (performance.now() - begun) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    return { count, perSecond: count / seconds, cpuMicroseconds: (user + system) / count };
  },
});
