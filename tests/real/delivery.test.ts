import { serveSandbox } from '@norce-kit/sandbox/server';
import type { LoggedConsentAnswer } from '@norce-kit/server';
import {
  consentDeliverySql,
  createConsentDelivery,
  memoryDeliveryStore,
  pgBossStore,
  RejectedAnswerError,
} from '@norce-kit/server/delivery';
import type { DeliveryStore, PgBossQueue, PostgresPool } from '@norce-kit/server/delivery';
import { consentTable, consentTableSql } from '@norce-kit/server/postgres';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { expect, onTestFinished, test } from 'vitest';
import { seededRandom } from '../seeded-random.ts';
import { startCuttingProxy } from './cutting-proxy.ts';
import { services } from './programs.ts';
import { auditCalls, startReceiver } from './receiver.ts';
import type { ReceivedAnswer } from './receiver.ts';
import { pause, startPostgres, startWorker } from './servers.ts';
import { untilItWorks, urlOf } from './shop.ts';

/** `npm run test:faults` runs all of it, `npm test` a short selection. */
const isFull = process.env['FAULTS'] === 'full';
const size = isFull
  ? { orders: 125, answersPerOrder: 40, kills: 12 }
  : { orders: 20, answersPerOrder: 8, kills: 1 };

const consents = ['ci_newsletter', 'sms & mail'];

async function openDatabase() {
  const postgres = await startPostgres();
  const pool = new pg.Pool({
    connectionString: urlOf(postgres.port),
    connectionTimeoutMillis: 2_000,
    max: 20,
  });
  onTestFinished(() => pool.end());
  await untilItWorks(() => pool.query(consentTableSql()));
  await pool.query(consentDeliverySql());
  return { postgres, pool, log: consentTable(pool) };
}

async function startBoss(port: number): Promise<PgBoss> {
  // `supervise()` looks for expired jobs once in this time: of a worker that ended less than `expire` ago it finds none.
  const boss = new PgBoss({
    connectionString: urlOf(port),
    max: 4,
    supervise: false,
    monitorIntervalSeconds: 1,
  });
  boss.on('error', () => undefined);
  await boss.start();
  onTestFinished(() => boss.stop({ graceful: false }));
  return boss;
}

/** A poll looks at the answers of the last days. */
const now = new Date().toISOString();

const row = (id: string, changed: Partial<LoggedConsentAnswer>): LoggedConsentAnswer => ({
  id,
  orderId: 'o_1',
  consentId: consents[0] ?? '',
  checked: true,
  time: now,
  pageId: 'p',
  sequence: 1,
  correlationId: 'c',
  hash: 'h',
  ...changed,
});

