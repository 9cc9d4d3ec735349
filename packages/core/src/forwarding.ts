// An entry point of its own: `admin` loads ky, which costs a cold start more than the handler itself.
export { createApiKeys } from './api-keys.ts';
export type { ApiKeys } from './api-keys.ts';
export { attributeChecksum } from './attribute-values.ts';
export { resolveConnection } from './connection.ts';
export type { Connection, ConnectionOptions, OrderEnvironment } from './connection.ts';
export { evidenceKey } from './evidence.ts';
export { isConsentId } from './ids.ts';
export { readFailures as readValidationFailures } from './response-body.ts';
export { isRegisteredAddress } from './validation-address.ts';
export type { ValidationFailure } from './types.ts';
