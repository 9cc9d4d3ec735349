// Whitespace and control characters are dropped by browsers, which makes a scheme out of what does not look like one; a
// backslash counts as a slash; marks of direction and characters without width make an address look like another one.
const deceptive = /[\s\p{Cc}\p{Cf}\\]/u;
// A scheme other than https, a host without a scheme, and user information before a host.
const foreign = /^(?!https:\/\/)[a-z][a-z\d+.-]*:|^\/\/|^https:\/\/([^/?#]*@|[/?#]|$)/i;

/** Returns the URL if it is `https` or relative to the page and its text shows its target; undefined otherwise. */
export function safeHref(href: string): string | undefined {
  // Not every shop checks types: null from a CMS would be the relative URL "null". An empty one leads to the page itself.
  return typeof href !== 'string' || deceptive.test(href) || foreign.test(href) || !href ? undefined : href;
}
