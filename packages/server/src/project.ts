import type {
  Attributes,
  Cart,
  Consent,
  Order,
  OrderStatus,
  Price,
  ValidationCallback,
} from '@norce-kit/core';
import type { ValidationTarget } from './validations.ts';

/** Members that pass. One that an order does not have is undefined, and so missing in the answer. */
type Reduced<T, Key extends keyof T> = { readonly [Passed in Key]: T[Passed] | undefined };

/** The part of an order that its shopper's browser may see by default. */
export interface ReducedOrder extends Reduced<Order, 'culture' | 'currency' | 'country'> {
  readonly id: string;
  readonly state: { readonly currentStatus: OrderStatus } | undefined;
  readonly total: ReducedPrice | undefined;
  readonly cart:
    { readonly items: readonly ReducedItem[]; readonly total: ReducedPrice | undefined } | undefined;
  readonly consents: readonly ReducedConsent[];
  /** Only the keys a browser may write. */
  readonly attributes: Attributes;
  /** Only the named ones; address and adapter stay here. */
  readonly validations: readonly { readonly id: string | undefined; readonly name: string }[];
}

/** A line of the cart, as far as the browser may see it. */
export interface ReducedItem extends Reduced<CartItem, 'id' | 'name' | 'sku' | 'quantity'> {
  readonly total: ReducedPrice | undefined;
}

/** A price, as far as the browser may see it. */
export type ReducedPrice = Reduced<Price, 'includingVat' | 'excludingVat'>;

/** A consent, as far as the browser may see it. */
export type ReducedConsent = Reduced<Consent, 'id' | 'checked' | 'text' | 'required'>;

type CartItem = NonNullable<Cart['items']>[number];

/** What of the handler's options the default projection needs. */
export interface ProjectionRules {
  readonly attributeKeys: readonly string[];
  readonly validations: ReadonlyMap<string, ValidationTarget>;
}

/** Reduces an order to what its shopper may see: a list of what passes, so that new members stay hidden. */
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

function reduceAttributes(attributes: Attributes | null | undefined, keys: readonly string[]): Attributes {
  const own = keys.filter((key) => Object.hasOwn(attributes ?? {}, key));
  return Object.fromEntries(own.map((key) => [key, attributes?.[key]]));
}

function nameOf(
  registered: ValidationCallback,
  orderId: string,
  validations: ReadonlyMap<string, ValidationTarget>,
): ReducedOrder['validations'] {
  // Whether the service shows the address as it was registered or with the id filled in is not documented.
  const isOf = ({ adapterId, url }: ValidationTarget) =>
    registered.adapterId === adapterId &&
    [url, url.replaceAll('{order_id}', orderId)].includes(registered.url ?? '');
  const named = [...validations].find(([, validation]) => isOf(validation));
  return named ? [{ id: plain(registered.id), name: named[0] }] : [];
}

/** A plain value; an object in its place is something unforeseen. */
function plain<T>(value: T): T | undefined {
  return typeof value === 'object' && value !== null ? undefined : value;
}

function list<T extends object>(entries: readonly T[] | null | undefined): readonly T[] {
  return Array.isArray(entries)
    ? entries.filter((entry): entry is T => typeof entry === 'object' && entry !== null)
    : [];
}
