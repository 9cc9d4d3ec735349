import type { components } from './api.gen.ts';

/** The types that the OpenAPI document describes. */
type Schemas = components['schemas'];

/** Free-form values on an order, by key. */
export type Attributes = Schemas['Attributes'];

/** Lines and discounts of an order. */
export type Cart = Schemas['Cart'];

/** One statement the shopper can agree to. */
export type Consent = Schemas['Consent'];

/** State of an order. */
export type OrderStatus = Schemas['OrderStatus'];

/** An amount in major currency units, such as euros. */
export type Price = Schemas['Price'];

/** The present state of an order, and those it was in. */
export type State = Schemas['State'];

/** Registration of an external check, which the order API calls when it validates the order. */
export type ValidationCallback = Schemas['ValidationCallback'];

/** One reason why an order was refused. */
export type ValidationFailure = Schemas['ValidationFailure'];

/** An order. The handler omits members that a browser may not see, so each may be missing or undefined. */
export type Order = { readonly [Member in keyof Schemas['Order']]?: Schemas['Order'][Member] | undefined };

/** A new order. A member that is undefined counts as absent. */
export type OrderCreate = {
  readonly [Member in keyof Schemas['OrderCreate']]?: Schemas['OrderCreate'][Member] | undefined;
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
