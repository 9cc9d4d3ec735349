import type {
  Cart,
  Consent,
  Order,
  OrderCreate,
  OrderStatus,
  Price,
  ValidationCallback,
} from '@norce-kit/core';

/** An operation of the order API, by the name the OpenAPI document gives it. */
export type Operation =
  | 'createOrder'
  | 'getOrder'
  | 'patchAttributes'
  | 'createConsent'
  | 'patchConsents'
  | 'patchConsent'
  | 'deleteConsent'
  | 'createValidation'
  | 'updateValidation'
  | 'deleteValidation'
  | 'validateOrder'
  | 'updateOrderState';

/** A consent as the sandbox keeps it. */
export interface SandboxConsent extends Consent {
  readonly id: string;
}

/** A validation as it is registered; v1 calls `url` `invoke`. */
export interface NewValidation extends ValidationCallback {
  readonly adapterId: string;
  readonly url: string;
}

/** A validation as the sandbox keeps it. */
export interface SandboxValidation extends NewValidation {
  readonly id: string;
}

/** An order as the sandbox keeps it: what a read answers, with nothing left out. Never changed in place. */
export interface SandboxOrder extends Order {
  readonly id: string;
  readonly created: string;
  readonly lastModified: string;
  readonly state: {
    readonly currentStatus: OrderStatus;
    readonly transitions: readonly { readonly status: OrderStatus; readonly timeStamp: string }[];
  };
  readonly cart: Cart;
  readonly shippings: readonly { readonly [key: string]: unknown }[];
  readonly payments: readonly { readonly [key: string]: unknown }[];
  readonly consents: readonly SandboxConsent[];
  readonly validations: readonly SandboxValidation[];
  readonly hooks: readonly { readonly [key: string]: unknown }[];
  readonly total: Price;
  readonly attributes: { readonly [key: string]: unknown };
}

/** Content of a new order; what is left out is taken from a small Swedish order. */
export interface OrderInput extends OrderCreate {
  /** @default a new id of the form `o_…` */
  readonly id?: string;
  /** @default 'checkout' */
  readonly status?: OrderStatus;
  /** @default one payment that covers the total */
  readonly payments?: SandboxOrder['payments'];
  readonly shippings?: SandboxOrder['shippings'];
}

/** Members of an order to overwrite, hostile values included: nothing is checked. */
export type OrderChange = Readonly<Record<string, unknown>>;
