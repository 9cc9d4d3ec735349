/** Our class, by which the looks know a part, and the shop's own beside it. */
export function withClass(own: string, given: string | undefined): string {
  return given === undefined ? own : `${own} ${given}`;
}
