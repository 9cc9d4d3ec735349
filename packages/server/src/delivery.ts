export { createConsentDelivery } from './delivery/consent-delivery.ts';
export { klaviyoDeliver } from './delivery/klaviyo.ts';
export { memoryDeliveryStore } from './delivery/memory-store.ts';
export { pgBossStore } from './delivery/pg-boss-store.ts';
export { consentDeliverySql } from './delivery/delivery-sql.ts';
export { RejectedAnswerError } from './delivery/types.ts';

export type { ConsentDelivery, ConsentDeliveryOptions, DeliveryEvent } from './delivery/consent-delivery.ts';
export type { KlaviyoAddress, KlaviyoChannel, KlaviyoOptions } from './delivery/klaviyo.ts';
export type { MemoryDeliveryOptions, MemoryDeliveryStore } from './delivery/memory-store.ts';
export type {
  PgBossJob,
  PgBossJobOptions,
  PgBossQueue,
  PgBossQueueOptions,
} from './delivery/pg-boss-jobs.ts';
export type { PgBossStoreOptions } from './delivery/pg-boss-store.ts';
export type { PostgresConnection, PostgresNotice, PostgresPool } from './postgres-connection.ts';
export type {
  Deliver,
  DeliverContext,
  DeliveredAnswer,
  DeliveryAttempt,
  DeliveryBacklog,
  DeliveryEntry,
  DeliveryState,
  DeliveryStore,
  HandOver,
} from './delivery/types.ts';
