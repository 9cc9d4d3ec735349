import { execFile } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, onTestFinished, test } from 'vitest';
import { outsideEnv } from '../running.ts';
import { findBinary } from './project.ts';
import { startUpstream } from './upstream.ts';

// Node 22.12 itself keeps a file that it could not open as missing. Node 22.23 does not.
test('a process that had no free file descriptor at its first request works afterwards', async () => {
  const upstream = await startUpstream();
  onTestFinished(upstream.close);
  const program = join(inject('base'), 'first-use.js');
  await copyFile(new URL('lib/first-use.js', import.meta.url), program);
  const command = ['-c', 'ulimit -n 200; exec "$0" "$1"', findBinary('node 24').file, program];
  const env = { ...outsideEnv, UPSTREAM: upstream.origin };
  const { stdout } = await promisify(execFile)('sh', command, { env });
  expect(JSON.parse(stdout)).toEqual({ failures: ['fails', 'fails', 'fails'], order: 'o_1', status: 200 });
});
