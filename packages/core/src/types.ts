import type { Order as WholeOrder, OrderCreate as WholeOrderCreate, ValidationFailure } from './api.gen.ts';

export type {
  Attributes,
  Cart,
  Consent,
  OrderStatus,
  Price,
  State,
  ValidationCallback,
  ValidationFailure,
} from './api.gen.ts';

/** An order. The handler omits members that a browser may not see, so each may be missing or undefined. */
export type Order = { readonly [Member in keyof WholeOrder]?: WholeOrder[Member] | undefined };

/** A new order. A member that is undefined counts as absent. */
export type OrderCreate = {
  readonly [Member in keyof WholeOrderCreate]?: WholeOrderCreate[Member] | undefined;
};

/** A value that JSON represents unchanged. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** Result of validating an order. A refusal is a result, not an error. */
export type ValidationResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly failures: readonly ValidationFailure[] };

/** A new value for one consent. */
export interface ConsentAnswer {
  /** Id of the consent. */
  readonly id: string;
  /** New value. */
  readonly checked: boolean;
}

/** Exists in types only. */
declare const reason: unique symbol;

/** Type of an option that is refused: no value has it, and the error of the compiler contains the reason. */
export interface RefusedOption<Reason extends string> {
  /** The reason, which makes the type opaque. */
  readonly [reason]: Reason;
}