test.skipIf(!services.postgres)(
  'DL7: the store on pg-boss behaves as the one in memory',
  async ({ annotate }) => {
    const { postgres, pool, log } = await openDatabase();
    await pool.query(consentDeliverySql());
    const boss = await startBoss(postgres.port);
    const memory = memoryDeliveryStore({ retryDelay: 0, attempts: 3 });
    const stores: [DeliveryStore, (answers: LoggedConsentAnswer[]) => unknown][] = [
      [pgBossStore({ boss, pool, retryDelay: 0, attempts: 3 }), log.writeAll],
      [memory, memory.writeAll],
    ];
    const histories = [];
    for (const [store, writeAll] of stores) {
      const seen: unknown[] = [];
      let isDown = false;
      const delivery = createConsentDelivery({
        store,
        concurrency: 1,
        admin: {
          getOrder: () =>
            Promise.resolve({
              state: { currentStatus: 'completed' },
              consents: consents.map((id) => ({ id, checked: true })),
            }),
        },
        deliver: ({ idempotencyKey, change, isCurrent, attempt, time }) => {
          seen.push([idempotencyKey, change, isCurrent, attempt, time]);
          return isDown ? Promise.reject(new Error('down')) : Promise.resolve('pending' as const);
        },
      });
      const run = async () => {
        await delivery.run();
        const entries = await delivery.list('o_1');
        seen.push(entries.toSorted((one, other) => one.idempotencyKey.localeCompare(other.idempotencyKey)));
        seen.push(await delivery.deadLetters());
      };
      await writeAll([row('b', { sequence: 2, checked: false }), row('a', {})]);
      await delivery.poll();
      await run();
      await writeAll([row('s', { consentId: 'sms & mail' })]);
      await delivery.poll();
      await run();
      await writeAll([row('d', { sequence: 4 })]);
      isDown = true;
      await delivery.poll();
      await run();
      isDown = false;
      seen.push(await delivery.redeliver('d'), await delivery.redeliver('a'));
      // The withdrawal before it stays pending, although the next attempt at it is not made yet.
      expect(await delivery.confirm('b')).toBe(false);
      await run();
      await writeAll([row('c', { sequence: 3, checked: false }), row('e', { pageId: 'q', checked: false })]);
      // The log has its withdrawal, of which nothing was reported.
      expect(await delivery.confirm('d')).toBe(false);
      seen.push(await delivery.orderChanged('o_1'));
      seen.push(await delivery.confirm('d'));
      await run();
      seen.push(await delivery.confirm('s'), await delivery.confirm('d'), await delivery.confirm('e'));
      await run();
      histories.push(seen);
    }
    await annotate('the same calls, states and results');
    const sort = (history: unknown[]) =>
      history.map((one) => JSON.stringify(one, (_, value: unknown) => value ?? null));
    expect(sort(histories[0] ?? [])).toEqual(sort(histories[1] ?? []));

    await annotate('settings that changed since the queue was created count for the next answers');
    await log.writeAll([row('f', { orderId: 'o_2' }), row('g', { orderId: 'o_2', consentId: 'sms & mail' })]);
    const store = pgBossStore({ boss, pool, retryDelay: 7, retryDelayMax: 70, expire: 700 });
    await store.complete('o_2');
    const settings = `select distinct retry_delay, retry_delay_max, retry_backoff, expire_seconds
      from pgboss.job where name = 'consent-delivery' and data ->> 'orderId' = 'o_2'`;
    expect((await pool.query(settings)).rows).toEqual([
      { retry_delay: 7, retry_delay_max: 70, retry_backoff: true, expire_seconds: 700 },
    ]);

    await annotate('an answer that was erased from the log is neither confirmed, nor delivered again');
    await store.handOver(
      ({ answer }) =>
        answer.id === 'f' ? Promise.resolve('pending') : Promise.reject(new RejectedAnswerError()),
      { concurrency: 2 },
    );
    const dead = { idempotencyKey: 'g', orderId: 'o_2', consentId: 'sms & mail', attempts: 1 };
    expect(await store.list({ state: 'dead' })).toContainEqual({
      ...dead,
      state: 'dead',
      error: 'RejectedAnswerError',
    });
    await pool.query("delete from consent_log where order_id = 'o_2'");
    expect([await store.confirm('f'), await store.redeliver('g')]).toEqual([false, false]);
    expect(await store.list({ orderId: 'o_2' })).toEqual([]);
    const listed = await store.list({ state: 'dead' });
    expect(listed.filter(({ orderId }) => orderId === 'o_2')).toEqual([]);
  },
);

/** Ends a worker at a step, as a crash does: it does nothing more, and its connections are closed. */
function endAt(step: number, pool: pg.Pool, boss: PgBoss) {
  let steps = 0;
  let isEnded = false;
  const open = new Set<pg.PoolClient>();
  const next = async <T>(work: () => Promise<T>): Promise<T> => {
    if (!isEnded && steps++ === step) {
      isEnded = true;
      for (const client of open) client.release(true);
    }
    return isEnded ? await new Promise<never>(() => undefined) : await work();
  };
  const connect = async () => {
    const client = await next(() => pool.connect());
    open.add(client);
    return {
      query: (text: string, values?: unknown[]) => next(() => client.query(text, values)),
      on: () => undefined,
      off: () => undefined,
      release: (isBroken?: boolean) => {
        if (open.delete(client) && !isEnded) client.release(isBroken);
      },
    };
  };
  const worker: { pool: PostgresPool; boss: PgBossQueue } = {
    pool: { connect, on: () => undefined },
    boss: {
      createQueue: (name, options) => next(() => boss.createQueue(name, options)),
      insert: (name, jobs, options) => next(() => boss.insert(name, jobs, options)),
      fetch: (name, options) => next(() => boss.fetch(name, options)),
      complete: (name, job) => next(() => boss.complete(name, job)),
      fail: (name, job, data) => next(() => boss.fail(name, job, data)),
      supervise: (name) => next(() => boss.supervise(name)),
    },
  };
  return { ...worker, next, isEnded: () => isEnded };
}

