import type { Fault, Sandbox } from '@norce-kit/sandbox';
import { Hono } from 'hono';
import { csrf } from 'hono/csrf';

/** The fault that the sandbox injects into writes. */
export type NetworkMode = 'normal' | keyof typeof faults;

const operation = ['patchConsent', 'patchConsents', 'patchAttributes'] as const;

const faults = {
  slow: { kind: 'delay', before: 2_500, operation },
  failing: { kind: 'status', status: 503, operation },
  losing: { kind: 'apply-then-drop', operation },
} as const satisfies Record<string, Fault>;

/** Network faults to try in the demo. A real shop has no such routes. */
export function createNetwork(sandbox: Sandbox): Hono {
  const network = new Hono();
  network.use(csrf());

  network.get('/', (c) => {
    const active = sandbox.faults.list().map(({ fault }) => fault);
    const mode = Object.keys(faults)
      .filter(isFaulty)
      .find((name) => active.includes(faults[name]));
    return c.json({ mode: mode ?? 'normal' });
  });

  network.put('/:mode', (c) => {
    const mode = c.req.param('mode');
    if (mode !== 'normal' && !isFaulty(mode)) return c.notFound();
    sandbox.faults.clear();
    if (mode !== 'normal') sandbox.faults.add(faults[mode]);
    return c.body(null, 204);
  });

  return network;
}

function isFaulty(mode: string): mode is keyof typeof faults {
  return Object.hasOwn(faults, mode);
}
