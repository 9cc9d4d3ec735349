import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'oxfmt';
import { readMedians } from './medians.mjs';
import { bars, lines } from './svg.mjs';

const readme = new URL('../README.md', import.meta.url);
const bytes = (value) => value.toLocaleString('en').replaceAll(',', ' ');
const number = (value, digits = 2) => value.toFixed(digits);

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(line)].join(
    '\n',
  );
}

/** Returns the line with date, versions, machine and load of a run. */
function origin({ measuredAt, node, system, processor, load, chromium, rounds }) {
  const browser = chromium === undefined ? '' : `, Chromium ${chromium}`;
  const turns = rounds === undefined ? '' : `; ${rounds} interleaved rounds, medians`;
  return `${measuredAt.slice(0, 16).replace('T', ' ')} UTC, Node ${node}${browser}, ${system}, ${processor}, load average at the end ${load[0]}${turns}.`;
}

function draw(name, svg) {
  writeFileSync(new URL(`${name}.svg`, import.meta.url), svg);
}

const {
  size,
  client,
  register,
  scaling,
  'small-page': smallPage,
  render,
  handler: throughput,
} = readMedians();
draw(
  'size',
  bars(
    'Bytes of a page with one checkbox, without React (min + brotli)',
    size.rows.map(({ name, alone }) => ({ name, value: alone, text: bytes(alone) })),
    { limit: 40_000 },
  ),
);

const patch = client.tables.find(({ operation }) => operation === 'patch');
draw(
  'client',
  bars(
    'CPU of one PATCH in Node, ratio to plain fetch',
    patch.rows.map(({ name, cpuRatio }) => ({ name, value: cpuRatio, text: number(cpuRatio) })),
  ),
);

const shown = {
  'norce-kit NewsletterConsent': 'NewsletterConsent',
  'norce-kit hooks': 'norce-kit hooks',
  'ky + react-query by hand': 'ky + react-query by hand',
  'react-query, documented optimistic pattern': 'optimistic pattern',
  'by hand, Radix checkbox': 'Radix',
  'floor, again': 'the floor again (noise)',
};
const series = (value) =>
  Object.entries(shown).map(([name, label]) => ({
    name: label,
    points: scaling.sizes.map(({ count, rows }) => [count, value(rows.find((row) => row.name === name))]),
  }));
draw(
  'mount',
  lines(
    'CPU of a mount, ratio to the floor',
    'consents on the page',
    series(({ mountCpuRatio }) => mountCpuRatio),
  ),
);
draw(
  'heap',
  lines(
    'Heap per box, ratio to the floor',
    'consents on the page',
    series(({ heapRatio }) => heapRatio),
    { bar: 2.5 },
  ),
);
draw(
  'click',
  lines(
    'From a click to paintable, ratio to the floor',
    'consents on the page',
    series(({ paintableRatio }) => paintableRatio).filter(({ name }) => name !== 'optimistic pattern'),
    { bar: 1.8 },
  ),
);

