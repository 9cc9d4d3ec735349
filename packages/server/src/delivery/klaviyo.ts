import type { Order } from '@norce-kit/core';
import type { Deliver, DeliveredAnswer } from './types.ts';
import { RejectedAnswerError } from './types.ts';
import { optionError } from '../option-error.ts';
import type { OptionNames } from '../option-names.ts';
import { checkNames } from '../option-names.ts';

/** Destination of the answers to one consent. */
export interface KlaviyoChannel {
  /** Channel of the consent. One consent has one channel. */
  readonly channel: 'email' | 'sms' | 'whatsapp';
  /**
   * Id of the list. Klaviyo unsubscribes a profile that is not on it from the whole channel.
   * @default none: the channel as a whole
   */
  readonly listId?: string | undefined;
  /**
   * Whether the list has double opt-in in Klaviyo, which then asks the person. Without a list, the default of the
   * account counts.
   * @default false
   */
  readonly doubleOptIn?: boolean | undefined;
}

/** Options of `klaviyoDeliver`. */
export interface KlaviyoOptions {
  /** Private key with the scopes `lists:write`, `profiles:write` and `subscriptions:write`. */
  readonly apiKey: string;
  /** The destinations by consent id. Answers to other consents are ignored. */
  readonly channels: Readonly<Record<string, KlaviyoChannel | undefined>>;
  /**
   * Returns the buyer's email address, and the phone number in E.164 format.
   * @default email and phone of the billing address
   */
  readonly addressOf?: ((order: Order) => KlaviyoAddress) | undefined;
  /**
   * Source that Klaviyo stores with the consent.
   * @default 'Checkout'
   */
  readonly source?: string | undefined;
  /** @default 'https://a.klaviyo.com' */
  readonly baseUrl?: string | undefined;
  /** @default globalThis.fetch */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
}

/** Address of a buyer. */
export interface KlaviyoAddress {
  /** E-mail address. */
  readonly email?: string | undefined;
  /** Phone number in E.164 format. */
  readonly phone?: string | undefined;
}

/** Revision of the API that the requests follow, of https://github.com/klaviyo/openapi. */
const revision = '2026-07-15';
const optionNames: OptionNames<KlaviyoOptions> = {
  apiKey: true,
  channels: true,
  addressOf: true,
  source: true,
  baseUrl: true,
  fetch: true,
};
const channelNames = { listId: true, doubleOptIn: true } as const;
/** Statuses that another attempt may change: the key is replaced, the limit is over, the service is up again. */
const passing = [401, 403, 408, 425, 429];

/**
 * Returns a `deliver` for Klaviyo. Subscribes after a current tick, unsubscribes after a withdrawal, and does nothing
 * else: a box that was left empty changes no subscription. Klaviyo has no idempotency keys; its two calls set a state, so
 * a repetition changes nothing, except that a list with double opt-in may send another mail.
 *
 * @throws TypeError when the key is missing.
 * @example
 * const deliver = klaviyoDeliver({
 *   apiKey: process.env['KLAVIYO_API_KEY'] ?? '',
 *   channels: { ci_newsletter: { channel: 'email', listId: 'Y6nRLr', doubleOptIn: true } },
 * });
 */
export function klaviyoDeliver(options: KlaviyoOptions): Deliver {
  const { apiKey, channels, addressOf = billingAddress, source = 'Checkout' } = options;
  // Unset environment variables get past the types.
  if (typeof (apiKey as unknown) !== 'string' || !/^[\x21-\x7e]+$/.test(apiKey)) {
    throw optionError(
      'apiKey is missing or holds characters no header can carry',
      'each answer would be refused for a day, and then given up',
      'set it to a private key of Klaviyo, without spaces',
      'klaviyoDeliver',
    );
  }
  checkNames(options, optionNames, 'klaviyoDeliver');
  for (const [consentId, channel = {}] of Object.entries(channels))
    checkNames<Partial<KlaviyoChannel>>(channel, channelNames, 'klaviyoDeliver', `channels.${consentId}.`);
  const { baseUrl = 'https://a.klaviyo.com', fetch = globalThis.fetch } = options;
  const post = async (path: string, data: object, signal: AbortSignal) => {
    const headers = {
      authorization: `Klaviyo-API-Key ${apiKey}`,
      revision,
      accept: 'application/vnd.api+json',
      'content-type': 'application/vnd.api+json',
    };
    const body = JSON.stringify({ data });
    // A redirect could make a GET of it, and count as delivered, or pass on the buyer's address.
    const init = { method: 'POST', headers, body, signal, redirect: 'manual' } as const;
    const request = new Request(new URL(path, baseUrl), init);
    const response = await fetch(request);
    await response.body?.cancel();
    if (response.ok) return;
    const message = `Klaviyo responded with ${response.status}.`;
    const isFinal = response.status >= 400 && response.status < 500 && !passing.includes(response.status);
    throw isFinal ? new RejectedAnswerError(message) : new Error(message);
  };
  return async (answer, { signal }) => {
    const target = Object.hasOwn(channels, answer.consentId) ? channels[answer.consentId] : undefined;
    const isSubscribing = answer.change === 'given' && answer.isCurrent;
    if (!target || (!isSubscribing && answer.change !== 'withdrawn')) return 'delivered';
    const identity = identify(target, addressOf(answer.order), answer);
    const consent = isSubscribing ? 'SUBSCRIBED' : 'UNSUBSCRIBED';
    const profile = {
      type: 'profile',
      attributes: { ...identity, subscriptions: { [target.channel]: { marketing: { consent } } } },
    };
    const list = target.listId !== undefined && {
      relationships: { list: { data: { type: 'list', id: target.listId } } },
    };
    const name = `profile-subscription-bulk-${isSubscribing ? 'create' : 'delete'}-job`;
    const attributes = { ...(isSubscribing && { custom_source: source }), profiles: { data: [profile] } };
    await post(`/api/${name}s`, { type: name, attributes, ...list }, signal);
    return isSubscribing && target.doubleOptIn === true ? 'pending' : 'delivered';
  };
}

function identify(
  { channel }: KlaviyoChannel,
  { email, phone }: KlaviyoAddress,
  { orderId }: DeliveredAnswer,
): object {
  if (channel === 'email' && email !== undefined) return { email };
  if (channel !== 'email' && phone !== undefined) return { phone_number: phone };
  throw new RejectedAnswerError(`Order ${orderId} has no address for ${channel}.`);
}

function billingAddress(order: Order): KlaviyoAddress {
  const billing = order.customer?.['billing'] as Readonly<Record<string, unknown>> | undefined;
  const read = (name: string) => (typeof billing?.[name] === 'string' ? billing[name] : undefined);
  return { email: read('email'), phone: read('phone') };
}
