import type { ReactNode } from 'react';
import { languages } from '../.storybook/stage/languages.ts';
import { OrderStageProvider } from '../.storybook/stage/order-stage-provider.tsx';
import type { OrderParameters } from '../.storybook/stage/order-stage.ts';

/** Shows its children once in each language, each with an order of its own. */
export function InAllLanguages({ order, children }: { order: OrderParameters; children: ReactNode }) {
  return languages.map(({ locale, name }) => (
    <section key={locale.tag} lang={locale.tag} aria-label={name}>
      <OrderStageProvider {...order} languageTag={locale.tag}>
        {children}
      </OrderStageProvider>
    </section>
  ));
}
