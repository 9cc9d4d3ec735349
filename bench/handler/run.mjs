import { contenders } from './contenders.mjs';
import { measureThroughput } from './throughput.mjs';

const rounds = Number(process.env.ROUNDS ?? 6);
const seconds = Number(process.env.SECONDS ?? 3);
for (const { method, connections, rows } of await measureThroughput({
  rounds,
  seconds,
  names: Object.keys(contenders),
})) {
  console.log(`${method}, ${connections} at once`);
  console.table(rows);
}
