import type { Answer } from '../api/response.ts';
import { json, refuse } from '../api/response.ts';
import type { Clock } from '../clock.ts';
import { wait } from '../clock.ts';
import type { Fault, RedirectFault, StatusFault } from './fault.ts';
import { isModifier } from './faults.ts';
import type { Outcome } from './outcome.ts';
import type { Milliseconds, Random } from '../random.ts';
import { draw } from '../random.ts';

/** What a fault works with. */
export interface Tools {
  readonly clock: Clock;
  readonly random: Random;
  /** Lets the request take effect. */
  readonly apply: () => Promise<Answer>;
  /** Lets the same request arrive and take effect once more. */
  readonly again: () => Promise<void>;
}

/** Runs a request through the faults that meet it. */
export async function strike(faults: readonly Fault[], tools: Tools): Promise<Outcome> {
  const pause = (part: 'before' | 'after') => wait(tools.clock, sumOfDelays(faults, part, tools.random));
  await pause('before');
  const outcome = await end(
    faults.find((fault) => !isModifier(fault)),
    tools,
  );
  await pause('after');
  return 'answer' in outcome ? { ...outcome, answer: addHeaders(outcome.answer, faults) } : outcome;
}

async function end(fault: Fault | undefined, tools: Tools): Promise<Outcome> {
  const { apply, again } = tools;
  switch (fault?.kind) {
    case 'status':
      if (fault.when === 'after') await apply();
      return answered(statusAnswer(fault));
    case 'hang':
      if (fault.when === 'after') await apply();
      return { kind: 'hung' };
    case 'drop':
      return { kind: 'dropped', message: fault.message ?? 'fetch failed' };
    case 'apply-then-drop':
      await apply();
      return { kind: 'dropped', message: 'fetch failed' };
    case 'drop-then-apply':
      later(apply, fault.after ?? 1000, tools);
      return { kind: 'dropped', message: 'fetch failed' };
    case 'truncate':
      return { kind: 'truncated', answer: await apply() };
    case 'silence':
      return { kind: 'silent', answer: await apply() };
    case 'redirect':
      return answered(redirectAnswer(fault));
    case 'login-page':
      return answered(loginPage);
    case 'duplicate': {
      const answer = await apply();
      if (fault.after === undefined) await again();
      else later(again, fault.after, tools);
      return answered(answer);
    }
    case 'delay':
    case 'headers':
    case undefined:
      return answered(await apply());
  }
}

/** What stands where redirects lead: not the API, and 200 all the same. */
export const loginPage: Answer = {
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<!doctype html><html lang="en"><title>Sign in</title><h1>Sign in to this network</h1></html>',
};

function answered(answer: Answer): Outcome {
  return { kind: 'answered', answer };
}

function statusAnswer({ status, headers, body }: StatusFault): Answer {
  const bodiless = [204, 205, 304].includes(status) || body === null;
  if (bodiless) return { status, headers: { ...headers }, body: null };
  if (typeof body === 'string')
    return { status, headers: { 'content-type': 'text/plain', ...lower(headers) }, body };
  if (body !== undefined) return json(status, body, lower(headers));
  if (status < 400) return { status, headers: { ...headers }, body: null };
  return refuse(status, codes[status] ?? 'order-error', 'A fault of the sandbox.', lower(headers));
}

const codes: Readonly<Record<number, string>> = {
  400: 'order-bad-request',
  401: 'unauthorized',
  404: 'order-not-found',
  409: 'order-conflict',
  500: 'internal-server-error',
};

function redirectAnswer({ status = 302, location = '/__sandbox/login' }: RedirectFault): Answer {
  return { status, headers: { location }, body: null };
}

function addHeaders(answer: Answer, faults: readonly Fault[]): Answer {
  const added = faults.flatMap((fault) => (fault.kind === 'headers' ? [lower(fault.headers)] : []));
  return added.length === 0
    ? answer
    : { ...answer, headers: Object.assign({}, answer.headers, ...added) as Answer['headers'] };
}

function lower(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function sumOfDelays(faults: readonly Fault[], part: 'before' | 'after', random: Random): number {
  return faults.reduce(
    (sum, fault) => sum + (fault.kind === 'delay' ? draw(fault[part] ?? 0, random) : 0),
    0,
  );
}

function later(task: () => Promise<unknown>, after: Milliseconds, { clock, random }: Tools): void {
  clock.setTimeout(() => void task(), draw(after, random));
}
