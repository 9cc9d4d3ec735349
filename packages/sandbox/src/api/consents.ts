import { badRequest, done, refuse } from './response.ts';
import type { Answer } from './response.ts';
import type { Call, Handle, Result } from './context.ts';
import { isRecord } from './request.ts';
import type { SandboxConsent, SandboxOrder } from '../types.ts';

/** PATCH …/consents/{consent_id}: only `checked` is taken over. */
export const patchConsent: Handle = (order, call) => {
  const consent = order.consents.find(({ id }) => id === call.consentId);
  if (consent === undefined) return { answer: unknownConsent(call.consentId) };
  if (!isRecord(call.body)) return { answer: badRequest('The body has to be a consent.') };
  if (call.unknowns.otherConsentId === 'refuse' && (call.body['id'] ?? consent.id) !== consent.id) {
    return { answer: badRequest('The id in the body is not the id in the path.') };
  }
  const checked = readChecked(call.body, consent, call);
  if (typeof checked !== 'boolean') return { answer: checked };
  return { answer: done, order: tick(order, consent.id, checked) };
};

/** PATCH …/consents: the same for each entry of a list, matched by `id`. */
export const patchConsents: Handle = (order, call) => {
  if (!Array.isArray(call.body)) return { answer: badRequest('The body has to be a list of consents.') };
  let next = order;
  for (const entry of call.body as unknown[]) {
    const { answer, order: ticked } = patchEntry(next, entry, call);
    if (ticked === undefined) {
      const stored = call.unknowns.batch === 'each' && next !== order;
      return stored ? { answer, order: next } : { answer };
    }
    next = ticked;
  }
  return { answer: done, order: next };
};

function patchEntry(order: SandboxOrder, entry: unknown, call: Call): Result {
  if (!isRecord(entry) || typeof entry['id'] !== 'string') {
    return { answer: badRequest('Each entry needs an id.') };
  }
  const consent = order.consents.find(({ id }) => id === entry['id']);
  if (consent === undefined) {
    const { unknownConsentInBatch } = call.unknowns;
    if (unknownConsentInBatch === 'skip') return { answer: done, order };
    return { answer: unknownConsent(entry['id'], unknownConsentInBatch === 'bad-request' ? 400 : 404) };
  }
  const checked = readChecked(entry, consent, call);
  return typeof checked === 'boolean'
    ? { answer: done, order: tick(order, consent.id, checked) }
    : { answer: checked };
}

/** POST …/consents */
export const createConsent: Handle = (order, call) => {
  const consent = readConsent(call.body, call);
  if (typeof consent === 'string') return { answer: badRequest(consent) };
  const taken = order.consents.some(({ id }) => id === consent.id);
  if (taken && call.unknowns.duplicateConsent === 'refuse') {
    return { answer: badRequest(`The consent ${consent.id} is on the order already.`) };
  }
  const others = order.consents.filter(({ id }) => id !== consent.id);
  return { answer: done, order: { ...order, consents: [...others, consent] } };
};

/** DELETE …/consents/{consent_id} */
export const deleteConsent: Handle = (order, call) => {
  const consents = order.consents.filter(({ id }) => id !== call.consentId);
  if (consents.length < order.consents.length) return { answer: done, order: { ...order, consents } };
  return { answer: call.unknowns.missingDelete === 'ignore' ? done : unknownConsent(call.consentId) };
};

/** A consent as the order keeps it, or why it cannot be. */
export function readConsent(
  body: unknown,
  call: Pick<Call, 'version' | 'unknowns' | 'newId'>,
): SandboxConsent | string {
  if (!isRecord(body)) return 'A consent has to be an object.';
  const { id, checked = false, required = false, text } = body;
  if (typeof checked !== 'boolean') return 'checked has to be a boolean.';
  if (typeof required !== 'boolean') return 'required has to be a boolean.';
  if (text !== undefined && typeof text !== 'string') return 'text has to be a string.';
  if (id !== undefined && typeof id !== 'string') return 'id has to be a string.';
  const keep =
    call.version === 'v0' && call.unknowns.newConsentId === 'keep' && id !== undefined && id !== '';
  return { ...body, id: keep ? id : call.newId('ci'), checked, required };
}

/** The required consents that are not ticked. */
export function openConsents(order: SandboxOrder): readonly SandboxConsent[] {
  return order.consents.filter(({ required, checked }) => required === true && checked !== true);
}

/** The order with one consent ticked or un-ticked. */
export function tick(order: SandboxOrder, consentId: string, checked: boolean): SandboxOrder {
  const consents = order.consents.map((consent) =>
    consent.id === consentId ? { ...consent, checked } : consent,
  );
  return { ...order, consents };
}

function readChecked(
  entry: Readonly<Record<string, unknown>>,
  consent: SandboxConsent,
  call: Call,
): boolean | Answer {
  const { checked } = entry;
  if (typeof checked === 'boolean') return checked;
  if (checked !== undefined) return badRequest('checked has to be a boolean.');
  if (call.unknowns.missingChecked === 'refuse') return badRequest('checked is missing.');
  return call.unknowns.missingChecked === 'keep' && consent.checked === true;
}

function unknownConsent(id: string | undefined, status = 404): Answer {
  return refuse(
    status,
    status === 404 ? 'consent-not-found' : 'order-bad-request',
    `The order has no consent ${id ?? ''}.`,
  );
}
