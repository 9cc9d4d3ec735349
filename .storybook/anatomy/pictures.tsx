import { ConsentCheckbox, ConsentErrorSummary, ConsentGroup } from '@norce-kit/react';
import type { ReactNode } from 'react';
import type { Network } from '../stage/network.ts';
import { useWords } from '../stage/order-stage-provider.tsx';
import type { OrderParameters } from '../stage/order-stage.ts';

/** A state of a component that shows parts of it. */
export interface Picture {
  readonly caption: string;
  readonly content: ReactNode;
  readonly network?: Network;
  readonly order?: OrderParameters;
}

const answered = { answers: { ci_newsletter: true } } as const;

function Terms() {
  const { t } = useWords();
  return (
    <ConsentCheckbox
      consentId="ci_terms"
      label={t('I accept the terms of purchase')}
      description={t('They apply to this order.')}
      links={[{ href: 'https://example.com/terms', text: t('Terms of purchase') }]}
    />
  );
}

function Newsletter() {
  const { t } = useWords();
  return <ConsentCheckbox consentId="ci_newsletter" label={t('Send me the newsletter')} />;
}

function Group() {
  const { t } = useWords();
  const description = t('Only the box marked as required is needed to go on.');
  return <ConsentGroup legend={t('Before you order')} description={description} />;
}

/** The pictures of a component that together show all of its parts. */
export const pictures = {
  checkbox: [
    {
      caption: 'A required box after a refused submit',
      content: <Terms />,
      order: { isAttempted: true },
    },
    {
      caption: 'An optional box whose answer could not be saved',
      content: <Newsletter />,
      network: 'fails',
      order: { ...answered, hasGate: true },
    },
  ],
  group: [
    {
      caption: 'A group with a description',
      content: <Group />,
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
