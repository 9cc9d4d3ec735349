export { createOrderClient } from './client.ts';
export { createAnswers } from './answers/register.ts';
export { createAttributeWriter } from './attribute-writer.ts';
export { isOrderApiError, OrderApiError } from './errors.ts';
export { isUnsavedAnswersError, UnsavedAnswersError } from './unsaved.ts';
export { appendEvidence, evidenceKey, hashWording, readEvidence } from './evidence.ts';
export { toConsentRecord } from './consent-record.ts';

export type { ValidationName, OrderClient, OrderClientOptions, RegisteredValidation } from './client.ts';
export type { AttributeValues, AttributeWriter, AttributeWriterOptions } from './attribute-writer.ts';
export type { TimeoutOptions, CallOptions, WriteOptions } from './http.ts';
export type { ApiVersion } from './api-version.ts';
export type {
  Answer,
  AnswerEnd,
  AnswerEvent,
  Answers,
  AnswersOptions,
  Connectivity,
  SaveState,
} from './answers/types.ts';
export type { OrderApiErrorInit, OrderApiErrorKind, Outcome, Problem } from './errors.ts';
export type { UnsavedAnswer } from './unsaved.ts';
export type { ConsentWording, EvidenceRecord } from './evidence.ts';
export type { ConsentRecord, ConsentRecordFacts } from './consent-record.ts';
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
