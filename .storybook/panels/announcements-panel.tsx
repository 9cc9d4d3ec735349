/** @jsxRuntime classic */
// Storybook hands its manager the classic React alone.
import * as React from 'react';
import { useChannel, useStorybookState } from 'storybook/manager-api';
import { Muted, Panel, timeOf } from './panel.tsx';
import { announced } from '../panel-protocol.ts';
import type { AnnouncementReport } from '../panel-protocol.ts';

/** What the live regions of the story said: what somebody hears who does not see it. */
export function AnnouncementsPanel({ isActive }: { isActive: boolean }) {
  const [report, setReport] = React.useState<AnnouncementReport>();
  const { storyId } = useStorybookState();
  useChannel({ [announced]: setReport });
  const announcements = report?.storyId === storyId ? report.announcements : [];

  return (
    <Panel isActive={isActive}>
      <h3>What a screen reader says by itself, newest first</h3>
      {announcements.length === 0 ? (
        <Muted>Silence so far. Tick the box, or choose another network in the controls.</Muted>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">How</th>
              <th scope="col">Words</th>
            </tr>
          </thead>
          <tbody>
            {announcements.map(({ time, politeness, text }, index) => (
              <tr key={announcements.length - index}>
                <td>
                  <code>{timeOf(time)}</code>
                </td>
                <td>{politeness === 'assertive' ? 'at once' : 'in the next pause'}</td>
                <td>{text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
