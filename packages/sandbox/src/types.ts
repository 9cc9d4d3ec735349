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
  readonly merchant: string;
  readonly channel: string;
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

/** An adapter that is asked before a change is stored, and may change the order further or refuse. */
export interface Hook {
  /** The part of the order it watches. */
  readonly scope: '/consents' | '/state';
  /** A write that bears this in `x-adapterid` does not ask it. */
  readonly adapterId?: string;
  /** Gets the order as it would be stored and as it is; one that throws is answered with 500. */
  readonly invoke: (next: SandboxOrder, present: SandboxOrder) => HookAnswer | Promise<HookAnswer>;
}

/** What a hook says: nothing, members of the order to overwrite, or why not. */
export type HookAnswer = undefined | { readonly change: OrderChange } | { readonly refuse: string };

/** How registered validations are called. */
export interface Callbacks {
  /** @default the global one, looked up at each call */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Which addresses are called; all others count as passing. @default loopback addresses */
  readonly allow?: (url: URL) => boolean;
  /** Milliseconds until a silent validation counts as passing, as published. @default 5000 */
  readonly timeout?: number;
}