test.skipIf(!services.postgres)(
  'DL8: a worker that ends between any two steps: each answer arrives, in order, once with its key',
  async () => {
    const { postgres, pool, log } = await openDatabase();
    const boss = await startBoss(postgres.port);
    const admin = {
      getOrder: () =>
        Promise.resolve({
          state: { currentStatus: 'completed' as const },
          consents: [{ id: consents[0] ?? '', checked: false }],
        }),
    };
    const rounds: { step: number; calls: ReceivedAnswer[]; isDone: boolean }[] = [];
    /** One worker for each step at which it ends, each with an order and a queue of its own. */
    const work = async (step: number) => {
      const round = { step, calls: [] as ReceivedAnswer[], isDone: false };
      rounds.push(round);
      const orderId = `o_${step}`;
      const own = { orderId, consentId: consents[0] ?? '' };
      await log.writeAll([row(`${step}a`, own), row(`${step}b`, { ...own, checked: false, sequence: 2 })]);
      const { next, isEnded, ...worker } = endAt(step, pool, boss);
      const settings = { queue: `queue-${step}`, retryDelay: 0, expire: 1 };
      const deliver = (answer: ReceivedAnswer) => Promise.resolve(void round.calls.push(answer));
      const delivery = createConsentDelivery({
        store: pgBossStore({ ...worker, ...settings }),
        admin,
        // It may end before the call, and after it.
        deliver: async (answer) => {
          await next(() => deliver(answer));
          await next(() => Promise.resolve());
        },
      });
      const life = (async () => {
        await delivery.orderChanged(orderId);
        await delivery.run();
        round.isDone = true;
      })();
      await Promise.race([life, expect.poll(isEnded, { interval: 5 }).toBe(true)]);
      const second = createConsentDelivery({
        store: pgBossStore({ pool, boss, ...settings }),
        admin,
        deliver,
      });
      return { round, second, own };
    };
    const workers = [];
    while (rounds.every(({ isDone }) => !isDone)) workers.push(await work(rounds.length));
    expect(rounds.length).toBeGreaterThan(25);
    // A withdrawal after the purchase, by a server whose clock is an hour behind.
    await log.writeAll(
      rounds.map(({ step }) =>
        row(`${step}c`, {
          orderId: `o_${step}`,
          pageId: 'account',
          checked: false,
          time: new Date(Date.parse(now) - 3_600_000).toISOString(),
        }),
      ),
    );
    for (const { second, round, own } of workers) {
      const name = `queue-${round.step}`;
      await second.orderChanged(own.orderId);
      await expect
        .poll(
          async () => {
            await boss.supervise(name).catch(() => undefined);
            await second.run();
            return (await second.list(own.orderId)).map(({ state }) => state);
          },
          { timeout: 20_000 },
        )
        .toEqual(['delivered', 'delivered', 'delivered']);
      const keys = ['a', 'b', 'c'].map((name) => `${round.step}${name}`);
      const applied = round.calls.filter(
        (call, index) => round.calls.findIndex((one) => one.idempotencyKey === call.idempotencyKey) === index,
      );
      const given = new Map([[`${own.orderId} ${own.consentId}`, keys]]);
      expect(auditCalls({ calls: round.calls, applied }, given)).toEqual([]);
    }
  },
);

