'use client';

import type { SaveState } from '@norce-kit/core';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { ReactElement } from 'react';
import { answersOf } from './client/answers.ts';
import { subscribeToEvents } from './client/events.ts';
import type { OrderEvent } from './client/events.ts';
import { useObservedGate } from './hooks/use-consent-gate.ts';
import { useOrderConsents } from './hooks/use-order-consents.ts';
import { useOrderContext } from './provider.tsx';

/** Props of `OrderDevtools`. */
export interface OrderDevtoolsProps {
  /**
   * Id of the order.
   * @default the order of the provider
   */
  orderId?: string | undefined;
  /**
   * Number of last events to show.
   * @default 10
   */
  limit?: number | undefined;
}

/**
 * Renders a panel for developers: the desired, confirmed and sent value of each consent, the last events and the blockers
 * of the gate. Put it anywhere below the provider; production builds contain none of it. `@norce-kit/react/devtools.css`
 * styles it.
 *
 * @example
 * <OrderDevtools limit={20} />
 */
export const OrderDevtools: (props: OrderDevtoolsProps) => ReactElement | null =
  process.env.NODE_ENV === 'production' ? () => null : OrderPanel;

function OrderPanel({ limit = 10, ...options }: OrderDevtoolsProps): ReactElement {
  const { orderId } = useOrderContext('OrderDevtools', options.orderId).store;
  const { consents = [] } = useOrderConsents({ orderId });
  const { ready, blockers } = useObservedGate({ orderId });
  const events = useLastEvents(orderId, limit);
  return (
    <details className="nk-devtools">
      <summary>
        norce-kit: order {orderId}, gate {ready ? 'open' : 'closed'}
      </summary>
      <table>
        <caption>Consents</caption>
        <thead>
          <tr>
            {['consent', 'desired', 'confirmed', 'in flight', 'save state', 'error'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {consents.map(({ id, saveState }) => (
            <ConsentRow key={id} orderId={orderId} consentId={id} saveState={saveState} />
          ))}
        </tbody>
      </table>
      <p>
        {ready
          ? 'The shopper may go on.'
          : `The shopper may not go on: ${blockers.map(({ consentId, attribute, reason }) => `${consentId ?? attribute} is ${reason}`).join(', ') || 'the order has not been read'}.`}
      </p>
      <ol reversed aria-label="Last events">
        {events.map(({ at, id, event }) => (
          <li key={id}>
            <time>{at}</time> {describe(event)}
          </li>
        ))}
      </ol>
    </details>
  );
}

interface ConsentRowProps {
  orderId: string;
  consentId: string;
  saveState: SaveState;
}

function ConsentRow({ orderId, consentId, saveState }: ConsentRowProps): ReactElement {
  const { client } = useOrderContext('OrderDevtools', orderId).store;
  const answers = answersOf(client);
  const { desired, confirmed, inFlight, error } = useSyncExternalStore(
    (listener) => answers.subscribeToConsent(orderId, consentId, listener),
    () => answers.get(orderId, consentId),
    () => answers.get(orderId, consentId),
  );
  return (
    <tr>
      <th scope="row">{consentId}</th>
      <td>{inWords(desired)}</td>
      <td>{inWords(confirmed)}</td>
      <td>{inWords(inFlight)}</td>
      <td>{saveState}</td>
      <td>{error?.message}</td>
    </tr>
  );
}

interface TimedEvent {
  readonly id: number;
  readonly at: string;
  readonly event: OrderEvent;
}

function useLastEvents(orderId: string, limit: number): readonly TimedEvent[] {
  const { client } = useOrderContext('OrderDevtools', orderId).store;
  const [events, setEvents] = useState<readonly TimedEvent[]>([]);
  useEffect(() => {
    let count = 0;
    const stop = subscribeToEvents(client, (event) => {
      if (event.orderId !== orderId) return;
      const timed = { id: ++count, at: new Date().toISOString().slice(11, 23), event };
      setEvents((known) => [timed, ...known].slice(0, limit));
    });
    return () => {
      stop();
      setEvents([]);
    };
  }, [client, limit, orderId]);
  return events;
}

function describe(event: OrderEvent): string {
  const about = 'consentId' in event ? event.consentId : 'key' in event ? event.key : event.validation;
  return `${event.type} ${about}${'checked' in event ? `, ${inWords(event.checked)}` : ''}`;
}

const inWords = (value: boolean | undefined) => (value === undefined ? '–' : value ? 'ticked' : 'not ticked');
