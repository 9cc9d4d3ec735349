import { readFileSync } from 'node:fs';
import { readChangesets } from './changesets.mjs';
import { changedSizes } from './size-gate.mjs';

/** @param {string} path */
const readJson = (path) => JSON.parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'));

/** @param {number} value */
const bytes = (value) => value.toLocaleString('en').replaceAll(',', '\u202f');

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly (string | number)[])[]} rows
 */
function table(head, rows) {
  /** @param {readonly (string | number)[]} cells */
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(line)].join(
    '\n',
  );
}

/** @param {{ measuredAt: string, node: string, chromium?: string }} run */
const origin = ({ measuredAt, node, chromium }) =>
  `Measured on ${measuredAt.slice(0, 10)} with Node ${node.slice(1)}${chromium ? ` and Chromium ${chromium}` : ''}.`;

/** @param {any} medians @param {(name: string) => boolean} isShown */
const sizes = ({ size }, isShown) =>
  table(
    ['one checkbox that sends a PATCH, bytes (brotli)', 'without React', 'added'],
    size.rows
      .filter((/** @type {any} */ { name }) => isShown(name))
      .map((/** @type {any} */ { name, alone, beyond }) => [name, bytes(alone), bytes(beyond)]),
  );

const columns = ['mount 1', 'mount 100', 'click to committed', 'heap per box', 'server rendering'];

/**
 * The tables by name, from `bench/medians.json`, or from `etc/sizes.json` and the changesets.
 *
 * @type {Readonly<Record<string, () => string>>}
 */
const figures = {
  size: () => {
    const medians = readJson('bench/medians.json');
    const hand = sizes(medians, (name) => /floor|by hand|react-query|norce/.test(name));
    const shared = `TanStack Query and ky themselves: ${bytes(medians.size.shared)}.`;
    return `${hand}\n\n${shared} ${origin(medians.size)}`;
  },
  gate: () => {
    const changed = changedSizes(readChangesets().join('\n'));
    return table(
      ['bundle', 'bytes (brotli)'],
      Object.entries(readJson('etc/sizes.json')).map(([name, size]) => [
        name,
        bytes(changed.get(name)?.bytes ?? size),
      ]),
    );
  },
  render: () => {
    const { render } = readJson('bench/medians.json');
    const rows = Object.entries(render.table).map(([name, row]) => [
      name,
      ...columns.map((column) => row[column]),
    ]);
    const note = 'Smaller is better, except for server rendering (renders per second).';
    return `${table(['ratio to the first row', ...columns], rows)}\n\n${note} ${origin(render)}`;
  },
  handler: () => {
    const { handler } = readJson('bench/medians.json');
    const [{ rows: names }] = handler.tables;
    /** @type {readonly { operation: string, connections: number, rows: { name: string, cpuRatio: number }[] }[]} */
    const tables = handler.tables.filter((/** @type {any} */ { connections }) => connections === 10);
    const rows = names.map((/** @type {any} */ { name }) => [
      name === 'ours' ? 'norce-kit' : name,
      ...tables.map((one) => one.rows.find((row) => row.name === name)?.cpuRatio.toFixed(2) ?? ''),
    ]);
    const head = tables.map(({ operation, connections }) => `${operation}, ${connections} at once`);
    return `${table(['CPU time of a request, ratio', ...head], rows)}\n\n${origin(handler)}`;
  },
  alternatives: () => {
    const medians = readJson('bench/medians.json');
    const shown = sizes(medians, (name) => /norce|c15t|Commerce|optimistic|ky \+/.test(name));
    return `${shown}\n\n${origin(medians.size)}`;
  },
};

/**
 * Replaces the blocks `<!-- figures: name -->…<!-- figures: end -->` of a page by tables with the present figures. On a git
 * host the block is a link to them.
 *
 * @param {string} markdown
 */
export function fillFigures(markdown) {
  return markdown.replace(/<!-- figures: (\w+) -->.*?<!-- figures: end -->/gs, (_, name) => {
    const figure = figures[name];
    if (figure === undefined) throw new Error(`There are no figures "${name}".`);
    return figure();
  });
}
