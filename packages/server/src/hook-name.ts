/** Name of an option whose function belongs to the shop. */
export type HookName =
  | 'authorize'
  | 'rateLimit'
  | 'attributes'
  | 'project'
  | 'consentLog'
  | 'onEvent'
  | 'apiKey';
