/** No character in it has a meaning in paths, headers or URLs, encoded or not. */
const orderIdPattern = /^[A-Za-z0-9_-][A-Za-z0-9_.~-]{0,127}$/;

/** Whether `id` can be the id of an order. */
export function isOrderId(id: string): boolean {
  return orderIdPattern.test(id);
}

/**
 * Decodes a segment of a path. Proxies may encode and decode a path anew, so only the decoded text is compared. Returns
 * `/`, which is neither a name nor an id, for bytes that are not UTF-8.
 */
export function decodeSegment(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return '/';
  }
}
