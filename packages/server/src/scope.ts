/** What a browser can ask for; nothing else exists behind the handler. */
export type OrderOperation =
  'getOrder' | 'patchConsents' | 'patchConsent' | 'patchAttributes' | 'createValidation' | 'validateOrder';

/** What a request wants, after method, path and ids were found well-formed. */
export interface RequestScope {
  readonly orderId: string;
  readonly operation: OrderOperation;
}
