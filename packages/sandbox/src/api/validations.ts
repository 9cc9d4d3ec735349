import { badRequest, done, refuse } from './response.ts';
import type { Answer } from './response.ts';
import type { Call, Handle } from './context.ts';
import { isRecord } from './request.ts';
import type { NewValidation, SandboxValidation } from '../types.ts';

/** POST …/validations: 200 without a body; the id stands in the order. */
export const createValidation: Handle = (order, call) => {
  const given = readValidation(call.body, call);
  if (typeof given === 'string') return { answer: badRequest(given) };
  const same = order.validations.find(
    ({ adapterId, url }) => adapterId === given.adapterId && url === given.url,
  );
  if (same !== undefined && call.unknowns.duplicateValidation === 'refuse') {
    return { answer: badRequest('This validation is registered already.') };
  }
  if (same !== undefined && call.unknowns.duplicateValidation === 'merge')
    return { answer: registered(same.id, call), order };
  const validation = { ...given, id: call.newId('oc') };
  return {
    answer: registered(validation.id, call),
    order: { ...order, validations: [...order.validations, validation] },
  };
};

/** PUT …/validations/{validation_id} */
export const updateValidation: Handle = (order, call) => {
  const given = readValidation(call.body, call);
  if (typeof given === 'string') return { answer: badRequest(given) };
  if (!order.validations.some(({ id }) => id === call.validationId))
    return { answer: unknownValidation(call) };
  const validations = order.validations.map((old) =>
    old.id === call.validationId ? { ...given, id: old.id } : old,
  );
  return { answer: done, order: { ...order, validations } };
};

/** DELETE …/validations/{validation_id} */
export const deleteValidation: Handle = (order, call) => {
  const validations = order.validations.filter(({ id }) => id !== call.validationId);
  if (validations.length < order.validations.length)
    return { answer: done, order: { ...order, validations } };
  return { answer: call.unknowns.missingDelete === 'ignore' ? done : unknownValidation(call) };
};

/** A validation as the order keeps it, whichever version it came by, or why it cannot be. */
export function readValidation(
  body: unknown,
  call: Pick<Call, 'version' | 'unknowns' | 'named'>,
): NewValidation | string {
  if (!isRecord(body)) return 'A validation has to be an object.';
  const { name } = body;
  if (call.named && typeof name === 'string' && name !== '') {
    // The name stays readable, as the handler keeps it, so that a lost registration can be found on the order.
    return {
      name,
      adapterId: name,
      url: `https://validations.invalid/${encodeURIComponent(name)}/{order_id}`,
    };
  }
  const member = call.version === 'v1' ? 'invoke' : 'url';
  const { adapterId, [member]: url } = body;
  if (typeof adapterId !== 'string' || adapterId === '') return 'adapterId is missing.';
  if (typeof url !== 'string') return `${member} is missing.`;
  // v1 addresses may start with a placeholder, {config.adapter.publicUrl}, and be complete only afterwards.
  if (!url.startsWith('{') && !URL.canParse(url)) return `${member} has to be a complete URL.`;
  const secure = url.startsWith('{') || url.startsWith('https:');
  if (call.unknowns.validationUrls === 'https' && !secure) return `${member} has to be https.`;
  const extra = call.version === 'v1' ? pickTexts(body, ['reference', 'description']) : {};
  return { adapterId, url, ...extra };
}

function pickTexts(
  body: Readonly<Record<string, unknown>>,
  members: readonly string[],
): Record<string, string> {
  const texts = members.map((member) => [member, body[member]] as const);
  return Object.fromEntries(texts.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** How one version shows a validation. */
export function showValidation(
  validation: SandboxValidation,
  version: Call['version'],
): Record<string, unknown> {
  if (version === 'v0') return { ...validation };
  const { url, ...rest } = validation;
  return { ...rest, invoke: url };
}

function registered(id: string, { unknowns, version, orderId = '' }: Call): Answer {
  if (unknowns.validationLocation === 'absent') return done;
  const path = `/api/${version}/checkout/orders/${encodeURIComponent(orderId)}/validations/${id}`;
  return { ...done, headers: { location: path } };
}

function unknownValidation({ validationId = '' }: Call): Answer {
  return refuse(404, 'validation-not-found', `The order has no validation ${validationId}.`);
}
