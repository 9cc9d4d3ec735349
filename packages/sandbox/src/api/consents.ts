import type { OperationContext, OperationHandler, OperationResult } from './context.ts';
import { isConsentId } from './consent-id.ts';
import { isRecord } from './request.ts';
import type { PlainResponse } from './response.ts';
import { badRequest, ok, problem } from './response.ts';
import type { SandboxConsent, SandboxOrder } from '../types.ts';

const badId = 'The id of a consent has 1 to 256 characters, none of them a slash or a control.';

/** PATCH …/consents/{consent_id}: changes `checked` only. */
export const patchConsent: OperationHandler = (order, context) => {
  if (!isConsentId(context.consentId ?? '')) return { response: badRequest(badId) };
  const consent = order.consents.find(({ id }) => id === context.consentId);
  if (consent === undefined) return { response: consentNotFound(context.consentId) };
  if (!isRecord(context.body)) return { response: badRequest('The body has to be a consent.') };
  if (context.unknowns.otherConsentId === 'refuse' && (context.body['id'] ?? consent.id) !== consent.id) {
    return { response: badRequest('The id in the body is not the id in the path.') };
  }
  const checked = readChecked(context.body, consent, context);
  if (typeof checked !== 'boolean') return { response: checked };
  return { response: ok, order: withChecked(order, consent.id, checked) };
};

/** PATCH …/consents: the same for each entry of a list, matched by `id`. */
export const patchConsents: OperationHandler = (order, context) => {
  if (!Array.isArray(context.body)) return { response: badRequest('The body has to be a list of consents.') };
  let next = order;
  for (const entry of context.body as unknown[]) {
    const { response, order: patched } = patchEntry(next, entry, context);
    if (patched === undefined) {
      const stored = context.unknowns.batch === 'each' && next !== order;
      return stored ? { response, order: next } : { response };
    }
    next = patched;
  }
  return { response: ok, order: next };
};

function patchEntry(order: SandboxOrder, entry: unknown, context: OperationContext): OperationResult {
  if (!isRecord(entry) || typeof entry['id'] !== 'string') {
    return { response: badRequest('Each entry needs an id.') };
  }
  if (!isConsentId(entry['id'])) return { response: badRequest(badId) };
  const consent = order.consents.find(({ id }) => id === entry['id']);
  if (consent === undefined) {
    const { unknownConsentInBatch } = context.unknowns;
    if (unknownConsentInBatch === 'skip') return { response: ok, order };
    return { response: consentNotFound(entry['id'], unknownConsentInBatch === 'bad-request' ? 400 : 404) };
  }
  const checked = readChecked(entry, consent, context);
  return typeof checked === 'boolean'
    ? { response: ok, order: withChecked(order, consent.id, checked) }
    : { response: checked };
}

/** POST …/consents */
export const createConsent: OperationHandler = (order, context) => {
  const consent = readConsent(context.body, context);
  if (typeof consent === 'string') return { response: badRequest(consent) };
  const taken = order.consents.some(({ id }) => id === consent.id);
  if (taken && context.unknowns.duplicateConsent === 'refuse') {
    return { response: badRequest(`The consent ${consent.id} is on the order already.`) };
  }
  const others = order.consents.filter(({ id }) => id !== consent.id);
  return { response: ok, order: { ...order, consents: [...others, consent] } };
};

/** DELETE …/consents/{consent_id} */
export const deleteConsent: OperationHandler = (order, context) => {
  const consents = order.consents.filter(({ id }) => id !== context.consentId);
  if (consents.length < order.consents.length) return { response: ok, order: { ...order, consents } };
  return { response: context.unknowns.missingDelete === 'ignore' ? ok : consentNotFound(context.consentId) };
};

/** Returns the consent in a body, or the reason why the body is invalid. */
export function readConsent(
  body: unknown,
  context: Pick<OperationContext, 'version' | 'unknowns' | 'newId'>,
): SandboxConsent | string {
  if (!isRecord(body)) return 'A consent has to be an object.';
  const { id, checked = false, required = false, text } = body;
  if (typeof checked !== 'boolean') return 'checked has to be a boolean.';
  if (typeof required !== 'boolean') return 'required has to be a boolean.';
  if (text !== undefined && typeof text !== 'string') return 'text has to be a string.';
  if (id !== undefined && typeof id !== 'string') return 'id has to be a string.';
  const keep =
    context.version === 'v0' && context.unknowns.newConsentId === 'keep' && id !== undefined && id !== '';
  if (keep && !isConsentId(id)) return badId;
  return { ...body, id: keep ? id : context.newId('ci'), checked, required };
}

/** Returns the required consents that are not ticked. */
export function uncheckedRequired(order: SandboxOrder): readonly SandboxConsent[] {
  return order.consents.filter(({ required, checked }) => required === true && checked !== true);
}

/** Returns the order with one consent ticked or unticked. */
export function withChecked(order: SandboxOrder, consentId: string, checked: boolean): SandboxOrder {
  const consents = order.consents.map((consent) =>
    consent.id === consentId ? { ...consent, checked } : consent,
  );
  return { ...order, consents };
}

function readChecked(
  entry: Readonly<Record<string, unknown>>,
  consent: SandboxConsent,
  context: OperationContext,
): boolean | PlainResponse {
  const { checked } = entry;
  if (typeof checked === 'boolean') return checked;
  if (checked !== undefined) return badRequest('checked has to be a boolean.');
  if (context.unknowns.missingChecked === 'refuse') return badRequest('checked is missing.');
  return context.unknowns.missingChecked === 'keep' && consent.checked === true;
}

function consentNotFound(id: string | undefined, status = 404): PlainResponse {
  return problem(
    status,
    status === 404 ? 'consent-not-found' : 'order-bad-request',
    `The order has no consent ${id ?? ''}.`,
  );
}
