import type { Answer } from './answer.ts';
import { badRequest, refuse } from './answer.ts';
import type { Settings } from './options.ts';

/** What stands between a request and the order service: the key, and whose orders are meant. */
export function checkDoor(headers: Headers, settings: Settings): Answer | undefined {
  if (!settings.authenticate) return undefined;
  if (headers.get('authorization') !== `Bearer ${settings.apiKey}`) {
    return refuse(401, 'unauthorized', 'The token is missing or not accepted.');
  }
  for (const name of ['x-merchant', 'x-channel']) {
    if ((headers.get(name) ?? '') === '') return badRequest(`The header ${name} is missing or empty.`);
  }
  return undefined;
}

/** Whether the request speaks for the merchant and channel of this sandbox. */
export function isOwn(headers: Headers, settings: Settings): boolean {
  if (!settings.authenticate) return true;
  return headers.get('x-merchant') === settings.merchant && headers.get('x-channel') === settings.channel;
}
