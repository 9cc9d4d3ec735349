// Whitespace and control characters are dropped by browsers, which makes a scheme out of what does not look like one; a
// backslash counts as a slash; marks of direction and characters without width make an address look like another one.
const deceptive = /[\s\p{Cc}\p{Cf}\\]/u;
// A scheme other than https, a host without a scheme, and whatever stands before an @ in the place of a host.
const foreign = /^(?!https:\/\/)[a-z][a-z\d+.-]*:|^\/\/|^https:\/\/([^/?#]*@|[/?#]|$)/i;

/** The address, if it is one of https or relative to the page, and looks like where it leads to. */
export function safeHref(href: string): string | undefined {
  return deceptive.test(href) || foreign.test(href) ? undefined : href;
}
