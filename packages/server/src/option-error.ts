/** Returns the error for an invalid option: problem, reason, remedy. It quotes no value, which may be a misplaced key. */
export function optionError(problem: string, reason: string, remedy: string): TypeError {
  return new TypeError(`createOrderHandler: ${problem}. Why it matters: ${reason}. What to do: ${remedy}.`);
}
