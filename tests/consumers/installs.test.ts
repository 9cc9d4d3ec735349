import { describe, expect, onTestFinished, test } from 'vitest';
import { createProject } from './project.ts';
import { managers, nodes, oldNode } from './versions.ts';
import type { Manager } from './versions.ts';

const names = Object.keys(managers) as Manager[];

describe.each(names)('%s', (manager) => {
  test.each(nodes)('installs the packages under Node %s, and stores a tick', async (node) => {
    const { run, remove } = await createProject('install', { manager, node });
    onTestFinished(remove);
    expect(await run({}, 'node', 'check.js')).toContain(`stored under v${node}`);
    expect(await run({}, 'node', 'check.cjs')).toContain('loaded by require');
  });
});

test.each(names.filter((name) => name !== 'yarn 4'))(
  '%s refuses the packages under an undeclared Node, and names one of them or their dependency',
  async (manager) => {
    const refused = createProject('install', { manager, node: oldNode });
    // pnpm wraps lines within a name, and names the first package that it has fetched, which may be ky.
    const ours = String.raw`@norce-kit/\w+@[^]*>=22\.12`;
    const named = manager === 'pnpm' ? `(?:${ours}|ky@[^]*>=22)` : ours;
    await expect(refused).rejects.toThrow(new RegExp(`${named}[^]*20\\.20\\.2`));
  },
);
