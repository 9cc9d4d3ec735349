/** @typedef {{ name: string, bytes: number, limit: number }} Size */

/**
 * Returns a message for each size above its limit, and for each that grew by more than 1 % since the last release without
 * a line in a changeset.
 *
 * @param {readonly Size[]} sizes
 * @param {Readonly<Record<string, number>>} recorded The sizes of the last release, by name.
 * @param {string} changes The text of all changesets.
 */
export function judgeSizes(sizes, recorded, changes) {
  return sizes.flatMap(({ name, bytes, limit }) => {
    if (bytes > limit) return [`${name}: ${bytes} bytes are above the limit of ${limit}.`];
    const before = recorded[name];
    if (before === undefined) return [`${name} is not in etc/sizes.json: run npm run size -- --update.`];
    const line = `- Size of ${name}:`;
    if (bytes <= before * 1.01 || changes.split('\n').some((text) => text.startsWith(line))) return [];
    const growth = ((bytes / before - 1) * 100).toFixed(1);
    return [
      `${name} grew by ${growth} %. Add a line to a changeset: "${line} ${before} to ${bytes} bytes, because …"`,
    ];
  });
}
