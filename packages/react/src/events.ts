import type { AnswerEvent } from '@norce-kit/core';

/** Something that became certain about an order. */
export type OrderEvent =
  | {
      readonly type: `consent-${AnswerEvent['type']}`;
      readonly orderId: string;
      readonly consentId: string;
      readonly checked: boolean;
    }
  | {
      readonly type: 'validation-registered';
      readonly orderId: string;
      /** Its name in the handler, or its adapter where it was registered with the key. */
      readonly validation: string;
    };
