import { contenders } from './contenders.mjs';
import { measureImport } from './imports.mjs';
import { circumstances, save } from './result.mjs';
import { show } from './statistics.mjs';
import { measureThroughput } from './throughput.mjs';
import { operations } from './traffic.mjs';

const rounds = Number(process.env.ROUNDS ?? 6);
const seconds = Number(process.env.SECONDS ?? 3);
const names = process.env.CONTENDERS?.split(',') ?? Object.keys(contenders);
const chosen = process.env.OPERATIONS?.split(',') ?? Object.keys(operations);

const milliseconds = Object.fromEntries(
  ['@norce-kit/server', '@norce-kit/server/node'].map((entry) => [entry, measureImport(entry)]),
);
for (const [entry, { clock, processor }] of Object.entries(milliseconds))
  console.log(`import ${entry}: ${show(clock, 1)} ms, of the processor ${show(processor, 1)} ms`);

const where = circumstances();
const tables = await measureThroughput({ rounds, seconds, names, chosen });
for (const { operation, connections, rows } of tables) {
  console.log(`${operation}, ${connections} at once`);
  console.table(
    Object.fromEntries(
      rows.map(({ name, perSecond, perSecondRatio, cpuMicroseconds, cpuRatio, failures }) => [
        name,
        {
          'a second': show(perSecond, 0),
          ratio: show(perSecondRatio, 2),
          'CPU, µs': show(cpuMicroseconds, 0),
          'CPU ratio': show(cpuRatio, 2),
          failures,
        },
      ]),
    ),
  );
}
save('throughput', { ...where, rounds, seconds, operations, importMilliseconds: milliseconds, tables });
