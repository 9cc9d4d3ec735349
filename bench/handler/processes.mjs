import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * Starts a part of the benchmark in its own process, so that its CPU time is measured separately.
 *
 * @param {string} file
 * @param {readonly string[]} [parameters]
 * @param {import('node:child_process').ForkOptions} [options]
 */
export async function start(file, parameters = [], options = {}) {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), parameters, options);
  const [ready] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() =>
      Promise.reject(new Error(`${file} ${parameters.join(' ')} did not start`)),
    ),
  ]);
  return {
    ready,
    /** @param {string} name @param {unknown} [parameter] */
    ask: async (name, parameter) => {
      child.send({ name, parameter });
      const [{ value, error }] = await once(child, 'message');
      if (error !== undefined) throw new Error(`${file}: ${error}`);
      return value;
    },
    stop: async () => {
      const exit = once(child, 'exit');
      child.disconnect();
      await exit;
    },
  };
}

/**
 * The other end: handles one call after the other, and exits with the process that calls.
 *
 * @param {unknown} ready
 * @param {Record<string, (parameter: any) => unknown>} answers
 */
export function answer(ready, answers) {
  process.on('disconnect', () => process.exit(0));
  process.on('message', async ({ name, parameter }) => {
    try {
      process.send?.({ value: await answers[name]?.(parameter) });
    } catch (error) {
      process.send?.({ error: String(error) });
    }
  });
  process.send?.(ready);
}
