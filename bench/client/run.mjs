import { start } from '../handler/processes.mjs';
import { show, summarize } from '../handler/statistics.mjs';
import { save } from '../record.mjs';
import { contenders } from './contenders.mjs';

const rounds = Number(process.env.ROUNDS ?? 8);
const milliseconds = 1000 * Number(process.env.SECONDS ?? 2);
const connections = 10;

const server = await start('../client/server.mjs');
const callers = await Promise.all(
  Object.keys(contenders).map((name) =>
    start('../client/caller.mjs', [name, server.ready], { execArgv: ['--expose-gc'] }),
  ),
);
const operations = ['patch', 'get'];
for (const operation of operations)
  for (const caller of callers) await caller.ask('run', { operation, connections, milliseconds: 500 });
await server.ask('written');

const tables = [];
let wrongWrites = 0;
for (const operation of operations) {
  const measured = [];
  for (let round = 0; round < rounds; round++) {
    // Each round begins with another one, so that other load of the machine affects all alike.
    const turn = callers.map((_, index) => callers[(index + round) % callers.length]);
    const found = new Map();
    for (const caller of turn) {
      const one = await caller.ask('run', { operation, connections, milliseconds });
      const written = await server.ask('written');
      wrongWrites += Math.abs(written - (operation === 'patch' ? one.count : 0));
      found.set(caller.ready, one);
    }
    measured.push(found);
  }
  const rows = callers.map(({ ready: name }) => {
    const all = (value) => summarize(measured.map((found) => value(found.get(name), found.get('fetch'))));
    return {
      name,
      perSecond: all((own) => own.perSecond),
      perSecondRatio: all((own, base) => own.perSecond / base.perSecond),
      cpuMicroseconds: all((own) => own.cpuMicroseconds),
      cpuRatio: all((own, base) => own.cpuMicroseconds / base.cpuMicroseconds),
    };
  });
  tables.push({ operation, rows });
}
await Promise.all([server, ...callers].map(({ stop }) => stop()));

for (const { operation, rows } of tables) {
  console.log(`${operation}, ${connections} at once`);
  console.table(
    Object.fromEntries(
      rows.map(({ name, perSecond, perSecondRatio, cpuMicroseconds, cpuRatio }) => [
        name,
        {
          'a second': show(perSecond, 0),
          ratio: show(perSecondRatio, 2),
          'CPU, µs': show(cpuMicroseconds, 0),
          'CPU ratio': show(cpuRatio, 2),
        },
      ]),
    ),
  );
}
if (wrongWrites > 0) {
  console.error(`${wrongWrites} writes were dropped or doubled.`);
  process.exitCode = 1;
}
save('client', { rounds, milliseconds, connections, wrongWrites, tables });
