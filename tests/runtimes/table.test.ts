import { afterAll, beforeAll, describe, inject, test } from 'vitest';
import type { TestContext } from 'vitest';
import { backgroundChecks, checks, http1Checks } from './checks.ts';
import type { Check } from './checks.ts';
import type { Installed } from './project.ts';
import { install, NotInstalled } from './project.ts';
import type { Server } from './servers.ts';
import { chosenServers } from './servers.ts';
import type { Shop } from './shop.ts';
import { apiKey, cookieSecret } from './secrets.ts';
import { openShop } from './shop.ts';
import type { Upstream } from './upstream.ts';
import { startUpstream } from './upstream.ts';
import type { Running } from '../running.ts';

describe.each(chosenServers)('$name', (server) => {
  let upstream: Upstream;
  let installed: Installed | undefined;
  let reason = '';

  beforeAll(async () => {
    upstream = await startUpstream(inject('sandbox'));
    try {
      installed = await install(server, inject('base'), inject('tarballs'));
    } catch (error) {
      // The workflow has a network, so a server that is missing there is a fault.
      if (!(error instanceof NotInstalled) || process.env['CI']) throw error;
      reason = `not installed: ${error.message.split('\n')[0] ?? ''}`;
    }
  });
  afterAll(async () => {
    await installed?.remove();
    await upstream.close();
  });

  const { isHttp2 = false, proxy } = server;
  const path = proxy?.path ?? '/api/norce';

  /** Starts the server for the checks of one block. */
  const runChecks = (rows: Readonly<Record<string, Check>>, awaited: string) => {
    let shop: Shop | undefined;
    let running: Running | undefined;
    beforeAll(async () => {
      const env = {
        UPSTREAM: upstream.origin,
        API_KEY: apiKey,
        COOKIE_SECRET: cookieSecret,
        AWAITED: awaited,
      };
      const started = await installed?.start(env);
      running = started;
      if (started) shop = openShop(started.origin, path, upstream, isHttp2);
    });
    afterAll(() => running?.stop());
    for (const [name, check] of Object.entries(rows)) {
      if (isHttp2 && http1Checks.has(name)) continue;
      addTest(server, name, async ({ skip }) => {
        if (!shop) skip(reason);
        else await check(shop);
      });
    }
  };

  describe('with an awaited log', () => runChecks(checks, 'yes'));
  describe('with a log that is not awaited', () => runChecks(backgroundChecks, 'no'));
});

/** Adds a check. One that differs has to fail, so that a reason does not outlive its cause. */
function addTest({ differs = {} }: Server, name: string, run: (context: TestContext) => Promise<void>): void {
  const reason = differs[name];
  if (reason === undefined) test(name, run);
  else test.fails(`differs (${reason}): ${name}`, run);
}
