import { cleanup, configure } from '@testing-library/react';
import { createHash } from 'node:crypto';
import { BroadcastChannel as NodeChannel } from 'node:worker_threads';
import { afterEach } from 'vitest';

// The files of a worker share a document and a process, so an earlier file must not act as an earlier page or another tab.
const file = crypto.randomUUID();
class FileChannel extends NodeChannel {
  constructor(name: string) {
    super(`${name} ${file}`);
  }
}
Object.assign(globalThis, { BroadcastChannel: FileChannel });

// The hash of the platform takes real time in another thread, for which a fake clock does not wait.
const digest = (_algorithm: 'SHA-256', text: Uint8Array) =>
  Promise.resolve(Uint8Array.from(createHash('sha256').update(text).digest()).buffer);
Object.assign(crypto.subtle, { digest });

afterEach(() => {
  cleanup();
  sessionStorage.clear();
  localStorage.clear();
});

// As in setup.ts, for `waitFor` and `findBy…`.
configure({ asyncUtilTimeout: 60_000 });
