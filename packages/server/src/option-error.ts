/**
 * Returns the error for an invalid option of `caller`: problem, reason, remedy. It quotes no value, which may be a
 * misplaced key.
 */
export function optionError(
  problem: string,
  reason: string,
  remedy: string,
  caller = 'createOrderHandler',
): TypeError {
  return new TypeError(`${caller}: ${problem}. Why it matters: ${reason}. What to do: ${remedy}.`);
}
