import { Hono } from 'hono';
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { isRecord } from '../api/request.ts';
import { streamEvents } from './events.ts';
import { readFault } from '../network/parse-fault.ts';
import type { ReceiptFilter } from '../state/receipts.ts';
import type { Sandbox } from '../sandbox.ts';
import { namedSeeds } from './seed-file.ts';
import { isStatus } from '../api/order-state.ts';
import { loginPage } from '../network/apply-faults.ts';
import type { Operation } from '../types.ts';

/** The switches of a sandbox over HTTP: orders, receipts, faults, reset, and a stream of what happens. */
export function createControl(sandbox: Sandbox): Hono {
  const { orders, faults, receipts } = sandbox;
  const control = new Hono();
  control.use(sameSite);

  control.get('/about', (c) => {
    const { apiKey, merchant, channel, unknowns } = sandbox.settings;
    return c.json({ apiKey, merchant, channel, unknowns, seeds: Object.keys(namedSeeds) });
  });

  control.get('/orders', (c) => {
    const all = orders.list();
    const newest = all.slice(-Number(c.req.query('limit') ?? 100)).reverse();
    const selected = orders.get(c.req.query('selected') ?? '');
    return c.json({ total: all.length, orders: newest, ...(selected === undefined ? {} : { selected }) });
  });
  control.post('/orders', async (c) => {
    const seed = namedSeeds[c.req.query('seed') ?? 'swedish'];
    if (seed === undefined)
      return refuse(c, 400, `seed has to be one of ${Object.keys(namedSeeds).join(', ')}.`);
    return answer(c, 201, orders.create, { ...seed(), ...(await body(c)) });
  });
  control.get('/orders/:id', (c) => {
    const order = orders.get(c.req.param('id'));
    return order === undefined ? refuse(c, 404, 'There is no such order.') : c.json(order);
  });
  control.patch('/orders/:id', async (c) =>
    answer(c, 200, (change) => orders.update(c.req.param('id'), change), await body(c)),
  );
  control.put('/orders/:id/consents/:consentId', async (c) => {
    const { checked } = await body(c);
    if (typeof checked !== 'boolean') return refuse(c, 400, 'checked has to be a boolean.');
    const { id, consentId } = c.req.param();
    return answer(c, 200, () => orders.setChecked(id, consentId, checked), {});
  });
  control.put('/orders/:id/status', async (c) => {
    const { status } = await body(c);
    if (!isStatus(status)) return refuse(c, 400, 'status has to be a state of an order.');
    return answer(c, 200, () => orders.setStatus(c.req.param('id'), status), {});
  });
  control.delete('/orders/:id', (c) => {
    orders.remove(c.req.param('id'));
    return c.body(null, 204);
  });

  control.get('/receipts', (c) => c.json(receipts.list(readFilter(c))));
  control.delete('/receipts', (c) => {
    receipts.clear();
    return c.body(null, 204);
  });

  control.get('/faults', (c) => c.json(faults.list()));
  control.post('/faults', async (c) => {
    const fault = readFault(await body(c));
    if (typeof fault === 'string') return refuse(c, 400, fault);
    return answer(c, 201, () => (faults.add(fault), faults.list().at(-1)), {});
  });
  control.delete('/faults/:id', (c) => {
    faults.remove(c.req.param('id'));
    return c.body(null, 204);
  });
  control.delete('/faults', (c) => {
    faults.clear();
    return c.body(null, 204);
  });

  control.post('/reset', (c) => {
    sandbox.reset();
    return c.body(null, 204);
  });
  control.get('/events', (c) => streamEvents(c, sandbox));
  control.all('/login', (c) => c.html(loginPage.body ?? ''));
  return control;
}

// A page of another site must not move the switches of a sandbox that runs on its reader's machine.
const sameSite = createMiddleware(async (c, next) => {
  const site = c.req.header('sec-fetch-site') ?? 'none';
  if (c.req.path.endsWith('/login') || site === 'none' || site === 'same-origin') return next();
  return refuse(c, 403, 'Only pages of the sandbox itself may use this.');
});

async function body(c: Context): Promise<Record<string, unknown>> {
  const value = (await c.req.json().catch(() => undefined)) as unknown;
  return isRecord(value) ? value : {};
}

function answer<T>(c: Context, status: 200 | 201, make: (given: T) => unknown, given: T): Response {
  try {
    return c.json(make(given), status);
  } catch (error) {
    return refuse(c, 400, error instanceof Error ? error.message : 'This cannot be done.');
  }
}

function refuse(c: Context, status: 400 | 403 | 404, message: string): Response {
  return c.json({ code: 'sandbox-refused', message }, status);
}

function readFilter(c: Context): ReceiptFilter {
  const { operation, orderId, consentId, applied } = c.req.query();
  return {
    ...(operation === undefined ? {} : { operation: operation as Operation }),
    ...(orderId === undefined ? {} : { orderId }),
    ...(consentId === undefined ? {} : { consentId }),
    ...(applied === undefined ? {} : { applied: applied === 'true' }),
  };
}