const ratios = (row, key) => number(row[key]);
const tables = {
  size: [
    origin(size),
    table(
      ['one checkbox that PATCHes a consent', 'without React', 'added to a page with react-query and ky'],
      size.rows.map(({ name, alone, beyond }) => [name, bytes(alone), bytes(beyond)]),
    ),
    `react-query and ky themselves: ${bytes(size.shared)}. The optional \`styles.css\`: ${bytes(size.stylesheet)}.`,
  ].join('\n\n'),
  client: [
    origin(client),
    ...client.tables.map(({ operation, rows }) =>
      table(
        [
          `${operation === 'patch' ? 'PATCH of a consent' : 'GET of an order'}, ${client.connections} at once`,
          'per second',
          'ratio',
          'CPU per call, µs',
          'ratio',
        ],
        rows.map((row) => [
          row.name,
          number(row.perSecond, 0),
          ratios(row, 'perSecondRatio'),
          number(row.cpuMicroseconds, 0),
          ratios(row, 'cpuRatio'),
        ]),
      ),
    ),
  ].join('\n\n'),
  register: [
    origin(register),
    table(
      [
        'consents',
        'boxes per consent',
        'answers per second',
        'CPU per answer, µs',
        'listener calls per answer',
        'bytes per consent',
      ],
      register.rows.map((row) => [
        bytes(row.consents),
        row.subscribers,
        number(row.perSecond, 0),
        number(row.cpuMicroseconds, 1),
        row.calls,
        bytes(Math.round(row.bytesPerConsent)),
      ]),
    ),
  ].join('\n\n'),
  scaling: [
    origin(scaling),
    ...scaling.sizes.map(({ count, rows }) =>
      table(
        [
          `${count} ${count === 1 ? 'consent' : 'consents'}`,
          'mount',
          'mount, CPU',
          'click, committed',
          'click, paintable',
          'heap per box',
          'DOM nodes per box',
        ],
        rows.map((row, index) =>
          index === 0
            ? [
                `${row.name}, absolute`,
                `${number(row.mount, 2)} ms`,
                `${number(row.mountCpu, 2)} ms`,
                `${number(row.committed, 2)} ms`,
                `${number(row.paintable, 2)} ms`,
                `${number(row.heap / 1000, 1)} kB`,
                number(row.nodes, 0),
              ]
            : [
                row.name,
                ratios(row, 'mountRatio'),
                ratios(row, 'mountCpuRatio'),
                ratios(row, 'committedRatio'),
                ratios(row, 'paintableRatio'),
                number(row.heapRatio),
                number(row.nodes, 0),
              ],
        ),
      ),
    ),
    table(
      [
        'boxes of one consent, until all show a click',
        ...scaling.subscribers[0].rows.flatMap(({ count }) => [`${count}, ms`]),
      ],
      scaling.subscribers.map(({ name, rows }) => [
        name,
        ...rows.map(({ paintable }) => number(paintable, 1)),
      ]),
    ),
    table(
      ['one toggle among 100 consents', 'commits', 'renders of its own box', 'renders of other boxes'],
      scaling.renders.map(({ name, commits, ofItself, ofOthers }) => [name, commits, ofItself, ofOthers]),
    ),
    table(
      [
        'a real click among 20 boxes, ms',
        ...['as it is', 'CPU 6 times slower', 'CPU 6 times slower, slow 3G'].flatMap((where) => [
          `${where}: visible`,
          'saved',
        ]),
      ],
      scaling.renders
        .map(({ name }) => name)
        .filter((name) => scaling.slow.some((row) => row.name === name))
        .map((name) => [
          name,
          ...['as it is', 'CPU 6 times slower', 'CPU 6 times slower, slow 3G'].flatMap((where) => {
            const { visible, saved } = scaling.slow.find((row) => row.name === name && row.where === where);
            return [number(visible, 0), number(saved, 0)];
          }),
        ]),
    ),
    table(
      [
        'first load of examples/checkout, CPU 6 times slower, slow 3G',
        'script and styles, bytes',
        'first paint, s',
        'boxes visible, s',
      ],
      scaling.firstLoad.map(({ name, bytes: size_, firstPaint, boxes }) => {
        const seconds = (milliseconds) => number(milliseconds / 1000, 1);
        return [name, bytes(size_), seconds(firstPaint), seconds(boxes)];
      }),
    ),
    `Dropped or duplicated writes in all of these: ${scaling.wrongWrites}.`,
  ].join('\n\n'),
};

const seconds = (milliseconds) => number(milliseconds / 1000, 2);
if (smallPage !== undefined)
  tables['small-page'] = [
    origin(smallPage),
    table(
      [
        'a page with one box, CPU 6 times slower, slow 3G',
        'script before the box, bytes',
        'first paint, s',
        'box visible, s',
        'answer at the server, s',
      ],
      smallPage.rows.map(({ name, bytes: before, firstPaint, boxes, answered }) => [
        name,
        bytes(before),
        seconds(firstPaint),
        seconds(boxes),
        seconds(answered),
      ]),
    ),
    `Visits that did not end with one write: ${smallPage.wrongWrites}.`,
  ].join('\n\n');

