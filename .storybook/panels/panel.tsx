/** @jsxRuntime classic */
// Storybook's manager provides `react` without the JSX runtime.
import * as React from 'react';
import { AddonPanel } from 'storybook/internal/components';
import { useChannel, useStorybookState } from 'storybook/manager-api';
import { styled } from 'storybook/theming';
import { panelOpened } from '../panel-protocol.ts';
import type { Reports } from '../panel-protocol.ts';

const Content = styled.div(({ theme }) => ({
  padding: 16,
  fontSize: theme.typography.size.s2,
  lineHeight: 1.5,
  color: theme.color.defaultText,
  '& p, & h3, & table, & ol': { margin: 0 },
  '& h3': { fontSize: theme.typography.size.s2, fontWeight: 700, marginBlock: '20px 6px' },
  '& h3:first-of-type': { marginBlockStart: 0 },
  '& table': { borderCollapse: 'collapse', width: '100%' },
  '& th, & td': {
    padding: '6px 12px 6px 0',
    borderBottom: `1px solid ${theme.appBorderColor}`,
    textAlign: 'start',
    verticalAlign: 'top',
  },
  '& thead th': { color: theme['textMutedColor'] as string, fontWeight: 400 },
  '& tbody th': { fontWeight: 400 },
  '& code': { fontFamily: theme.typography.fonts.mono, fontSize: 12, overflowWrap: 'anywhere' },
}));

export interface PanelProps {
  isActive: boolean;
  children: React.ReactNode;
}

/** Frame of a panel. Requests the newest report of the story when it becomes active. */
export function Panel({ isActive, children }: PanelProps) {
  const emit = useChannel({});
  const { storyId } = useStorybookState();
  React.useEffect(() => {
    if (isActive) emit(panelOpened);
  }, [emit, isActive, storyId]);
  return (
    <AddonPanel active={isActive}>
      <Content>{children}</Content>
    </AddonPanel>
  );
}

/** Returns the newest report of the story that is open, or undefined. `event` is the name of the report's event. */
export function useReport<Event extends keyof Reports>(event: Event): Reports[Event] | undefined {
  const [report, setReport] = React.useState<Reports[Event]>();
  const { storyId } = useStorybookState();
  useChannel({ [event]: setReport });
  return report?.storyId === storyId ? report : undefined;
}

/** Explains why a panel is empty. */
export const Muted = styled.p(({ theme }) => ({ color: theme['textMutedColor'] as string }));

/** Returns the time of day in UTC as `hh:mm:ss.sss`. */
export function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(11, 23);
}
