import { createHmac } from 'node:crypto';
import type { HandlerEvent } from '../../src/events.ts';
import { createOrderHandler } from '../../src/handler.ts';
import type { OrderHandler } from '../../src/options.ts';
import { createTable, secret } from '../shop.ts';
import type { Clock } from './clock.ts';
import { createOrderApi, hidden } from './order-api.ts';
import type { Settings } from './settings.ts';
import { createShopFunctions } from './shop-functions.ts';

/** A request of a browser, and what became of it. */
export interface Asked {
  readonly name: string;
  readonly request: () => Request;
  readonly orderId: string;
  /** Answers in it, with the ids of their rows. */
  readonly answers: readonly GivenAnswer[];
  response: { readonly status: number; readonly text: string; readonly id: string | null } | undefined;
  /** Whether the shopper reads that the answers are saved. */
  isSaved: boolean;
}

/** An answer in a request. */
export interface GivenAnswer {
  readonly consentId: string;
  readonly checked: boolean;
  readonly rowId: string;
}

export type World = ReturnType<typeof openWorld>;

/** Opens a shop whose functions, log and order API behave as the settings say, until it is healed. */
export function openWorld(clock: Clock, given: Settings) {
  const wrong: string[] = [];
  const table = createTable();
  const events: HandlerEvent[] = [];
  const asked: Asked[] = [];
  const handlers: OrderHandler[] = [];
  const refuseSecrets = (where: string, text: string) => {
    if ([...shop.keys, hidden].some((word) => text.includes(word))) wrong.push(`${where} contains ${text}`);
  };
  const onEvent = (event: HandlerEvent) => {
    events.push(event);
    refuseSecrets('an event', JSON.stringify(event));
  };
  const shop = createShopFunctions(given, table, onEvent, (row) =>
    refuseSecrets('a row', JSON.stringify(row)),
  );
  const api = createOrderApi(
    () => shop.next('upstream', shop.settings().upstream) ?? 'ok',
    (key) => shop.keys.includes(key),
  );
  const restart = () => {
    if (given.stopsAtResponse) process.env['K_SERVICE'] = 'shop';
    const credentials = { apiKey: shop.apiKey, merchant: 'acme', channel: 'acme-se' };
    const upstream = { baseUrl: 'https://api.test/checkout/order', fetch: api.fetch, ...credentials };
    handlers.push(createOrderHandler({ ...shop.options, upstream }));
    delete process.env['K_SERVICE'];
  };
  restart();

  const respond = async (one: Asked) => {
    const startedAt = clock.now();
    const response = await handlers.at(-1)?.(one.request());
    if (!response) return;
    const text = (await response.text()) + JSON.stringify([...response.headers]);
    refuseSecrets(`the response to ${one.name}`, text);
    const { status } = response;
    one.response = { status, text, id: response.headers.get('x-correlation-id') };
    one.isSaved = status === 200 || text.includes('?consents=saved');
    // Its hooks, the body, the wait for an older write, its requests, and the log of each.
    const { hookTimeout, bodyTimeout, timeout } = given;
    const most = 12 * hookTimeout + bodyTimeout + 15_000 + 6 * timeout;
    const time = clock.now() - startedAt;
    if (time > most) wrong.push(`${one.name} took ${time} ms`);
  };
  return {
    ...{ shop, api, table, events, asked, handlers, wrong, restart },
    /** Sends a request to the newest handler. */
    send: (name: string, orderId: string, request: () => Request, answers: readonly GivenAnswer[] = []) => {
      const one: Asked = {
        ...{ name, orderId, request, answers },
        response: undefined,
        isSaved: false,
      };
      asked.push(one);
      respond(one).catch((error: unknown) => wrong.push(`${name} rejects: ${String(error)}`));
      return one;
    },
    /** Returns the answers of a request that the order API carried out. */
    writtenBy: ({ answers, response }: Asked) =>
      answers.filter(({ consentId, checked }) =>
        api.applied.some(
          (one) => one.requestId === response?.id && one.consentId === consentId && one.checked === checked,
        ),
      ),
    /** Runs until requests have their responses. */
    settle: async (some: readonly Asked[] = asked) => {
      const areAnswered = () => some.every(({ response }) => response !== undefined);
      if (!(await clock.runUntil(areAnswered))) wrong.push('a request has no response');
    },
    /** Runs until all handlers are idle. */
    untilIdle: async () => {
      let left = handlers.length;
      for (const { idle } of handlers) void idle().then(() => left--);
      if (!(await clock.runUntil(() => left === 0))) wrong.push('a handler is never idle');
    },
  };
}

/** Returns the id of a row, as docs/decisions/019-when-a-logged-answer-counts.md defines it. */
export function rowIdOf(orderId: string, consentId: string, checked: boolean, answerId: string): string {
  const text = JSON.stringify([orderId, consentId, checked, answerId]);
  return createHmac('sha256', secret).update(text).digest('hex');
}
