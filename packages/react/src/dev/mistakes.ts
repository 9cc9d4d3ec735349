import type { UseConsentGateResult } from '../hooks/use-consent-gate.ts';
import { warnOnce } from '../dev.ts';
import type { Boxes } from '../order/boxes.ts';

// For pages in JavaScript: the types refuse each of these values.

const isMissing = (value: unknown): boolean => value === undefined || value === null;

/**
 * Throws where the client of a provider is none: boxes would wait for it for ever. Warns of an `initialOrder` that is
 * something else, such as the promise of an order.
 */
export function checkProvider({
  client,
  initialOrder: order,
}: {
  readonly client: unknown;
  readonly initialOrder?: unknown;
}): void {
  if (typeof (client as { readonly getOrder?: unknown } | null | undefined)?.getOrder !== 'function') {
    throw new TypeError(
      "the prop client of OrderProvider is no client. Pass the result of createOrderClient({ baseUrl: '/api/norce' }).",
    );
  }
  if (isMissing(order)) return;
  if (
    typeof order === 'object' &&
    ['id', 'consents'].some((member) => Object.hasOwn(order as object, member))
  )
    return;
  warnOnce('initialOrder is no order. Await getOrder(orderId), and pass its result.');
}

/** Throws where `require` of a gate is no list. */
export function checkRequire(ids: unknown): void {
  if (isMissing(ids) || Array.isArray(ids)) return;
  throw new TypeError("require of useConsentGate takes a list, such as ['ci_terms'].");
}

/** Throws where the links of a box are no list of objects. Warns of those whose address `safeHref` refuses: they are shown as text. */
export function checkLinks(
  consentId: string,
  links: unknown,
  safeHref: (href: string) => string | undefined,
): void {
  if (isMissing(links)) return;
  if (!Array.isArray(links) || !links.every((link) => typeof link === 'object')) {
    throw new TypeError(
      `links of “${consentId}” takes a list, such as [{ href: '/privacy', text: 'Privacy policy' }].`,
    );
  }
  for (const { href, text } of links as readonly { readonly href: unknown; readonly text: string }[]) {
    if (safeHref(href as string) !== undefined) continue;
    warnOnce(
      `“${text}” of “${consentId}” is no link: its address is ${typeof href === 'string' ? JSON.stringify(href) : 'no text'}. ` +
        'Write one that begins with https:// or is relative to the page.',
    );
  }
}

/** Warns of evidence that no `consentEvidence` of this entry made. */
export function checkEvidence(evidence: unknown, isKnown: boolean): void {
  if (!evidence || isKnown) return;
  warnOnce(
    'the prop evidence is not the result of consentEvidence() of the same entry, so no evidence is written.',
  );
}

/** Throws where the channels of a newsletter are names alone. */
export function checkChannelList(channels: unknown): void {
  if (typeof channels === 'object' && channels !== null) {
    if (!Array.isArray(channels) || channels.every((item) => typeof item === 'object')) return;
  }
  throw new TypeError(
    "channels takes the consent of each channel, such as { email: 'ci_email' } or [{ channel: 'email', consentId: 'ci_email' }].",
  );
}

/**
 * Throws where the ref of a checkbox gets another element, such as the one around it, or an object: it has no `checked` to
 * keep. Warns of a second checkbox: React calls the ref without the one that leaves the page.
 *
 * @param other the checkbox that has the ref already
 */
export function checkBoxElement(element: object | null, other: object | null): void {
  if (element === null) return;
  if (!('checked' in element)) {
    const name = (element as Partial<Element>).localName ?? typeof element;
    throw new TypeError(
      `the ref of getCheckboxProps gets an element without checked: ${name}. Pass it to the native checkbox of the component.`,
    );
  }
  if (other === null) return;
  warnOnce(
    'two checkboxes have the props of one useOrderConsent, so only one of them is kept at the answer. ' +
      'Call the hook once for each checkbox.',
  );
}

/** Warns where a function of a result is spread instead of called: the element would get no props. Returns the result. */
export function noteSpread<Name extends string, Result extends Readonly<Record<Name, object>>>(
  result: Result,
  name: Name,
): Result {
  Object.defineProperty(result[name], 'data-uncalled', {
    enumerable: true,
    get() {
      warnOnce(`${name} is spread without a call. Write {...${name}()}.`);
      return undefined;
    },
  });
  return result;
}

/** Warns of options that a button that goes on does not have, and of a spread without a call. */
export function withSubmitChecks(gate: UseConsentGateResult): UseConsentGateResult {
  const getSubmitProps: UseConsentGateResult['getSubmitProps'] = (options) => {
    if (typeof options === 'function' || Object.hasOwn({ ...options }, 'onClick')) {
      warnOnce('getSubmitProps goes on with onReady alone. Write getSubmitProps({ onReady: placeOrder }).');
    }
    return gate.getSubmitProps(options);
  };
  return noteSpread({ ...gate, getSubmitProps }, 'getSubmitProps');
}

/** Warns of a refused attempt that shows nothing: the page has boxes for what is missing, and none took the focus. */
export function checkRefusal(
  boxes: Boxes,
  blockers: readonly { readonly consentId?: string | undefined }[],
): void {
  if (!blockers.some(({ consentId }) => consentId !== undefined && boxes.all(consentId).length > 0)) return;
  warnOnce(
    'an attempt to go on was refused, and no box took the focus, because all of them are hidden or disabled. ' +
      'Render <ConsentErrorSummary />, or show a box in onRefused.',
  );
}

/** Warns of attributes that are no object: each character of a text would become an attribute. */
export function checkAttributes(values: unknown): void {
  if (typeof values === 'object') return;
  warnOnce("mutate of usePatchAttributes takes an object, such as { note: 'Ring twice' }.");
}

/** Warns of a validation that is a name alone. */
export function checkValidation(validation: unknown): void {
  if (typeof validation === 'object') return;
  warnOnce("mutate of useRegisterValidation takes an object, such as { name: 'stock' }.");
}

/** Warns of terms without an address. */
export function checkTerms(consentId: string, termsUrl: unknown, privacyUrl: unknown): void {
  if (!isMissing(termsUrl) || !isMissing(privacyUrl)) return;
  warnOnce(`the terms “${consentId}” have neither termsUrl nor privacyUrl, so their box has no link.`);
}
