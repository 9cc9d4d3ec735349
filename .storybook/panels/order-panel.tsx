/** @jsxRuntime classic */
// Storybook's manager provides `react` without the JSX runtime.
import * as React from 'react';
import type { Receipt } from '@norce-kit/sandbox';
import { Muted, Panel, timeOf, useReport } from './panel.tsx';
import { orderChanged } from '../panel-protocol.ts';

/** Shows the order behind the story and the writes it received. */
export function OrderPanel({ isActive }: { isActive: boolean }) {
  const report = useReport(orderChanged);
  if (report === undefined) {
    return (
      <Panel isActive={isActive}>
        <Muted>Open a story of a component to see its order here.</Muted>
      </Panel>
    );
  }
  const { order, receipts } = report;
  return (
    <Panel isActive={isActive}>
      <h3>Order ({order.status})</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">Consent</th>
            <th scope="col">Ticked</th>
            <th scope="col">Required</th>
            <th scope="col">Wording</th>
          </tr>
        </thead>
        <tbody>
          {order.consents.map(({ id, checked, required, text }) => (
            <tr key={id}>
              <th scope="row">
                <code>{id}</code>
              </th>
              <td>{yesOrNo(checked)}</td>
              <td>{yesOrNo(required)}</td>
              <td>{shorten(text ?? '–')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {Object.keys(order.attributes).length > 0 && (
        <>
          <h3>Attributes</h3>
          <p>
            <code>{JSON.stringify(order.attributes)}</code>
          </p>
        </>
      )}
      {order.validations.length > 0 && (
        <>
          <h3>Validations</h3>
          <p>
            <code>{JSON.stringify(order.validations)}</code>
          </p>
        </>
      )}
      <h3>Received writes, newest first</h3>
      {receipts.length === 0 ? (
        <Muted>None. Rendering a page writes nothing.</Muted>
      ) : (
        <Receipts of={receipts} />
      )}
    </Panel>
  );
}

function Receipts({ of: receipts }: { of: readonly Receipt[] }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">Operation</th>
          <th scope="col">Value</th>
          <th scope="col">Stored</th>
          <th scope="col">Response</th>
        </tr>
      </thead>
      <tbody>
        {receipts.map(({ sequence, time, operation, consentId, value, applied, status, fault }) => (
          <tr key={sequence}>
            <td>
              <code>{timeOf(time)}</code>
            </td>
            <td>
              {operation} {consentId !== undefined && <code>{consentId}</code>}
            </td>
            <td>
              <code>{shorten(JSON.stringify(value))}</code>
            </td>
            <td>{yesOrNo(applied)}</td>
            <td>{status ?? (fault === undefined ? 'pending' : `none (${fault})`)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function yesOrNo(value: boolean | undefined): string {
  return value === true ? 'yes' : 'no';
}

function shorten(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)} …` : text;
}
