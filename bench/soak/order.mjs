/**
 * Returns the number of writes of a consent that carry an older answer than a write received before them. Each write
 * belongs to a click before it, and never to an earlier click than the previous write. A click may be written several
 * times, because lost requests are repeated.
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
