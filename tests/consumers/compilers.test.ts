import { expect, onTestFinished, test } from 'vitest';
import { createProject } from './project.ts';
import { compilers } from './versions.ts';

test.each(compilers)('TypeScript %s finds the types of every entry point', async (typescript) => {
  const { run, remove } = await createProject('types', { versions: { typescript } });
  onTestFinished(remove);
  expect(await run({}, 'tsc', '--version')).toContain(`Version ${typescript}`);
  for (const config of ['nodenext', 'bundler', 'library']) {
    await run({}, 'tsc', '--project', `tsconfig.${config}.json`);
  }
});
