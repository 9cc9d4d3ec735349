import type { Answer } from '../api/response.ts';
import { refuse } from '../api/response.ts';
import type { Call } from '../api/context.ts';
import { wait } from '../clock.ts';
import { allowPreflight, withCors } from './cors.ts';
import { admit } from '../api/admission.ts';
import type { Fault } from './fault.ts';
import type { FaultDeck } from './faults.ts';
import type { Message } from '../api/request.ts';
import { parse } from '../api/request.ts';
import type { Route } from '../api/routes.ts';
import { findRoute, isWrite } from '../api/routes.ts';
import type { Settings } from '../options.ts';
import type { Outcome } from './outcome.ts';
import { draw } from '../random.ts';
import type { Arrival, ReceiptBook } from '../state/receipts.ts';
import { serve } from '../api/order-service.ts';
import { strike } from './apply-faults.ts';
import type { World } from '../state/sandbox-state.ts';

/** What one request meets on its way. */
export interface Surroundings {
  readonly settings: Settings;
  readonly world: World;
  readonly faults: FaultDeck;
  readonly receipts: ReceiptBook;
}

/** Takes one request to its end: faults, receipt, order service. */
export async function exchange(message: Message, around: Surroundings): Promise<Outcome> {
  const { world, faults, settings } = around;
  const cors = settings.unknowns.cors === 'present';
  const { pathname } = new URL(message.url);
  const route = findRoute(message.method, pathname);
  if (route === undefined || 'allow' in route) {
    const preflight = cors && message.method === 'OPTIONS' && route !== undefined;
    if (preflight) await wait(world.clock, draw(settings.latency, world.random));
    return { kind: 'answered', answer: preflight ? allowPreflight(route.allow) : noRoute(route) };
  }

  const subject = describe(route, parse(message.text));
  const met = faults.draw(subject, world.random);
  const arrive = () => arriveAt(message, route, { ...subject, ...nameOf(met) }, around);

  const first = arrive();
  await wait(world.clock, draw(settings.latency, world.random));
  const again = async () => {
    const second = arrive();
    const answer = await second.apply();
    second.end(answer);
  };
  const outcome = await strike(met, { clock: world.clock, random: world.random, apply: first.apply, again });
  if (!('answer' in outcome)) {
    first.end();
    return outcome;
  }
  first.end(outcome.answer);
  return cors ? { ...outcome, answer: withCors(outcome.answer) } : outcome;
}

/** Notes an arriving request; what it returns lets the request take effect and notes how it ended. */
function arriveAt(
  message: Message,
  route: Route,
  arrival: Omit<Arrival, 'time'>,
  { settings, world, receipts }: Surroundings,
): { readonly apply: () => Promise<Answer>; readonly end: (answer?: Answer) => void } {
  const write = isWrite(route.operation) && world.alive();
  const settle = write ? receipts.arrive({ ...arrival, time: world.clock.now() }) : () => undefined;
  // No text knows of a 409 for validations, and a new order meets nobody.
  const alone = route.operation.endsWith('Validation') || route.operation === 'createOrder';
  const turn = write && !alone ? world.begin(arrival.orderId) : undefined;

  const take = async (call: Call): Promise<Answer> => {
    const { answer, order, laterMs } = await serve(call, world);
    if (order !== undefined) settle({ applied: true, orderId: order.id });
    if (laterMs !== undefined) {
      const unknowns = { ...call.unknowns, stateChange: 'at-once' as const };
      world.clock.setTimeout(() => void take({ ...call, unknowns }), laterMs);
    }
    return answer;
  };
  return {
    apply: async () => {
      const admitted = admit(message, route, settings);
      if ('status' in admitted) return admitted;
      if (turn?.collides === true && settings.unknowns.parallelWrites === 'conflict') {
        return refuse(409, 'order-conflict', 'Another change of this order is under way.');
      }
      return take({ ...world, ...admitted });
    },
    end: (answer) => {
      turn?.end();
      if (answer !== undefined) settle({ status: answer.status });
    },
  };
}

function nameOf(met: readonly Fault[]): { readonly fault?: string } {
  return met.length === 0 ? {} : { fault: met.map(({ kind }) => kind).join(', ') };
}

function noRoute(known: { readonly allow: string } | undefined): Answer {
  if (known === undefined) return refuse(404, 'not-found', 'There is no such operation.');
  return refuse(405, 'method-not-allowed', `Allowed: ${known.allow}.`, { allow: known.allow });
}

function describe({ operation, orderId = '', consentId }: Route, body: unknown) {
  const member =
    operation === 'patchConsent' ? 'checked' : operation === 'updateOrderState' ? 'currentStatus' : '';
  const inside = member !== '' && typeof body === 'object' && body !== null;
  const value = inside ? (body as Record<string, unknown>)[member] : body;
  return { operation, orderId, ...(consentId === undefined ? {} : { consentId }), value };
}
