/** Operations a browser can request. The handler serves no others. */
export type OrderOperation =
  | 'getOrder'
  | 'patchConsents'
  | 'patchConsent'
  | 'patchAttributes'
  | 'createValidation'
  | 'validateOrder';

/** Order and operation of a request whose method, path and ids are well-formed. */
export interface RequestScope {
  /** Id of the order in the path. */
  readonly orderId: string;
  /** Operation that method and path name. */
  readonly operation: OrderOperation;
}
