import { Hono } from 'hono';
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { checkBody } from '../api/check-body.ts';
import { isStatus } from '../api/order-state.ts';
import { isRecord } from '../api/request.ts';
import { loginPage } from '../network/apply-faults.ts';
import type { Fault } from '../network/faults.ts';
import type { Sandbox } from '../sandbox.ts';
import type { ReceiptFilter } from '../state/receipts.ts';
import { streamEvents } from './events.ts';
import { namedSeeds } from './seed-file.ts';

/** Creates the routes below `/__sandbox`: orders, receipts, faults, reset and a stream of changes. */
export function createControl(sandbox: Sandbox): Hono {
  const control = new Hono();
  control.use(rejectCrossSite);
  control.onError((error, c) => {
    if (error instanceof SyntaxError) return problem(c, 400, 'The body is not JSON.');
    throw error;
  });
  control.get('/about', (c) => {
    const { apiKey, merchant, channel, unknowns } = sandbox.settings;
    return c.json({ apiKey, merchant, channel, unknowns, seeds: Object.keys(namedSeeds) });
  });
  control.route('/orders', createOrderRoutes(sandbox));
  control.route('/receipts', createReceiptRoutes(sandbox));
  control.route('/faults', createFaultRoutes(sandbox));
  control.post('/reset', (c) => {
    sandbox.reset();
    return c.body(null, 204);
  });
  control.get('/events', (c) => streamEvents(c, sandbox));
  control.all('/login', (c) => c.html(loginPage.body ?? ''));
  return control;
}

function createOrderRoutes({ orders }: Sandbox): Hono {
  const routes = new Hono();
  routes.get('/', (c) => {
    const all = orders.list();
    const newest = all.slice(-Number(c.req.query('limit') ?? 100) || all.length).reverse();
    const selected = orders.get(c.req.query('selected') ?? '');
    return c.json({ total: all.length, orders: newest, ...(selected === undefined ? {} : { selected }) });
  });
  routes.post('/', async (c) => {
    const name = c.req.query('seed') ?? 'swedish';
    const seed = Object.hasOwn(namedSeeds, name) ? namedSeeds[name] : undefined;
    if (seed === undefined)
      return problem(c, 400, `seed has to be one of ${Object.keys(namedSeeds).join(', ')}.`);
    const input = { ...seed(), ...(await readBody(c)) };
    const reason = isText(input.id ?? 'o') ? checkBody('createOrder', input) : 'id has to be a text.';
    return reason === undefined ? respond(c, 201, () => orders.create(input)) : problem(c, 400, reason);
  });
  routes.get('/:id', (c) => {
    const order = orders.get(c.req.param('id'));
    return order === undefined ? problem(c, 404, 'There is no such order.') : c.json(order);
  });
  routes.patch('/:id', async (c) => {
    const change = await readBody(c);
    return respond(c, 200, () => orders.update(c.req.param('id'), change));
  });
  routes.put('/:id/consents/:consentId', async (c) => {
    const { checked } = await readBody(c);
    if (typeof checked !== 'boolean') return problem(c, 400, 'checked has to be a boolean.');
    const { id, consentId } = c.req.param();
    return respond(c, 200, () => orders.setChecked(id, consentId, checked));
  });
  routes.put('/:id/status', async (c) => {
    const { status } = await readBody(c);
    if (!isStatus(status)) return problem(c, 400, 'status has to be a state of an order.');
    return respond(c, 200, () => orders.setStatus(c.req.param('id'), status));
  });
  routes.delete('/:id', (c) => {
    orders.remove(c.req.param('id'));
    return c.body(null, 204);
  });
  return routes;
}

function createReceiptRoutes({ receipts }: Sandbox): Hono {
  const routes = new Hono();
  routes.get('/', (c) => c.json(receipts.list(readFilter(c))));
  routes.delete('/', (c) => {
    receipts.clear();
    return c.body(null, 204);
  });
  return routes;
}

function createFaultRoutes({ faults }: Sandbox): Hono {
  const routes = new Hono();
  routes.get('/', (c) => c.json(faults.list()));
  routes.post('/', async (c) => {
    const fault = await readBody(c);
    return respond(c, 201, () => {
      faults.add(fault as object as Fault);
      return faults.list().at(-1);
    });
  });
  routes.delete('/:id', (c) => {
    faults.remove(c.req.param('id'));
    return c.body(null, 204);
  });
  routes.delete('/', (c) => {
    faults.clear();
    return c.body(null, 204);
  });
  return routes;
}

// Without this check any website could control a sandbox on its visitor's machine.
const rejectCrossSite = createMiddleware(async (c, next) => {
  const site = c.req.header('sec-fetch-site') ?? 'none';
  if (c.req.path.endsWith('/login') || site === 'none' || site === 'same-origin') return next();
  return problem(c, 403, 'Only pages of the sandbox itself may use this.');
});

/** Returns the members of the body; none without a body. Throws a `SyntaxError` if it is not JSON. */
async function readBody(c: Context): Promise<Record<string, unknown>> {
  const text = await c.req.text();
  const value: unknown = text === '' ? undefined : JSON.parse(text);
  return isRecord(value) ? value : {};
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function respond(c: Context, status: 200 | 201, createBody: () => unknown): Response {
  try {
    return c.json(createBody(), status);
  } catch (error) {
    return problem(c, 400, error instanceof Error ? error.message : 'This cannot be done.');
  }
}

function problem(c: Context, status: 400 | 403 | 404, message: string): Response {
  return c.json({ code: 'sandbox-refused', message }, status);
}

function readFilter(c: Context): ReceiptFilter {
  const { operation, orderId, consentId, applied } = c.req.query();
  return {
    operation: operation as ReceiptFilter['operation'],
    orderId,
    consentId,
    applied: applied === undefined ? undefined : applied === 'true',
  };
}
