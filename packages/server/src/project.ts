import type {
  Attributes,
  Cart,
  Consent,
  Order,
  OrderStatus,
  Price,
  ValidationCallback,
} from '@norce-kit/core';
import { evidenceKey, isRegisteredAddress } from '@norce-kit/core/forwarding';
import type { ValidationTarget } from './validations.ts';

/** Members that are shown. One that the order lacks is undefined, and so missing in the response. */
type Reduced<T, Key extends keyof T> = { readonly [Passed in Key]: T[Passed] | undefined };

/** The part of an order that browsers see by default. */
export interface ReducedOrder extends Reduced<Order, 'culture' | 'currency' | 'country'> {
  /** Id of the order. */
  readonly id: string;
  /** Current status only. */
  readonly state: { readonly currentStatus: OrderStatus } | undefined;
  /** Total of the order. */
  readonly total: ReducedPrice | undefined;
  /** Lines and total of the cart. */
  readonly cart:
    | { readonly items: readonly ReducedItem[]; readonly total: ReducedPrice | undefined }
    | undefined;
  /** All consents of the order. */
  readonly consents: readonly ReducedConsent[];
  /** Only the keys that browsers may write; if `attributes` is a schema, only the evidence of consents. */
  readonly attributes: Attributes;
  /** Only those registered by name, without address and adapter. */
  readonly validations: readonly { readonly id: string | undefined; readonly name: string }[];
}

/** The part of a cart line that browsers see. */
export interface ReducedItem extends Reduced<CartItem, 'id' | 'name' | 'sku' | 'quantity'> {
  /** Total of the line. */
  readonly total: ReducedPrice | undefined;
}

/** The part of a price that browsers see. */
export type ReducedPrice = Reduced<Price, 'includingVat' | 'excludingVat'>;

/** The part of a consent that browsers see. */
export type ReducedConsent = Reduced<Consent, 'id' | 'checked' | 'text' | 'required'>;

/** A line of the cart. */
type CartItem = NonNullable<Cart['items']>[number];

/** Options that the default projection uses. */
export interface ProjectionRules {
  /** Undefined for a schema, which names no keys. */
  readonly attributeKeys: readonly string[] | undefined;
  readonly validations: ReadonlyMap<string, ValidationTarget>;
}

/** Reduces an order to a list of members, so that members the API adds later stay hidden. */
export function reduceOrder(order: Order, orderId: string, rules: ProjectionRules): ReducedOrder {
  const status = plain(order.state?.currentStatus);
  return {
    id: plain(order.id) ?? orderId,
    state: status === undefined ? undefined : { currentStatus: status },
    culture: plain(order.culture),
    currency: plain(order.currency),
    country: plain(order.country),
    total: reducePrice(order.total),
    cart: order.cart
      ? { items: list(order.cart.items).map(reduceItem), total: reducePrice(order.cart.total) }
      : undefined,
    consents: list(order.consents).map(reduceConsent),
    attributes: reduceAttributes(order.attributes, rules.attributeKeys),
    validations: list(order.validations).flatMap((registered) =>
      nameOf(registered, orderId, rules.validations),
    ),
  };
}

function reduceItem({ id, name, sku, quantity, total }: CartItem): ReducedItem {
  return {
    id: plain(id),
    name: plain(name),
    sku: plain(sku),
    quantity: plain(quantity),
    total: reducePrice(total),
  };
}

function reduceConsent({ id, checked, text, required }: Consent): ReducedConsent {
  return { id: plain(id), checked: plain(checked), text: plain(text), required: plain(required) };
}

function reducePrice(price: Price | null | undefined): ReducedPrice | undefined {
  return price
    ? { includingVat: plain(price.includingVat), excludingVat: plain(price.excludingVat) }
    : undefined;
}

function reduceAttributes(
  attributes: Attributes | null | undefined,
  keys: readonly string[] | undefined,
): Attributes {
  // A browser adds a record of evidence to those that it reads: hidden ones would be lost.
  const own = Object.keys(attributes ?? {}).filter(
    (key) => keys?.includes(key) ?? key.startsWith(evidenceKey('')),
  );
  return Object.fromEntries(own.map((key) => [key, attributes?.[key]]));
}

function nameOf(
  registered: ValidationCallback,
  orderId: string,
  validations: ReadonlyMap<string, ValidationTarget>,
): ReducedOrder['validations'] {
  const isOf = ({ adapterId, url }: ValidationTarget) =>
    registered.adapterId === adapterId && isRegisteredAddress(registered.url, url, orderId);
  const named = [...validations].find(([, validation]) => isOf(validation));
  return named ? [{ id: plain(registered.id), name: named[0] }] : [];
}

/** Returns the value of each consent that an order holds, by its id. */
export function heldConsents({ consents }: Order): ReadonlyMap<string | undefined, boolean> {
  return new Map(list(consents).map(({ id, checked }) => [id, checked === true]));
}

/** Returns a plain value; undefined for an object in its place, which is not expected there. */
function plain<T>(value: T): T | undefined {
  return typeof value === 'object' && value !== null ? undefined : value;
}

/** Returns the objects in a list; none of a value of another kind. Types describe the API's document, not what arrived. */
function list<T extends object>(entries: readonly T[] | null | undefined): readonly T[] {
  return Array.isArray(entries)
    ? entries.filter((entry): entry is T => typeof entry === 'object' && entry !== null)
    : [];
}
