import type {
  Cart,
  Consent,
  Order,
  OrderCreate,
  OrderStatus,
  Price,
  ValidationCallback,
} from '@norce-kit/core';

/** An operation of the order API: its `operationId` in the OpenAPI document. */
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
  | 'updateOrderState'
  | 'updateCart'
  | 'updateBillingAddress'
  | 'updateShippingAddress'
  | 'updateReference'
  | 'listPayments'
  | 'createPayment'
  | 'getPayment'
  | 'updatePayment'
  | 'listShippings'
  | 'createShipping'
  | 'getShipping'
  | 'updateShipping';

/** A stored consent. */
export interface SandboxConsent extends Consent {
  /** Id of the consent; unique in its order. */
  readonly id: string;
}

/** A validation to register. */
export interface NewValidation extends ValidationCallback {
  /** Adapter that the validation belongs to. */
  readonly adapterId: string;
  /** Address of the validation; v1 names this member `invoke`. */
  readonly url: string;
}

/** A stored validation. */
export interface SandboxValidation extends NewValidation {
  /** Id that the sandbox has assigned. */
  readonly id: string;
}

/** A stored order: the body of a read, with all optional members. Orders are immutable; a change stores a new one. */
export interface SandboxOrder extends Order {
  /** Id of the order. */
  readonly id: string;
  /** Merchant of the order. */
  readonly merchant: string;
  /** Sales channel of the order. */
  readonly channel: string;
  /** Time of creation, ISO 8601. */
  readonly created: string;
  /** Time of the last change, ISO 8601. */
  readonly lastModified: string;
  /** Present state and history. */
  readonly state: {
    /** The present state. */
    readonly currentStatus: OrderStatus;
    /** All states the order was in, oldest first. */
    readonly transitions: readonly {
      /** The state. */
      readonly status: OrderStatus;
      /** Time of the transition, ISO 8601. */
      readonly timeStamp: string;
    }[];
  };
  /** Items and their total. */
  readonly cart: Cart;
  /** Shippings, as an adapter or a client has set them. */
  readonly shippings: readonly { readonly [key: string]: unknown }[];
  /** Payments, as an adapter or a client has set them. */
  readonly payments: readonly { readonly [key: string]: unknown }[];
  /** Consents in the order they were added. */
  readonly consents: readonly SandboxConsent[];
  /** Registered validations. */
  readonly validations: readonly SandboxValidation[];
  /** Always empty; hooks are an option of the sandbox. */
  readonly hooks: readonly { readonly [key: string]: unknown }[];
  /** Total of cart and shippings. */
  readonly total: Price;
  /** Attributes by key. */
  readonly attributes: { readonly [key: string]: unknown };
}

/** Content of a new order. Members left out are those of a small Swedish order. */
export interface OrderInput extends OrderCreate {
  /** Id of the order. @default a new id of the form `o_…` */
  readonly id?: string | undefined;
  /** State of the order. @default 'checkout' */
  readonly status?: OrderStatus | undefined;
  /** Payments of the order. @default one payment that covers the total */
  readonly payments?: SandboxOrder['payments'] | undefined;
  /** Shippings of the order. @default one shipping of 49 SEK */
  readonly shippings?: SandboxOrder['shippings'] | undefined;
}

/** Members of an order to overwrite. Values are not checked, so that tests can store invalid ones. */
export type OrderChange = Readonly<Record<string, unknown>>;

/** An adapter that is called before a change is stored, and can change the order further or refuse the change. */
export interface Hook {
  /** The part of the order whose changes call the hook. */
  readonly scope: '/cart' | '/consents' | '/customer' | '/payments' | '/shippings' | '/state';
  /** Writes with this id in `x-adapterid` do not call the hook. @default every write calls the hook */
  readonly adapterId?: string | undefined;
  /** Receives the changed and the stored order. If it throws or rejects, the write gets 500. */
  readonly invoke: (next: SandboxOrder, present: SandboxOrder) => HookResult | Promise<HookResult>;
}

/** Result of a hook: undefined, members of the order to overwrite, or the message of a 400. */
export type HookResult = undefined | { readonly change: OrderChange } | { readonly refuse: string };

/** How registered validations are called. */
export interface Callbacks {
  /** Sends the requests. @default the global `fetch`, read at each call */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** Returns whether an address is called; validations at other addresses pass. @default loopback addresses */
  readonly allow?: ((url: URL) => boolean) | undefined;
  /** Milliseconds after which a validation without a response passes, as documented. @default 5000 */
  readonly timeout?: number | undefined;
}
