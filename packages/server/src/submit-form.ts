import type { Config } from './config.ts';
import type { ConsentForm, FormAnswer } from './consent-form.ts';
import { writeConsentForm } from './consent-form.ts';
import type { FormSubmission, RequestContext } from './context.ts';
import { isOrderId } from './ids.ts';
import type { ConsentFormResult, ConsentFormScope } from './options.ts';
import { perform } from './perform.ts';
import type { PlainResponse } from './plain-response.ts';
import { HttpProblem, toProblem } from './problem.ts';
import { heldConsents } from './project.ts';
import { answerTarget, ordersPath, orderTarget, parseOrder } from './routes.ts';
import type { RequestScope } from './scope.ts';

/** Returns the state of a form whose page was accepted, and which wrote nothing yet. */
export function startSubmission({ url }: Request, { formReturnTo }: Config, orderId: string): FormSubmission {
  const paths = formReturnTo.map((path) => path.replaceAll('{order_id}', orderId));
  const wanted = new URL(url).searchParams.get('return-to');
  const [first = '/'] = paths;
  // Only a configured path: anyone could link to the action.
  return { returnTo: paths.find((path) => path === wanted) ?? first, result: 'not-saved' };
}

/** Returns the redirect to the page that shows the result. */
export function formResponse({ returnTo, result }: FormSubmission): PlainResponse {
  const own = 'https://shop.invalid';
  const url = new URL(returnTo, own);
  if (result !== 'unchanged') url.searchParams.set('consents', result);
  const location = url.origin === own ? url.pathname + url.search + url.hash : url.href;
  return { status: 303, headers: { location } };
}

/**
 * Writes the answers of a form, one after the other, and compares its boxes with the order. Sets the result. Rejects with
 * the problem of the answer that failed last.
 */
export async function submitForm(
  context: RequestContext,
  scope: RequestScope,
  form: ConsentForm,
  submission: FormSubmission,
): Promise<void> {
  const { turns, upstream } = context.config;
  if (form.boxes.length === 0) {
    submission.result = 'unchanged';
    return;
  }
  // A shopper may stop a slow page and send the form again, with another answer.
  await turns(scope.orderId, upstream.timeout, async () => {
    const written = await writeAnswers(context, scope, form.answers);
    submission.result = written.result;
    if (written.problem) throw written.problem;
    // The page cannot know what an earlier submission of it, or another tab, changed.
    submission.result = 'unknown';
    const isShown = await compare(context, scope, form);
    submission.result = isShown ? written.result : 'changed';
  });
}

interface Written {
  readonly result: ConsentFormResult;
  readonly problem?: HttpProblem | undefined;
}

async function writeAnswers(
  context: RequestContext,
  scope: RequestScope,
  answers: readonly FormAnswer[],
): Promise<Written> {
  const end = performance.now() + context.config.upstream.timeout;
  let problem: HttpProblem | undefined;
  for (const answer of answers) {
    if (performance.now() > end) return { result: 'not-saved', problem: new HttpProblem('upstream-timeout') };
    const before = context.attempts;
    const { id, checked } = answer;
    try {
      await perform(context, answerTarget(scope, id), { body: { checked }, answers: [answer] });
    } catch (thrown) {
      problem = toProblem(thrown);
      if (context.attempts > before && !isRefused(problem)) return { result: 'unknown', problem };
      // Another consent of the order may still be written.
      if (problem.problem !== 'order-api' || problem.status === 429) break;
    }
  }
  if (problem) return { result: 'not-saved', problem };
  return { result: answers.length > 0 ? 'saved' : 'unchanged' };
}

/** Whether the order API refused a request, so that it changed nothing. */
function isRefused({ details: { upstreamStatus = 0 } }: HttpProblem): boolean {
  return upstreamStatus >= 300 && upstreamStatus < 500 && upstreamStatus !== 408;
}

/** Returns whether the order holds the value of each box of the form. */
async function compare(
  context: RequestContext,
  { orderId }: RequestScope,
  { boxes }: ConsentForm,
): Promise<boolean> {
  const held = heldConsents(parseOrder(await perform(context, orderTarget(orderId), undefined)));
  return boxes.every(({ id, checked }) => (held.get(id) ?? false) === checked);
}

/** Returns the request of a browser that sends a form to the handler, with the headers that it sent to the shop. */
export function toFormRequest(fields: FormFields, scope: ConsentFormScope, { basePath }: Config): Request {
  const pairs = checkArguments(fields, scope);
  const { orderId, headers } = scope;
  const sent = new Headers(headers);
  for (const name of ['content-length', 'content-encoding', 'transfer-encoding']) sent.delete(name);
  sent.set('content-type', 'application/x-www-form-urlencoded');
  const scheme = headers.get('x-forwarded-proto') === 'http' ? 'http' : 'https';
  const origin = `${scheme}://${headers.get('host') ?? ''}`;
  const path = `${basePath}${ordersPath}${isOrderId(orderId) ? orderId : ''}/consents`;
  const url = (URL.canParse(origin) ? new URL(origin).origin : 'https://shop.invalid') + path;
  return new Request(url, { method: 'POST', headers: sent, body: writeConsentForm(pairs) });
}

type FormFields = Iterable<readonly [name: string, value: unknown]>;

/** Returns the fields. Throws for arguments of another type, such as the promise that `headers()` of Next.js returns. */
function checkArguments(fields: unknown, scope: unknown): FormFields {
  const { orderId, headers } = (scope ?? {}) as {
    readonly orderId?: unknown;
    readonly headers?: Partial<Headers> | null;
  };
  const pairs =
    typeof orderId === 'string' && typeof headers?.get === 'function' ? readPairs(fields) : undefined;
  if (pairs) return pairs;
  throw new TypeError(
    'submitConsents takes the FormData of the request, and { orderId, headers } with its Headers. In Next.js await headers().',
  );
}

/** Returns undefined for a text or a list of names: they are iterable too, and would be a form without answers. */
function readPairs(fields: unknown): FormFields | undefined {
  if (typeof fields !== 'object' || fields === null || !(Symbol.iterator in fields)) return undefined;
  const pairs = [...(fields as Iterable<unknown>)];
  return pairs.every((pair) => Array.isArray(pair)) ? (pairs as unknown as FormFields) : undefined;
}
