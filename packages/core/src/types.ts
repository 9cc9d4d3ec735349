import type { Order as WholeOrder, ValidationFailure } from './api.gen.ts';

export type {
  Attributes,
  Cart,
  Consent,
  OrderCreate,
  OrderStatus,
  Price,
  State,
  ValidationCallback,
  ValidationFailure,
} from './api.gen.ts';

/** An order; through the handler only what a browser may see of it, so any member may be missing or undefined. */
export type Order = { readonly [Member in keyof WholeOrder]?: WholeOrder[Member] | undefined };

/** A value that JSON can carry unchanged. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** What the order service says when it is asked to check an order; a refusal is an answer, not an error. */
export type ValidationResult =
  { readonly ok: true } | { readonly ok: false; readonly failures: readonly ValidationFailure[] };

/** The value one consent shall get. */
export interface ConsentAnswer {
  readonly id: string;
  readonly checked: boolean;
}