test.skipIf(!services.postgres)(
  'DL8: a call that takes longer than sessions may idle is made once',
  async () => {
    const { postgres, pool, log } = await openDatabase();
    const boss = await startBoss(postgres.port);
    await pool.query('alter role norce set idle_session_timeout = 300');
    const limited = new pg.Pool({ connectionString: urlOf(postgres.port), connectionTimeoutMillis: 2_000 });
    onTestFinished(() => limited.end());
    const orderId = 'o_1';
    await log.writeAll([row('a', { orderId, consentId: 'c' })]);
    let calls = 0;
    const delivery = createConsentDelivery({
      store: pgBossStore({ pool: limited, boss, retryDelay: 0, attempts: 2 }),
      admin: { getOrder: () => Promise.resolve({ state: { currentStatus: 'completed' as const } }) },
      deliver: async () => {
        calls++;
        await pause(1_000);
      },
    });
    await delivery.orderChanged(orderId);
    await delivery.run();
    expect(await delivery.list(orderId)).toMatchObject([{ state: 'delivered', attempts: 1 }]);
    expect(calls).toBe(1);
    // The other work of the shop on its pool keeps the limit.
    expect((await limited.query('show idle_session_timeout')).rows).toEqual([
      { idle_session_timeout: '300ms' },
    ]);
  },
);

test.skipIf(!services.postgres).each(isFull ? [1, 2, 3, 4, 5, 6, 7, 8] : [1])(
  'DL11: connections of two workers and of pg-boss are cut and fall silent at any moment (seed %i)',
  async (seed) => {
    const { postgres, pool, log } = await openDatabase();
    const random = seededRandom(seed);
    const proxy = await startCuttingProxy(() => postgres.port);
    const receiver = await startReceiver(random);
    const held = new Map<string, Map<string, boolean>>();
    const given = new Map<string, string[]>();
    const startCut = async () => {
      const connectionString = urlOf(proxy.port);
      const own = new pg.Pool({ connectionString, connectionTimeoutMillis: 500, max: 8 });
      const boss = await startBoss(proxy.port);
      const delivery = createConsentDelivery({
        store: pgBossStore({ boss, pool: own, retryDelay: 0, expire: 2, attempts: 1_000, timeout: 500 }),
        admin: {
          getOrder: (orderId) =>
            Promise.resolve({
              state: { currentStatus: 'completed' as const },
              consents: [...(held.get(orderId) ?? [])].map(([id, checked]) => ({ id, checked })),
            }),
        },
        timeout: 1_000,
        interval: 20,
        pollInterval: 150,
        deliver: async (answer, { signal }) => {
          const { order: _, ...body } = answer;
          const request = { method: 'POST', body: JSON.stringify(body), signal };
          if (!(await fetch(receiver.url, request)).ok) throw new Error('not received');
        },
      });
      onTestFinished(async () => {
        await delivery.stop();
        await own.end();
      });
      return delivery;
    };
    const workers = [await startCut(), await startCut()];
    proxy.disturb(random);
    for (const worker of workers) worker.start();
    const answers = 12;
    const shop = async (orderId: string) => {
      const own = new Map<string, boolean>();
      held.set(orderId, own);
      for (let sequence = 1; sequence <= answers; sequence++) {
        const consentId = consents[random() < 0.7 ? 0 : 1] ?? '';
        const checked = own.get(consentId) !== true;
        own.set(consentId, checked);
        const id = `${orderId}-${sequence}`;
        await log.writeAll([row(id, { orderId, consentId, checked, pageId: orderId, sequence })]);
        const key = `${orderId} ${consentId}`;
        given.set(key, [...(given.get(key) ?? []), id]);
        await pause(random() * 30);
      }
    };
    const orders = Array.from({ length: isFull ? 30 : 12 }, (_, number) => `o_${number}`);
    await Promise.all(orders.map(shop));
    await expect.poll(() => proxy.cuts(), { timeout: 60_000 }).toBeGreaterThan(30);
    proxy.heal();
    const total = orders.length * answers;
    const timeout = 120_000;
    await expect.poll(() => receiver.applied.length, { timeout, interval: 100 }).toBe(total);
    const unsettled = "select 1 from consent_log_delivery where state <> 'delivered'";
    await expect.poll(async () => (await pool.query(unsettled)).rowCount, { timeout }).toBe(0);
    expect(auditCalls(receiver, given)).toEqual([]);
  },
);

