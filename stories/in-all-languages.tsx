import { use } from 'react';
import type { ReactNode } from 'react';
import { languages } from '../.storybook/stage/languages.ts';
import { OrderIdContext, OrderStageProvider } from '../.storybook/stage/order-stage-provider.tsx';
import type { OrderParameters } from '../.storybook/stage/order-stage.ts';

/** Shows its children once in each language, each with an order of its own. */
export function InAllLanguages({ order, children }: { order: OrderParameters; children: ReactNode }) {
  const orderId = use(OrderIdContext);
  return languages.map(({ locale, name }) => (
    <section key={locale.tag} lang={locale.tag} aria-label={name}>
      <OrderStageProvider {...order} orderId={`${orderId}-${locale.tag}`} languageTag={locale.tag}>
        {children}
      </OrderStageProvider>
    </section>
  ));
}
