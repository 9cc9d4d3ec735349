import type {
  Attributes,
  Cart,
  Consent,
  Order,
  OrderStatus,
  Price,
  ValidationCallback,
} from '@norce-kit/core';
import type { NamedValidation } from './validations.ts';

/** The part of an order that its shopper's browser may see by default. */
export interface ReducedOrder {
  readonly id: string;
  readonly state?: { readonly currentStatus?: OrderStatus };
  readonly culture?: string;
  readonly currency?: string;
  readonly country?: string;
  readonly total?: Price;
  readonly cart?: Pick<Cart, 'total'> & { readonly items: readonly ReducedItem[] };
  readonly consents: readonly Consent[];
  /** Only the keys a browser may write. */
  readonly attributes: Attributes;
  /** Only the named ones; address and adapter stay here. */
  readonly validations: readonly { readonly id?: string; readonly name: string }[];
}

/** A line of the cart, as far as the browser may see it. */
export type ReducedItem = Partial<Pick<CartItem, (typeof itemKeys)[number]>>;

type CartItem = NonNullable<Cart['items']>[number];

/** What of the handler's options the default projection needs. */
export interface ProjectionRules {
  readonly attributeKeys: readonly string[];
  readonly validations: ReadonlyMap<string, NamedValidation>;
}

const orderKeys = ['culture', 'currency', 'country'] as const;
const itemKeys = ['id', 'name', 'sku', 'quantity'] as const;

/** Reduces an order to what its shopper may see: a list of what passes, so that new members stay hidden. */
export function reduceOrder(order: Order, orderId: string, rules: ProjectionRules): ReducedOrder {
  const status = order.state?.currentStatus;
  const total = reducePrice(order.total);
  return {
    id: order.id ?? orderId,
    ...(status !== undefined && { state: { currentStatus: status } }),
    ...pick(order, orderKeys),
    ...(total && { total }),
    ...(order.cart && { cart: reduceCart(order.cart) }),
    consents: list(order.consents).map((consent) => pick(consent, ['id', 'checked', 'text', 'required'])),
    attributes: reduceAttributes(order.attributes, rules.attributeKeys),
    validations: list(order.validations).flatMap((registered) =>
      nameOf(registered, orderId, rules.validations),
    ),
  };
}

function reduceCart(cart: Cart): NonNullable<ReducedOrder['cart']> {
  const total = reducePrice(cart.total);
  const items = list(cart.items).map((item) => {
    const itemTotal = reducePrice(item.total);
    return { ...pick(item, itemKeys), ...(itemTotal && { total: itemTotal }) };
  });
  return { items, ...(total && { total }) };
}

function reducePrice(price: Price | null | undefined): Price | undefined {
  return price ? pick(price, ['includingVat', 'excludingVat']) : undefined;
}

function reduceAttributes(attributes: Attributes | null | undefined, keys: readonly string[]): Attributes {
  const own = keys.filter((key) => Object.hasOwn(attributes ?? {}, key));
  return Object.fromEntries(own.map((key) => [key, attributes?.[key]]));
}

function nameOf(
  registered: ValidationCallback,
  orderId: string,
  validations: ReadonlyMap<string, NamedValidation>,
): ReducedOrder['validations'] {
  // Whether the service shows the address as it was registered or with the id filled in is not documented.
  const isOf = ({ adapterId, url }: NamedValidation) =>
    registered.adapterId === adapterId &&
    [url, url.replaceAll('{order_id}', orderId)].includes(registered.url ?? '');
  const named = [...validations].find(([, validation]) => isOf(validation));
  return named ? [{ ...pick(registered, ['id']), name: named[0] }] : [];
}

/** The named members as far as they hold plain values; an object in their place is something unforeseen. */
function pick<T extends object, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> {
  const picked: Partial<Pick<T, K>> = {};
  for (const key of keys) {
    const value = from[key];
    if (value !== undefined && (typeof value !== 'object' || value === null)) picked[key] = value;
  }
  return picked as Pick<T, K>;
}

function list<T extends object>(entries: readonly T[] | null | undefined): readonly T[] {
  return Array.isArray(entries)
    ? entries.filter((entry): entry is T => typeof entry === 'object' && entry !== null)
    : [];
}
