import type { PlainResponse } from '../api/response.ts';
import { json, problem } from '../api/response.ts';
import type { Clock } from '../clock.ts';
import { wait } from '../clock.ts';
import type { Fault, FaultKind } from './faults.ts';
import { isModifier } from './faults.ts';
import { complete } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { Milliseconds, Random } from '../random.ts';
import { randomMilliseconds } from '../random.ts';

/** The steps and sources that faults use. */
export interface FaultSteps {
  readonly clock: Clock;
  readonly random: Random;
  /** Applies the request to the order and returns its response. */
  readonly apply: () => Promise<PlainResponse>;
  /** Delivers the same request once more. */
  readonly repeat: () => Promise<void>;
}

type FaultOf<Kind extends FaultKind['kind']> = Extract<FaultKind, { readonly kind: Kind }>;

/** The page that redirects lead to: not a response of the API, but status 200. */
export const loginPage: PlainResponse = {
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<!doctype html><html lang="en"><title>Sign in</title><h1>Sign in to this network</h1></html>',
};

/** Runs the steps of one request under its faults and returns how the request ends for its sender. */
export async function applyFaults(faults: readonly Fault[], steps: FaultSteps): Promise<Outcome> {
  await wait(steps.clock, sumOfDelays(faults, 'before', steps.random));
  const replacing = faults.find((fault) => !isModifier(fault));
  const outcome = await outcomeOf(replacing, steps);
  await wait(steps.clock, sumOfDelays(faults, 'after', steps.random));
  return 'response' in outcome ? { ...outcome, response: addHeaders(outcome.response, faults) } : outcome;
}

async function outcomeOf(fault: Fault | undefined, steps: FaultSteps): Promise<Outcome> {
  const { apply, repeat } = steps;
  switch (fault?.kind) {
    case 'status':
      if (fault.when === 'after') await apply();
      return complete(statusResponse(fault));
    case 'hang':
      if (fault.when === 'after') await apply();
      return { kind: 'hung' };
    case 'drop':
      return dropped(fault.message);
    case 'apply-then-drop':
      await apply();
      return dropped();
    case 'drop-then-apply':
      runLater(apply, fault.after ?? 1000, steps);
      return dropped();
    case 'truncate':
      return { kind: 'truncated', response: await apply() };
    case 'silence':
      return { kind: 'silent', response: await apply() };
    case 'redirect':
      return complete(redirectResponse(fault));
    case 'login-page':
      return complete(loginPage);
    case 'duplicate': {
      const response = await apply();
      if (fault.after === undefined) await repeat();
      else runLater(repeat, fault.after, steps);
      return complete(response);
    }
    case 'delay':
    case 'headers':
    case undefined:
      return complete(await apply());
  }
}

function dropped(message = 'fetch failed'): Outcome {
  return { kind: 'dropped', message };
}

function statusResponse({ status, headers, body }: FaultOf<'status'>): PlainResponse {
  const isBodiless = [204, 205, 304].includes(status) || body === null;
  if (isBodiless) return { status, headers: { ...headers }, body: null };
  if (typeof body === 'string')
    return { status, headers: { 'content-type': 'text/plain', ...lowerCase(headers) }, body };
  if (body !== undefined) return json(status, body, lowerCase(headers));
  if (status < 400) return { status, headers: { ...headers }, body: null };
  return problem(status, codes[status] ?? 'order-error', 'A fault of the sandbox.', lowerCase(headers));
}

const codes: Readonly<Record<number, string>> = {
  400: 'order-bad-request',
  401: 'unauthorized',
  404: 'order-not-found',
  409: 'order-conflict',
  500: 'internal-server-error',
};

function redirectResponse({
  status = 302,
  location = '/__sandbox/login',
}: FaultOf<'redirect'>): PlainResponse {
  return { status, headers: { location }, body: null };
}

function addHeaders(response: PlainResponse, faults: readonly Fault[]): PlainResponse {
  const headers = { ...response.headers };
  for (const fault of faults) if (fault.kind === 'headers') Object.assign(headers, lowerCase(fault.headers));
  return { ...response, headers };
}

function lowerCase(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function sumOfDelays(faults: readonly Fault[], part: 'before' | 'after', random: Random): number {
  return faults.reduce(
    (sum, fault) => sum + (fault.kind === 'delay' ? randomMilliseconds(fault[part] ?? 0, random) : 0),
    0,
  );
}

function runLater(
  step: () => Promise<unknown>,
  after: Milliseconds,
  { clock, random }: Pick<FaultSteps, 'clock' | 'random'>,
): void {
  clock.setTimeout(() => void step(), randomMilliseconds(after, random));
}
