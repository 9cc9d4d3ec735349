/** Formats an amount in the currency of the order, without decimals for whole amounts. */
export function formatPrice(amount: number | undefined, currency = 'SEK'): string {
  if (amount === undefined) return '';
  const style = { style: 'currency', currency, trailingZeroDisplay: 'stripIfInteger' } as const;
  return new Intl.NumberFormat('en-SE', style).format(amount);
}
