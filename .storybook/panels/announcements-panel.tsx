/** @jsxRuntime classic */
// Storybook's manager provides `react` without the JSX runtime.
import * as React from 'react';
import { Muted, Panel, timeOf, useReport } from './panel.tsx';
import { announced } from '../panel-protocol.ts';

const manners = { assertive: 'at once', polite: 'in the next pause', focus: 'with the focus' };

/** Lists the announcements of the story's live regions, and what scripts move the focus to. */
export function AnnouncementsPanel({ isActive }: { isActive: boolean }) {
  const announcements = useReport(announced)?.announcements ?? [];

  return (
    <Panel isActive={isActive}>
      <h3>Announcements of a screen reader, newest first</h3>
      {announcements.length === 0 ? (
        <Muted>No announcement yet. Tick the box, or choose another network in the toolbar.</Muted>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">How</th>
              <th scope="col">Text</th>
            </tr>
          </thead>
          <tbody>
            {announcements.map(({ time, politeness, text }, index) => (
              <tr key={announcements.length - index}>
                <td>
                  <code>{timeOf(time)}</code>
                </td>
                <td>{manners[politeness]}</td>
                <td>{text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
