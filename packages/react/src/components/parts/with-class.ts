/** Joins our class, which the style sheet uses, and the shop's. */
export function withClass(own: string, given: string | undefined): string {
  return given ? `${own} ${given}` : own;
}
