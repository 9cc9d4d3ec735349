import { orderCookie } from '@norce-kit/server';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import {
  allowed,
  checkReceived,
  hostileMessages,
  sendHostile,
} from '../../packages/server/test/hostile-requests.ts';
import { unicodeSpaces } from './checks.ts';
import type { Installed } from './project.ts';
import { install, NotInstalled } from './project.ts';
import { chosenServers } from './servers.ts';
import { apiKey, cookieSecret } from './secrets.ts';
import type { Upstream } from './upstream.ts';
import { startUpstream } from './upstream.ts';

const { FUZZ_REQUESTS = '20000', FUZZ_SEED = '1' } = process.env;
const batch = 100;

const cookie = orderCookie({ secret: cookieSecret });
const bind = async (id: string) => (await cookie.bind(id)).split(';')[0] ?? '';
const [own, evil] = [await bind('o_1'), await bind('o_evil')];
const [ownName = ''] = own.split('=');
const [, evilToken = ''] = evil.split('=');

/** Response of workerd itself to a request that it cannot parse. */
const unparsed = 'HTTP/1.1 500 Internal Server Error\r\nConnection: close\r\nContent-Length: 21\r\n\r\n';

const space = fc.constantFrom(...unicodeSpaces);
const spaces = fc.array(space, { minLength: 1, maxLength: 3 }).map((list) => list.join(''));
/** Cookies of another host that imitate the one of the shop. None of them has its name. */
const imitation = fc.oneof(
  spaces.map((before) => `${before}${evil}`),
  spaces.map((after) => `${ownName}${after}=${evilToken}`),
  spaces.map((inside) => `__Host-${inside}norce-order=${evilToken}`),
  fc.tuple(spaces, spaces).map(([before, after]) => `${before} ${ownName}${after}=${evilToken}`),
  fc.constantFrom(
    `${ownName} =${evilToken}`,
    `__host-norce-order=${evilToken}`,
    `"${ownName}"=${evilToken}`,
    `=${evil}`,
    `norce-order=${evilToken}`,
    `x=${evil}`,
    `,${evil}`,
  ),
);
/** The shop's cookie with a value that was changed. */
const changed = fc.oneof(
  spaces.map((before) => `${ownName}=${before}${evilToken}`),
  spaces.map((after) => `${ownName}=${evilToken}${after}`),
  spaces.map((inside) => `${ownName}=${evilToken.replace('.', `.${inside}`)}`),
  fc.constantFrom(`${ownName}="${evilToken}"`, `${ownName}=${evilToken}=`, `${ownName}=%20${evilToken}`),
);
const jar = fc.oneof(
  fc.constantFrom('', own, `a=b; ${own}`),
  imitation,
  changed,
  fc.tuple(imitation, fc.constantFrom(';', '; ', ';\t')).map(([one, end]) => `${one}${end}${own}`),
  fc.tuple(imitation, fc.constantFrom(';', '; ')).map(([one, start]) => `${own}${start}${one}`),
  imitation.map((one) => `${one}\r\ncookie: ${own}`),
);

describe.each(chosenServers.filter(({ isFuzzed }) => isFuzzed))('$name', (server) => {
  let upstream: Upstream;
  let installed: Installed | undefined;
  let reason = '';

  beforeAll(async () => {
    upstream = await startUpstream();
    try {
      installed = await install(server, inject('base'), inject('tarballs'));
    } catch (error) {
      if (!(error instanceof NotInstalled) || process.env['CI']) throw error;
      reason = error.message;
    }
  });
  afterAll(async () => {
    await installed?.remove();
    await upstream.close();
  });

  test(`HB3: of ${FUZZ_REQUESTS} hostile requests only the shopper’s operations get through, and no cookie is imitated`, async ({
    skip,
  }) => {
    if (!installed) return skip(reason);
    const env = { UPSTREAM: upstream.origin, API_KEY: apiKey, COOKIE_SECRET: cookieSecret, HOSTILE: 'yes' };
    const running = await installed.start(env);
    const port = Number(new URL(running.origin).port);
    const host = new URL(upstream.origin).host;
    const passed = new Map<string, number>();
    const statuses = new Map<string, number>();
    const count = (counts: Map<string, number>, name: string) =>
      counts.set(name, (counts.get(name) ?? 0) + 1);
    try {
      const total = Number(FUZZ_REQUESTS);
      const messages = fc.sample(hostileMessages(jar), { numRuns: total, seed: Number(FUZZ_SEED) });
      for (let start = 0; start < total; start += batch) {
        const sent = messages.slice(start, start + batch);
        const answers = await Promise.all(sent.map((bytes) => sendHostile(port, bytes)));
        for (const arrived of upstream.arrived.splice(0)) {
          count(passed, checkReceived(arrived, { host, apiKey }));
        }
        for (const [index, answer] of answers.entries()) {
          const isUnparsed = server.runtime === 'workerd' && answer.startsWith(unparsed);
          const failed = answer.includes(apiKey) || (/^HTTP\/1\.1 50[^15]/.test(answer) && !isUnparsed);
          if (failed) expect.fail(`${JSON.stringify(sent[index])}\n${answer}`);
          count(statuses, answer.slice(9, 12));
        }
      }
      expect(new Set(upstream.read)).toEqual(new Set(['o_1']));
      expect(passed.size).toBe(allowed.length);
      for (const status of ['200', '400', '403', '404', '405', '415'])
        expect([status, (statuses.get(status) ?? 0) > 0]).toEqual([status, true]);
      // The server is up.
      expect(await sendHostile(port, 'GET /x HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n')).toMatch(
        /^HTTP/,
      );
    } finally {
      await running.stop();
    }
  }, 3_600_000);
});
