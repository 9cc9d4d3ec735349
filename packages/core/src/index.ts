export { createOrderClient } from './client.ts';
export { createAnswers } from './answers/register.ts';
export { createAttributeWriter } from './attribute-writer.ts';
export { attributeChecksum } from './attribute-values.ts';
export { onPageHide } from './browser-events.ts';
export { mayArriveLate } from './errors.ts';
export { addListener, notifyListeners } from './listeners.ts';
export { lateWindow } from './timeouts.ts';
export * from './public-errors.ts';
export { appendEvidence, evidenceKey, hashWording, readDroppedAnswers, readEvidence } from './evidence.ts';
export { toConsentRecord } from './consent-record.ts';
export { toBuyerConsent } from './buyer-consent.ts';
export { isRegisteredAddress } from './validation-address.ts';

export type { AnswerIds } from './answer-ids.ts';
export type { OrderClient, OrderClientOptions, RegisteredValidation, ValidationName } from './client.ts';
export type { AttributeEvent, AttributeValues, AttributeWriter } from './attribute-writer.ts';
export type { CallOptions, WriteOptions } from './http.ts';
export type {
  Answer,
  AnswerEnd,
  AnswerEvent,
  Answers,
  EarlierAnswer,
  LeftAnswer,
  SaveState,
} from './answers/types.ts';
export type { Listeners } from './listeners.ts';
export type { LeaveStep } from './browser-events.ts';
export type { Writer } from './writer.ts';
export type { ConsentWording, DroppedAnswer, EvidenceRecord, EvidenceSource } from './evidence.ts';
export type { ConsentRecord, ConsentRecordFacts } from './consent-record.ts';
export type {
  BuyerConsent,
  BuyerConsentMapping,
  BuyerConsentPurpose,
  BuyerConsentState,
  ConsentDocument,
  MappedConsent,
  MappedPurpose,
} from './buyer-consent.ts';
export type { TimeoutOptions } from './timeouts.ts';
export type {
  Attributes,
  Cart,
  Consent,
  ConsentAnswer,
  JsonValue,
  Order,
  OrderCreate,
  OrderStatus,
  Price,
  State,
  ValidationCallback,
  ValidationFailure,
  ValidationResult,
} from './types.ts';
