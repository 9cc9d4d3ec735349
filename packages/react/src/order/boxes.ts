/** For sorting by where elements stand on the page; what does not stand there comes last. */
export function byPlace(a: Element | undefined, b: Element | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
}
