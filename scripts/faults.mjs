import { spawnSync } from 'node:child_process';
import { provideServices } from './services.mjs';

// Runs the tests against real servers, with all faults: `npm run test:faults`. Further arguments go to Vitest.
const missing = provideServices();
if (missing.length > 0) {
  console.error(`The tests did not run: ${missing.join(' and ')} could not be installed on this machine.`);
  process.exitCode = 1;
} else {
  const { status } = spawnSync(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--config=tests/real/vitest.config.ts',
      ...process.argv.slice(2),
    ],
    {
      stdio: 'inherit',
      env: { ...process.env, FAULTS: 'full' },
    },
  );
  process.exitCode = status ?? 1;
}
