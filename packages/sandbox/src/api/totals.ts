import type { Cart, Price } from '@norce-kit/core';
import type { SandboxOrder } from '../types.ts';

/** A sum of prices, in both ways of counting tax. */
interface Total extends Price {
  readonly includingVat: number;
  readonly excludingVat: number;
}

/** Returns the order with the total of its cart and of its shippings, without those that are `removed`. */
export function withTotal(order: SandboxOrder): SandboxOrder {
  const { cart, shippings } = order;
  const kept = shippings.filter(({ state }) => state !== 'removed');
  return { ...order, total: sum([cart.total, ...kept.map(({ total }) => total as Price | undefined)]) };
}

/** Returns the cart with the sum of its lines as its total, unless it has one. */
export function withCartTotal(cart: Cart): Cart {
  return { ...cart, total: cart.total ?? sum((cart.items ?? []).map((item) => item.total)) };
}

function sum(prices: readonly (Price | undefined)[]): Total {
  const add = (amounts: readonly (number | undefined)[]) =>
    Math.round(amounts.reduce<number>((total, amount) => total + (amount ?? 0) * 100, 0)) / 100;
  return {
    includingVat: add(prices.map((price) => price?.includingVat)),
    excludingVat: add(prices.map((price) => price?.excludingVat)),
  };
}
