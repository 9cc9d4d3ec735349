import { start } from '../handler/processes.mjs';
import { show, summarize } from '../handler/statistics.mjs';
import { save } from '../record.mjs';

const rounds = Number(process.env.ROUNDS ?? 8);
const milliseconds = 1000 * Number(process.env.SECONDS ?? 1);
const cases = [
  { consents: 1, subscribers: 1 },
  // The same again: the difference between the two is noise.
  { consents: 1, subscribers: 1 },
  { consents: 100, subscribers: 1 },
  { consents: 10_000, subscribers: 1 },
  { consents: 1, subscribers: 10 },
  { consents: 1, subscribers: 100 },
];

const workers = await Promise.all(
  cases.map(({ consents, subscribers }) =>
    start('../register/worker.mjs', [consents, subscribers].map(String), { execArgv: ['--expose-gc'] }),
  ),
);
for (const worker of workers) await worker.ask('run', 300);
const measured = cases.map(() => []);
for (let round = 0; round < rounds; round++)
  for (let index = 0; index < cases.length; index++) {
    const turn = (index + round) % cases.length;
    measured[turn].push(await workers[turn].ask('run', milliseconds));
  }

const rows = [];
for (const [index, { consents, subscribers }] of cases.entries()) {
  const all = (key) => summarize(measured[index].map((one) => one[key]));
  rows.push({
    consents,
    subscribers,
    perSecond: all('perSecond'),
    cpuMicroseconds: all('cpuMicroseconds'),
    calls: all('calls').median,
    // Includes the order, which is the larger part for a single consent.
    bytesPerConsent: await workers[index].ask('bytesPerConsent'),
    wrongWrites: measured[index].reduce((sum, one) => sum + one.wrongWrites, 0),
  });
}
await Promise.all(workers.map(({ stop }) => stop()));

console.table(
  rows.map(({ perSecond, cpuMicroseconds, bytesPerConsent, ...row }) => ({
    ...row,
    'a second': show(perSecond, 0),
    'CPU, µs': show(cpuMicroseconds, 2),
    'bytes a consent': bytesPerConsent.toFixed(0),
  })),
);
if (rows.some(({ wrongWrites }) => wrongWrites > 0)) {
  console.error('Writes were dropped or doubled.');
  process.exitCode = 1;
}
save('register', { rounds, milliseconds, rows });
