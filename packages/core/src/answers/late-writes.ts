/**
 * Requests of one consent whose response was lost: each value with the time until which the server may still carry it
 * out. undefined while there are none.
 */
export type LateWrites = ReadonlyMap<boolean, number> | undefined;

export function addLateWrite(late: LateWrites, checked: boolean, until: number): LateWrites {
  return new Map(late).set(checked, until);
}

/** Drops the requests whose time has passed. */
export function dropLateWrites(late: LateWrites, time: number): LateWrites {
  const left = [...(late ?? [])].filter(([, until]) => until > time);
  return left.length > 0 ? new Map(left) : undefined;
}

/** Returns the times until which a request could overwrite `confirmed`. */
export function deadlinesOf(late: LateWrites, confirmed: boolean | undefined): readonly number[] {
  return [...(late ?? [])].filter(([checked]) => checked !== confirmed).map(([, until]) => until);
}
