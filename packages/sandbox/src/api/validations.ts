import type { OperationContext, OperationHandler } from './context.ts';
import { isRecord } from './request.ts';
import type { PlainResponse } from './response.ts';
import { badRequest, ok, problem } from './response.ts';
import type { NewValidation, SandboxValidation } from '../types.ts';

/** POST …/validations: 200 without a body; a read of the order returns the id. */
export const createValidation: OperationHandler = (order, context) => {
  const given = readValidation(context.body, context);
  if (typeof given === 'string') return { response: badRequest(given) };
  const same = order.validations.find(
    ({ adapterId, url }) => adapterId === given.adapterId && url === given.url,
  );
  if (same !== undefined && context.unknowns.duplicateValidation === 'refuse') {
    return { response: badRequest('This validation is registered already.') };
  }
  if (same !== undefined && context.unknowns.duplicateValidation === 'merge')
    return { response: registeredResponse(same.id, context), order };
  const validation = { ...given, id: context.newId('oc') };
  return {
    response: registeredResponse(validation.id, context),
    order: { ...order, validations: [...order.validations, validation] },
  };
};

/** PUT …/validations/{validation_id} */
export const updateValidation: OperationHandler = (order, context) => {
  const given = readValidation(context.body, context);
  if (typeof given === 'string') return { response: badRequest(given) };
  if (!order.validations.some(({ id }) => id === context.validationId))
    return { response: validationNotFound(context) };
  const validations = order.validations.map((old) =>
    old.id === context.validationId ? { ...given, id: old.id } : old,
  );
  return { response: ok, order: { ...order, validations } };
};

/** DELETE …/validations/{validation_id} */
export const deleteValidation: OperationHandler = (order, context) => {
  const validations = order.validations.filter(({ id }) => id !== context.validationId);
  if (validations.length < order.validations.length)
    return { response: ok, order: { ...order, validations } };
  return { response: context.unknowns.missingDelete === 'ignore' ? ok : validationNotFound(context) };
};

/** Returns the validation in a body of v0 or v1, or the reason why the body is invalid. */
export function readValidation(
  body: unknown,
  context: Pick<OperationContext, 'version' | 'unknowns' | 'allowsNamedValidations'>,
): NewValidation | string {
  if (!isRecord(body)) return 'A validation has to be an object.';
  const { name } = body;
  if (context.allowsNamedValidations && typeof name === 'string' && name !== '') {
    // Keeps the name, as the handler does: a client finds its validation on the order if the response was lost.
    return {
      name,
      adapterId: name,
      url: `https://validations.invalid/${encodeURIComponent(name)}/{order_id}`,
    };
  }
  const member = context.version === 'v1' ? 'invoke' : 'url';
  const { adapterId, [member]: url } = body;
  if (typeof adapterId !== 'string' || adapterId === '') return 'adapterId is missing.';
  if (typeof url !== 'string') return `${member} is missing.`;
  // v1 addresses can start with the placeholder {config.adapter.publicUrl}, which replaces the origin.
  if (!url.startsWith('{') && !URL.canParse(url)) return `${member} has to be a complete URL.`;
  const secure = url.startsWith('{') || url.startsWith('https:');
  if (context.unknowns.validationUrls === 'https' && !secure) return `${member} has to be https.`;
  const extra = context.version === 'v1' ? pickTexts(body, ['reference', 'description']) : {};
  return { adapterId, url, ...extra };
}

function pickTexts(
  body: Readonly<Record<string, unknown>>,
  members: readonly string[],
): Record<string, string> {
  const texts = members.map((member) => [member, body[member]] as const);
  return Object.fromEntries(texts.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** Returns a validation as a read of the API version shows it. */
export function showValidation(
  validation: SandboxValidation,
  version: OperationContext['version'],
): Record<string, unknown> {
  if (version === 'v0') return { ...validation };
  const { url, ...rest } = validation;
  return { ...rest, invoke: url };
}

function registeredResponse(
  id: string,
  { unknowns, version, orderId = '' }: OperationContext,
): PlainResponse {
  if (unknowns.validationLocation === 'absent') return ok;
  const path = `/api/${version}/checkout/orders/${encodeURIComponent(orderId)}/validations/${id}`;
  return { ...ok, headers: { location: path } };
}

function validationNotFound({ validationId = '' }: OperationContext): PlainResponse {
  return problem(404, 'validation-not-found', `The order has no validation ${validationId}.`);
}
