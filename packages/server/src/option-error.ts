/** A mistake in the options: what is wrong, why it matters, what to do. Never quotes a value, which may be a misplaced key. */
export function fault(what: string, why: string, remedy: string): TypeError {
  return new TypeError(`createOrderHandler: ${what}. Why it matters: ${why}. What to do: ${remedy}.`);
}
