import { ConsentCheckbox, ConsentErrorSummary, ConsentGroup } from '@norce-kit/react';
import type { ReactNode } from 'react';
import type { Network } from '../stage/network.ts';
import type { OrderParameters } from '../stage/order-stage.ts';

/** A state of a component that shows parts of it. */
export interface Picture {
  readonly caption: string;
  readonly content: ReactNode;
  readonly network?: Network;
  readonly order?: OrderParameters;
}

const answered = { answers: { ci_newsletter: true } } as const;

/** The pictures of a component that together show all of its parts. */
export const pictures = {
  checkbox: [
    {
      caption: 'A required box after a refused submit',
      content: (
        <ConsentCheckbox
          consentId="ci_terms"
          label="I accept the terms of purchase"
          description="They apply to this order."
          links={[{ href: 'https://example.com/terms', text: 'Terms of purchase' }]}
        />
      ),
      order: { isAttempted: true },
    },
    {
      caption: 'An optional box whose answer could not be saved',
      content: <ConsentCheckbox consentId="ci_newsletter" label="Send me the newsletter" />,
      network: 'fails',
      order: { ...answered, hasGate: true },
    },
  ],
  group: [
    {
      caption: 'A group with a description',
      content: <ConsentGroup legend="Before you order" description="You can change your answers later." />,
    },
  ],
  summary: [
    {
      caption: 'Two answers block the order',
      // The summary links to the boxes on the page.
      content: (
        <>
          <ConsentErrorSummary headingLevel={4} />
          <ConsentGroup />
        </>
      ),
      network: 'fails',
      order: { ...answered, hasGate: true, isAttempted: true },
    },
  ],
} as const satisfies Readonly<Record<string, readonly Picture[]>>;

export type PictureName = keyof typeof pictures;