test.skipIf(!services.postgres)(
  'DL9: two workers with clocks that jump are killed: each answer arrives, in order, once with its key',
  async () => {
    const { postgres, pool, log } = await openDatabase();
    const random = seededRandom(7);
    const receiver = await startReceiver(random);
    const { url: apiUrl, sandbox, close } = await serveSandbox({ port: 0 });
    onTestFinished(close);
    const settings = { databaseUrl: urlOf(postgres.port), apiUrl, receiverUrl: receiver.url };
    const workers = [await startWorker(settings), await startWorker(settings)];
    const given = new Map<string, string[]>();
    const last = new Map<string, boolean>();
    let written = 0;
    const shop = async (number: number) => {
      const isCompleted = number % 10 !== 9;
      const { id: orderId } = sandbox.orders.create({
        consents: consents.map((id) => ({ id, checked: false, required: false })),
      });
      for (let sequence = 1; sequence <= size.answersPerOrder; sequence++) {
        const consentId = consents[random() < 0.7 ? 0 : 1] ?? '';
        const checked = last.get(`${orderId} ${consentId}`) !== true;
        const id = `${orderId}-${sequence}`;
        // Half way the order is completed; a new page follows. Its server may have another clock.
        const isLater = sequence > size.answersPerOrder / 2;
        const pageId = `${orderId}-${isLater ? 'account' : 'checkout'}`;
        const time = new Date(Date.now() + (random() - 0.5) * 7_200_000).toISOString();
        sandbox.orders.setChecked(orderId, consentId, checked);
        const answer = row(id, { orderId, consentId, checked, pageId, sequence, time });
        await untilItWorks(() => log.writeAll([answer]));
        last.set(`${orderId} ${consentId}`, checked);
        if (isCompleted) {
          const key = `${orderId} ${consentId}`;
          given.set(key, [...(given.get(key) ?? []), id]);
        }
        written++;
        if (sequence === Math.floor(size.answersPerOrder / 2) && isCompleted)
          sandbox.orders.update(orderId, { state: { currentStatus: 'completed' } });
      }
    };
    const shopping = (async () => {
      const numbers = Array.from({ length: size.orders }, (_, number) => number);
      const visit = async () => {
        for (let number = numbers.shift(); number !== undefined; number = numbers.shift()) await shop(number);
      };
      await Promise.all([visit(), visit(), visit(), visit()]);
    })();
    for (let kill = 0; kill < size.kills; kill++) {
      const due = (size.orders * size.answersPerOrder * (kill + 1)) / (size.kills + 1);
      while (written < due || receiver.calls.length < due / 4) await pause(5);
      const victim = workers[kill % 2];
      await victim?.kill();
      if (isFull && kill % 4 === 3) {
        await postgres.kill();
        await postgres.start();
      }
      await victim?.start();
    }
    await shopping;
    const total = [...given.values()].flat().length;
    await expect.poll(() => receiver.applied.length, { timeout: 300_000, interval: 100 }).toBe(total);
    expect(auditCalls(receiver, given)).toEqual([]);
    const unsettled =
      "select state, count(*) from consent_log_delivery where state <> 'delivered' group by 1";
    await expect.poll(async () => (await pool.query(unsettled)).rowCount, { timeout: 60_000 }).toBe(0);
    for (const [key, ids] of given) {
      const end = receiver.applied.findLast(({ orderId, consentId }) => `${orderId} ${consentId}` === key);
      expect(end).toMatchObject({ idempotencyKey: ids.at(-1), checked: last.get(key), isCurrent: true });
    }
    expect(total).toBeGreaterThan(size.orders * size.answersPerOrder * 0.8);
  },
);
