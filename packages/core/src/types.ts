import type { ValidationFailure } from './api.gen.ts';

export type {
  Attributes,
  Cart,
  Consent,
  Order,
  OrderCreate,
  OrderStatus,
  Price,
  State,
  ValidationCallback,
  ValidationFailure,
} from './api.gen.ts';

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