/** Each bar for the hooks and for the ready-made box: the figure, and whether the bar is met. */
const barOf = (what, most, hooks, ready, digits = 2) => {
  const judge = (value) =>
    value === undefined ? '' : `${number(value, digits)}${value > most ? ', missed' : ''}`;
  return [what, `≤ ${most}`, judge(hooks), judge(ready)];
};
const rowAt = (count, name) =>
  scaling.sizes.find((one) => one.count === count).rows.find((row) => row.name === name);
const [hooks, ready] = ['norce-kit hooks', 'norce-kit NewsletterConsent'];
const both = (count, value) => [value(rowAt(count, hooks)), value(rowAt(count, ready))];
const renderedOn = (name) => render.serverRendering[name].ratio;
const beyond = (name) => size.rows.find((row) => row.name === name).beyond / 1000;
const others = (name) => scaling.renders.find((row) => row.name === name).ofOthers;
const commitsOf = (name) => scaling.renders.find((row) => row.name === name).commits;
tables.bars = table(
  ['the bar, ratio to the floor', 'bar', 'hooks', 'NewsletterConsent'],
  [
    barOf('mount of 100', 2.5, ...both(100, ({ mountRatio }) => mountRatio)),
    barOf('mount of 1000', 2.5, ...both(1000, ({ mountRatio }) => mountRatio)),
    barOf('click of one among 100, committed', 1.8, ...both(100, (row) => row.committedRatio)),
    barOf('click of one among 100, paintable', 1.8, ...both(100, (row) => row.paintableRatio)),
    barOf('heap per box, among 100', 2.5, ...both(100, ({ heapRatio }) => heapRatio)),
    [
      'server rendering of 100, larger is better',
      '≥ 0.3',
      ...[hooks, ready].map(
        (name) => `${number(renderedOn(name))}${renderedOn(name) < 0.3 ? ', missed' : ''}`,
      ),
    ],
    barOf('commits per saved toggle', 2, commitsOf(hooks), commitsOf(ready), 0),
    barOf('renders of other consents', 0, others(hooks), others(ready), 0),
    barOf('kB beyond react, react-query and ky: hooks', 3.5, beyond(hooks), undefined, 1),
    barOf('the same: the ready-made box', 4.5, undefined, beyond(ready), 1),
    barOf('writes dropped or duplicated', 0, scaling.wrongWrites, scaling.wrongWrites, 0),
  ],
);

const columns = Object.keys(render.table[hooks]);
tables.render = [
  origin(render),
  table(
    ['ratio to the floor', ...columns],
    Object.entries(render.table).map(([name, row]) => [name, ...columns.map((column) => row[column])]),
  ),
].join('\n\n');

const rowsOf = (key, base, unit) => [
  ...['ours', 'base that reduces', '@fastify/http-proxy', 'base again'].map((name) => [
    name,
    ...throughput.tables.map(({ rows }) => number(rows.find((row) => row.name === name)[key], 2)),
  ]),
  [
    `the base, ${unit}`,
    ...throughput.tables.map(({ rows }) => number(rows.find(({ name }) => name === 'base')[base], 0)),
  ],
];
const cases = throughput.tables.map(({ operation, connections }) => `${operation}, ${connections} at once`);
tables.handler = [
  origin(throughput),
  table(['CPU per request, ratio', ...cases], rowsOf('cpuRatio', 'cpuMicroseconds', 'µs')),
  table(
    ['requests per second, ratio', ...cases],
    rowsOf('perSecondRatio', 'perSecond', 'requests per second'),
  ),
].join('\n\n');

let text = readFileSync(readme, 'utf8');
for (const [name, content] of Object.entries(tables)) {
  const [begin, end] = [`<!-- ${name}: written by npm run bench -- plots -->`, `<!-- ${name}: end -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md has no place for "${name}".`);
  text = `${text.slice(0, from + begin.length)}\n\n${content}\n\n${text.slice(to)}`;
}
const { code } = await format('README.md', text, { singleQuote: true, printWidth: 110 });
writeFileSync(readme, code);
console.log('bench/README.md');
