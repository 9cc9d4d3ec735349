/** No character in it has a meaning in paths, headers or URLs, encoded or not. */
const orderIdPattern = /^[A-Za-z0-9_-][A-Za-z0-9_.~-]{0,127}$/;
const consentIdPattern = /^[\p{L}\p{N}_-][\p{L}\p{N}\p{M}_.~:@ -]{0,127}$/u;

/** Whether `id` can be the id of an order. */
export function isOrderId(id: string): boolean {
  return orderIdPattern.test(id);
}

/** Whether `id` can be the id of a consent. Shops choose them: letters of any script, inner spaces, colons. */
export function isConsentId(id: string): boolean {
  return consentIdPattern.test(id);
}

/** Decodes a consent id of the path. Only the canonical encoding, of `encodeURIComponent`, is accepted. */
export function decodeConsentId(segment: string): string | undefined {
  try {
    const id = decodeURIComponent(segment);
    return encodeURIComponent(id) === segment && isConsentId(id) ? id : undefined;
  } catch {
    return undefined;
  }
}
