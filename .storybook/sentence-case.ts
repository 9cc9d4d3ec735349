/** Returns the name of a story in sentence case. Storybook makes names in title case from those of exports. */
export function inSentenceCase(name: string): string {
  return name.replaceAll(/ [A-Z](?=[a-z]*(?: |$))/g, (start) => start.toLowerCase());
}
