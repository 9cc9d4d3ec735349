import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test('HB16: no failure shows the key or data of a shopper to browser, operator, log or terminal', async () => {
  const script = fileURLToPath(new URL('../test/every-failure.ts', import.meta.url));
  const child = fork(script, {
    execArgv: ['--import', 'tsx', '--conditions=@norce-kit/source'],
    silent: true,
  });
  let printed = '';
  child.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const [message, exit] = await Promise.all([once(child, 'message'), once(child, 'exit')]);
  const seen = message[0] as unknown[];
  expect(exit[0]).toBe(0);
  expect(printed).toBe('');
  expect(seen.length).toBeGreaterThan(1_000);
  expect(seen.filter((entry) => /canary/i.test(JSON.stringify(entry)))).toEqual([]);
});
