/**
 * How many writes of a consent arrived that were overtaken: of an answer older than one that had arrived before. Each write
 * belongs to a click made before it, and none to an earlier click than the write ahead of it; one click may be written
 * several times, for lost answers are repeated.
 *
 * @typedef {{ checked: boolean, at: number }} Moment
 * @param {readonly Moment[]} clicks @param {readonly Moment[]} writes
 */
export function findOvertaken(clicks, writes) {
  let latest = 0;
  let overtaken = 0;
  for (const { checked, at } of writes) {
    const index = clicks.findIndex(
      (click, index) => index >= latest && click.checked === checked && click.at <= at,
    );
    if (index < 0) overtaken += 1;
    else latest = index;
  }
  return overtaken;
}
