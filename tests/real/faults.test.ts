import { expect, test } from 'vitest';
import { startCuttingProxy } from './cutting-proxy.ts';
import { services } from './programs.ts';
import { pause, startHandler, startNginx, startPgBouncer, startPostgres } from './servers.ts';
import type { Shop } from './shop.ts';
import { openShop, urlOf } from './shop.ts';

/** `npm run test:faults` runs all of it, `npm test` a short selection. */
const isFull = process.env['FAULTS'] === 'full';
const size = isFull
  ? { orders: 60, answersPerOrder: 34, faults: 16 }
  : { orders: 16, answersPerOrder: 9, faults: 2 };

/** Gives the answers, and runs `disturb` at equal distances between them. */
async function answerWithFaults(
  shop: Shop,
  url: string,
  disturb: (fault: number) => Promise<void>,
): Promise<void> {
  const { orders, answersPerOrder, faults } = size;
  const distance = (orders * answersPerOrder) / (faults + 1);
  let isOver = false;
  const disturbing = async () => {
    for (let fault = 1; fault <= faults; fault++) {
      while (!isOver && shop.saved() < fault * distance) await pause(5);
      await disturb(fault);
    }
  };
  const answering = shop.answer(url, orders, answersPerOrder).finally(() => (isOver = true));
  await Promise.all([answering, disturbing()]);
}

async function expectRight(shop: Shop): Promise<void> {
  expect(await shop.audit()).toEqual([]);
  expect(shop.saved()).toBeGreaterThan((size.orders * size.answersPerOrder) / 2);
}

test.skipIf(!services.postgres)(
  'CL11: PostgreSQL is killed in the middle of writes: no answer is saved without its row, none has two',
  async () => {
    const postgres = await startPostgres();
    const shop = await openShop(postgres.port);
    const handler = await startHandler({ ...shop.settings });
    await answerWithFaults(shop, `http://127.0.0.1:${handler.port}`, async () => {
      await postgres.kill();
      await postgres.start();
    });
    await expectRight(shop);
  },
);

test.skipIf(!services.postgres)(
  'CL11: connections to PostgreSQL are cut before and after a commit: each saved answer has one row',
  async () => {
    const postgres = await startPostgres();
    const proxy = await startCuttingProxy(() => postgres.port);
    const shop = await openShop(postgres.port, urlOf(proxy.port));
    const handler = await startHandler({ ...shop.settings });
    await answerWithFaults(shop, `http://127.0.0.1:${handler.port}`, async (fault) => {
      const before = proxy.cuts();
      proxy.cutNext('before the commit');
      proxy.cutNext('after the commit');
      while (proxy.cuts() < before + 2) await pause(5);
      if (fault % 2 === 0)
        await shop.query(
          'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()',
        );
    });
    expect(proxy.cuts()).toBe(size.faults * 2);
    await expectRight(shop);
  },
);

test.skipIf(!services.postgres || !services.nginx || !isFull)(
  'CL11: one of two handlers behind nginx is killed under load: each saved answer has one row',
  async () => {
    const postgres = await startPostgres();
    const shop = await openShop(postgres.port);
    const handlers = [await startHandler({ ...shop.settings }), await startHandler({ ...shop.settings })];
    const nginx = await startNginx(handlers.map(({ port }) => port));
    await answerWithFaults(shop, `http://127.0.0.1:${nginx.port}`, async (fault) => {
      const victim = handlers[fault % 2];
      await victim?.kill();
      if (fault % 4 === 0) {
        await postgres.kill();
        await postgres.start();
      }
      await victim?.start();
    });
    await expectRight(shop);
  },
);

test.skipIf(!services.postgres || !services.pgbouncer || !isFull)(
  'CL11: PgBouncer in front of PostgreSQL is killed, and PostgreSQL behind it: each saved answer has one row',
  async () => {
    const postgres = await startPostgres();
    const pooler = await startPgBouncer(postgres.port);
    const shop = await openShop(postgres.port, urlOf(pooler.port));
    const handler = await startHandler({ ...shop.settings });
    await answerWithFaults(shop, `http://127.0.0.1:${handler.port}`, async (fault) => {
      const victim = fault % 2 === 0 ? postgres : pooler;
      await victim.kill();
      await victim.start();
    });
    await expectRight(shop);
  },
);
