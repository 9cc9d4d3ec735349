import { vi } from 'vitest';

/** Replaces `BroadcastChannel` until `vi.unstubAllGlobals`. Returns the channels that are open. */
export function stubChannels(): ReadonlySet<object> {
  const open = new Set<object>();
  vi.stubGlobal(
    'BroadcastChannel',
    class extends BroadcastChannel {
      constructor(name: string) {
        super(name);
        open.add(this);
      }
      override close() {
        super.close();
        open.delete(this);
      }
    },
  );
  return open;
}
