import { NewsletterConsent, OrderProvider } from '@norce-kit/react/lazy';
import type { LazyOrderProviderProps } from '@norce-kit/react/lazy';
import { consentEvidence } from '@norce-kit/react/lazy/evidence';
import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';

export interface PageProps extends Pick<LazyOrderProviderProps, 'client' | 'orderId' | 'initialOrder'> {
  readonly hasEvidence?: boolean;
}

const evidence = consentEvidence({ source: 'cart' });

/** A page with one box, whose code comes later. */
export function Page({ hasEvidence = false, ...props }: PageProps): ReactElement {
  const [isAlive, setIsAlive] = useState(false);
  useEffect(() => setIsAlive(true), []);
  return (
    <OrderProvider {...props} {...(hasEvidence && { evidence })}>
      <form action="/next" method="post" data-alive={isAlive}>
        <a href="/next">Leave</a>
        <NewsletterConsent consentId="ci_newsletter" name="newsletter" label="newsletter" description="" />
        <button>Send</button>
      </form>
    </OrderProvider>
  );
}
