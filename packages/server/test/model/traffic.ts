import type { Clock } from './clock.ts';
import { orderIds } from './order-api.ts';
import type { Arrival, Step } from './settings.ts';
import type { Asked, GivenAnswer, World } from './world.ts';
import { rowIdOf } from './world.ts';

const own = 'https://shop.test';
const foreign = { origin: 'https://evil.test' };
const json = { 'content-type': 'application/json' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** Requests that the handler has to refuse: method, path after the order, headers and body. */
const attacks: readonly (readonly [string, string, Record<string, string>, string?])[] = [
  ['PATCH', '/consents/a', { ...json, ...foreign }, '{"checked":true}'],
  ['PATCH', '/consents/a', { 'content-type': 'text/plain' }, '{"checked":true}'],
  ['PATCH', '/consents/a', json, '{"checked":"true"}'],
  ['PATCH', '/consents/..%2f..', json, '{"checked":true}'],
  ['PATCH', '/consents', json, '[{"id":"a","checked":true},{"id":"a","checked":false}]'],
  ['PATCH', '/attributes', json, '{"admin":true}'],
  ['PATCH', '/attributes', json, `{"note":"${'x'.repeat(70_000)}"}`],
  ['DELETE', '', {}],
  ['POST', '/consents', { ...form, ...foreign }, 'consent.a=on&shown.a=false'],
  ['POST', '/consents', form, 'consent.a=on'],
];

/** The pages of shoppers: one for each order. They send one answer to a consent at a time, as the client does. */
export interface Pages {
  readonly world: World;
  readonly clock: Clock;
  /** The last answer to each consent. */
  readonly last: Map<string, Asked>;
  /** Consents with an answer that was sent again: an older one may arrive last. */
  readonly repeated: Set<string>;
  /** Returns a new number. */
  readonly nextNumber: () => number;
}

/** Opens the pages. */
export function openPages(world: World, clock: Clock): Pages {
  let number = 0;
  return { world, clock, last: new Map(), repeated: new Set(), nextNumber: () => ++number };
}

/** Takes a step. Returns the request that it sent. */
export async function take(pages: Pages, step: Step): Promise<Asked | undefined> {
  const { world, clock } = pages;
  if (step.type === 'answer') return await answer(pages, step);
  if (step.type === 'form') return await postForm(pages, step);
  if (step.type === 'repeat') return repeat(pages, step.which);
  if (step.type === 'read') return read(pages, orderOf(step.nthOrder));
  if (step.type === 'note') return writeNote(pages, orderOf(step.nthOrder));
  if (step.type === 'hostile') await attack(pages, step);
  else if (step.type === 'pass') await clock.pass(step.time);
  else if (step.type === 'restart') world.restart();
  else await world.untilIdle();
  return undefined;
}

const orderOf = (nthOrder: number) => orderIds[nthOrder] ?? 'o_1';

/** Reads an order. The read names the last answers that are not known to be saved. */
export function read({ world, last }: Pages, orderId: string): Asked {
  const open = [...last].filter(([key, { isSaved, name }]) => {
    const isOfClient = name.startsWith('page-');
    return key.startsWith(`${orderId} `) && !isSaved && isOfClient;
  });
  const named = open.flatMap(([key, { name, answers }]) =>
    answers
      .filter(({ consentId }) => key === `${orderId} ${consentId}`)
      .map(({ consentId, checked }) => `${encodeURIComponent(`${checked}:${consentId}`)}=${name}`),
  );
  const headers: Record<string, string> = named.length > 0 ? { 'x-norce-open-answers': named.join() } : {};
  return world.send('a read', orderId, () => toRequest('GET', orderId, '', headers));
}

async function answer(pages: Pages, step: Extract<Step, { type: 'answer' }>): Promise<Asked> {
  const { consentId, checked, isList, follows, arrival } = step;
  const orderId = orderOf(step.nthOrder);
  const answerId = `page-of-${step.nthOrder}_${pages.nextNumber()}`;
  const ids = isList ? [...new Set([consentId, 'ci_terms'])] : [consentId];
  const text = JSON.stringify(isList ? ids.map((id) => ({ id, checked })) : { checked });
  const headers = {
    ...json,
    'idempotency-key': answerId,
    ...(follows > 0 && { 'x-norce-follows-within': String(follows) }),
  };
  const path = `/consents${isList ? '' : `/${encodeURIComponent(consentId)}`}`;
  const request = () => toRequest('PATCH', orderId, path, headers, text, arrival);
  const rows = ids.map((id) => ({
    consentId: id,
    checked,
    rowId: rowIdOf(orderId, id, checked, answerId),
  }));
  return await sendAnswers(pages, answerId, orderId, request, rows);
}

async function postForm(pages: Pages, step: Extract<Step, { type: 'form' }>): Promise<Asked> {
  const { consentId, checked, shown, arrival } = step;
  const orderId = orderOf(step.nthOrder);
  const submission = `submission-${pages.nextNumber()}`;
  const fields = { 'consent-submission': submission, [`shown.${consentId}`]: String(shown) };
  const ticked = checked ? { [`consent.${consentId}`]: 'on' } : {};
  const text = String(new URLSearchParams({ ...fields, ...ticked }));
  const request = () => toRequest('POST', orderId, '/consents', form, text, arrival);
  const rowId = rowIdOf(orderId, consentId, checked, `${submission}-${checked ? 1 : 0}`);
  const answers = shown === checked ? [] : [{ consentId, checked, rowId }];
  return await sendAnswers(pages, submission, orderId, request, answers);
}

/** Sends answers, once the page has the responses to its earlier ones. */
async function sendAnswers(
  { world, last }: Pages,
  name: string,
  orderId: string,
  request: () => Request,
  answers: readonly GivenAnswer[],
): Promise<Asked> {
  const keys = answers.map(({ consentId }) => `${orderId} ${consentId}`);
  await world.settle(keys.flatMap((key) => last.get(key) ?? []));
  const one = world.send(name, orderId, request, answers);
  for (const key of keys) last.set(key, one);
  return one;
}

/** Sends an older answer again, as a proxy or the back button does. */
function repeat({ world, repeated }: Pages, which: number): Asked | undefined {
  const written = world.asked.filter(({ answers }) => answers.length > 0);
  const one = written[which % Math.max(1, written.length)];
  if (!one) return undefined;
  for (const { consentId } of one.answers) repeated.add(`${one.orderId} ${consentId}`);
  return world.send(`${one.name} again`, one.orderId, one.request, one.answers);
}

function writeNote({ world, nextNumber }: Pages, orderId: string): Asked {
  const text = JSON.stringify({ note: nextNumber() });
  return world.send('a note', orderId, () => toRequest('PATCH', orderId, '/attributes', json, text));
}

/** Sends a hostile request, which must reach neither order API nor log. */
async function attack({ world }: Pages, step: Extract<Step, { type: 'hostile' }>): Promise<void> {
  await world.settle();
  await world.untilIdle();
  const reached = () => `${world.api.requests()} ${world.shop.logCalls()}`;
  const before = reached();
  const [method, path, headers, text] = attacks[step.which] ?? ['PUT', '', {}];
  const orderId = orderOf(step.nthOrder);
  const one = world.send('an attack', orderId, () => toRequest(method, orderId, path, headers, text));
  await world.settle([one]);
  const { status = 0, text: shown = '' } = one.response ?? {};
  // A hook that fails comes first, and a form gets a page.
  const isRefused = (status >= 400 && status < 500) || status === 303 || shown.includes('internal-error');
  if (!isRefused || one.isSaved || reached() !== before)
    world.wrong.push(`attack ${step.which} gets ${status}`);
}

function toRequest(
  method: string,
  orderId: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  text?: string,
  arrival: Arrival = 'whole',
): Request {
  const length = new TextEncoder().encode(text).byteLength + (arrival === 'short' ? 9 : 0);
  return new Request(`${own}/api/norce/api/v0/checkout/orders/${orderId}${path}`, {
    method,
    headers: { origin: own, ...(text !== undefined && { 'content-length': String(length) }), ...headers },
    ...(text !== undefined && { body: toBody(text, arrival), duplex: 'half' }),
  });
}

/** Returns the body of a request as it arrives. */
function toBody(text: string, arrival: Arrival): BodyInit {
  if (arrival === 'whole' || arrival === 'short') return text;
  const bytes = new TextEncoder().encode(text);
  let isFirst = true;
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    if (isFirst) controller.enqueue(bytes.slice(0, 5));
    else if (arrival === 'cut') controller.error(new TypeError('The browser has left.'));
    else {
      await new Promise<void>((resolve) => {
        if (arrival === 'slow') setTimeout(resolve, 50);
      });
      controller.enqueue(bytes.slice(5));
      controller.close();
    }
    isFirst = false;
  };
  return new ReadableStream({ pull }, { highWaterMark: 0 });
}
