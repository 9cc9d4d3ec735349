import { readEvidence } from './evidence.ts';
import type { ConsentAnswer, Order } from './types.ts';

/** A document about a consent, as UCP describes it. */
export interface ConsentDocument {
  /** Such as `privacy_policy` or `terms_of_service`. */
  readonly type: string;
  /** Absolute URL. */
  readonly url: string;
  /** Text of the link. */
  readonly title?: string;
}

/** A consent of the order, as other systems name it. */
export interface MappedConsent {
  /** Id of the consent on the order. */
  readonly consentId: string;
  /** Words for the shopper about the consent. */
  readonly description: string;
  /** Documents about the consent. */
  readonly links?: readonly ConsentDocument[] | undefined;
  /**
   * Channel in the marketing consents of ACP, such as `email`, `sms` or `whatsapp`.
   * @default none, so the consent is not among them
   */
  readonly channel?: string | undefined;
  /**
   * Meaning of a tick. A ticked objection is not granted; one without a tick is left out, because it allows nothing by itself.
   * @default 'consent'
   */
  readonly kind?: 'consent' | 'objection' | undefined;
}

/** A purpose of UCP: the consent for it, or one consent for each segment, such as a channel. */
export interface MappedPurpose extends Omit<MappedConsent, 'consentId'> {
  /**
   * Id of the consent on the order.
   * @default none: the purpose is not granted, apart from its segments
   */
  readonly consentId?: string | undefined;
  /** The consents of channels, vendors or programs, by identifier. */
  readonly segments?: Readonly<Record<string, MappedConsent>> | undefined;
}

/** The purposes by identifier, such as `dev.ucp.consent.marketing` or a reverse domain name of the shop. */
export type BuyerConsentMapping = Readonly<Record<string, MappedPurpose>>;

/** A consent in the form of UCP. */
export interface BuyerConsentState {
  /** The value on the order; the opposite of an objection. */
  readonly granted: boolean;
  /** `platform` where a shopper is known to have given this answer, else `business`: the value with which the order came. */
  readonly source: 'business' | 'platform';
  /** Words for the shopper. Not a part of UCP requests. */
  readonly description: string;
  /** Documents. Not a part of UCP requests. */
  readonly links?: readonly ConsentDocument[];
}

/** A purpose in the form of UCP. */
export interface BuyerConsentPurpose extends BuyerConsentState {
  /** The consents of its segments, which override that of the purpose. */
  readonly segments?: Readonly<Record<string, BuyerConsentState>>;
}

/** The consents of an order for other systems. */
export interface BuyerConsent {
  /** `buyer.consent` of a UCP cart or checkout: extension `dev.ucp.shopping.buyer_consent`, version 2026-08-25. */
  readonly consent: Readonly<Record<string, BuyerConsentPurpose>>;
  /** `marketing_consents` of an ACP checkout, version 2026-04-17: the answers of the shopper, and no others. */
  readonly marketing_consents: readonly { readonly channel: string; readonly opted_in: boolean }[];
}

/**
 * Returns the consents of an order in the forms of the Universal Commerce Protocol and the Agentic Commerce Protocol. A
 * shopper is known to have answered where the last record of the evidence, or an entry of `answers`, has the value of the
 * order. Consents that are not on the order are left out.
 *
 * @param answers last answers of the handler's consent log, which also has those of forms without JavaScript
 * @example
 * toBuyerConsent(order, {
 *   'dev.ucp.consent.marketing': {
 *     description: 'News and offers',
 *     segments: {
 *       'dev.ucp.consent.marketing.email': {
 *         consentId: 'ci_newsletter',
 *         description: 'News and offers by email',
 *         channel: 'email',
 *       },
 *     },
 *   },
 * });
 */
export function toBuyerConsent(
  order: Pick<Order, 'consents' | 'attributes'>,
  mapping: BuyerConsentMapping,
  answers: readonly ConsentAnswer[] = [],
): BuyerConsent {
  const marketing: { channel: string; opted_in: boolean }[] = [];
  const read = ({ consentId, channel, kind, ...shown }: MappedConsent): BuyerConsentState | undefined => {
    const checked = order.consents?.find(({ id }) => id === consentId)?.checked;
    if (typeof checked !== 'boolean') return undefined;
    const isObjection = kind === 'objection';
    if (isObjection && !checked) return undefined;
    const granted = checked && !isObjection;
    const isAnswered =
      readEvidence(order, consentId).at(-1)?.checked === checked ||
      answers.some((answer) => answer.id === consentId && answer.checked === checked);
    if (isAnswered && channel !== undefined) marketing.push({ channel, opted_in: granted });
    return stateOf(granted, isAnswered ? 'platform' : 'business', shown);
  };
  const consent: Record<string, BuyerConsentPurpose> = {};
  for (const [purpose, { segments, consentId, ...shown }] of Object.entries(mapping)) {
    const own = consentId === undefined ? undefined : read({ ...shown, consentId });
    const parts = Object.entries(segments ?? {}).flatMap(([segment, mapped]) => {
      const state = read(mapped);
      return state === undefined ? [] : [[segment, state] as const];
    });
    if (own === undefined && parts.length === 0) continue;
    consent[purpose] = {
      ...(own ?? stateOf(false, 'business', shown)),
      ...(parts.length > 0 && { segments: Object.fromEntries(parts) }),
    };
  }
  return { consent, marketing_consents: marketing };
}

const stateOf = (
  granted: boolean,
  source: BuyerConsentState['source'],
  { description, links }: Pick<MappedConsent, 'description' | 'links'>,
): BuyerConsentState => ({ granted, source, description, ...(links !== undefined && { links }) });
