import type { ReactElement } from 'react';

export interface PriceProps {
  amount: number | undefined;
  currency: string | undefined;
}

/** An amount in the currency of the order, without decimals if it is whole. */
export function Price({ amount, currency = 'SEK' }: PriceProps): ReactElement | null {
  if (amount === undefined) return null;
  const style = { style: 'currency', currency, trailingZeroDisplay: 'stripIfInteger' } as const;
  return <bdi className="price">{new Intl.NumberFormat('en-SE', style).format(amount)}</bdi>;
}
