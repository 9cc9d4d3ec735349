/** @typedef {{ name: string, bytes: number, limit: number }} Size */

/**
 * Returns the sizes that changesets name, by name: in bytes, before and after. The last line for a name counts.
 *
 * @param {string} changes The text of all changesets.
 * @returns {ReadonlyMap<string, { before: number, bytes: number }>}
 */
export function changedSizes(changes) {
  const lines = changes.matchAll(/^- Size of (.+): (\d+) to (\d+) bytes/gm);
  return new Map(
    [...lines].map(([, name = '', before, bytes]) => [
      name,
      { before: Number(before), bytes: Number(bytes) },
    ]),
  );
}

/**
 * Returns a message for each size above its limit, for each that grew by more than 1 % since the last release without a
 * line in a changeset, and for each line with other sizes than these.
 *
 * @param {readonly Size[]} sizes
 * @param {Readonly<Record<string, number>>} recorded The sizes of the last release, by name.
 * @param {string} changes The text of all changesets.
 */
export function judgeSizes(sizes, recorded, changes) {
  const changed = changedSizes(changes);
  return sizes.flatMap(({ name, bytes, limit }) => {
    if (bytes > limit) return [`${name}: ${bytes} bytes are above the limit of ${limit}.`];
    const before = recorded[name];
    if (before === undefined) return [`${name} is not in etc/sizes.json: run npm run size -- --update.`];
    const line = changed.get(name);
    const wanted = `"- Size of ${name}: ${before} to ${bytes} bytes, because …"`;
    if (line !== undefined) {
      if (line.before === before && line.bytes === bytes) return [];
      return [
        `${name}: a changeset names ${line.before} to ${line.bytes} bytes. Change its line to ${wanted}.`,
      ];
    }
    if (bytes <= before * 1.01) return [];
    const growth = ((bytes / before - 1) * 100).toFixed(1);
    return [`${name} grew by ${growth} %. Add a line to a changeset: ${wanted}`];
  });
}
