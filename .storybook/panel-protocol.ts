import type { Receipt, SandboxOrder } from '@norce-kit/sandbox';

/** Channel events that a story sends to the panels. */
export const orderChanged = 'norce-kit/order-changed';
export const announced = 'norce-kit/announced';
/** Channel event of a panel that has just been opened. The story sends its report again. */
export const panelOpened = 'norce-kit/panel-opened';

export interface OrderReport {
  readonly storyId: string;
  readonly order: Pick<SandboxOrder, 'id' | 'consents' | 'attributes' | 'validations'> & {
    readonly status: string;
  };
  /** Newest first. */
  readonly receipts: readonly Receipt[];
}

/** One announcement of a live region, or a part of the page that a script moved the focus to. */
export interface Announcement {
  readonly text: string;
  /** `assertive` interrupts what is being read, `polite` waits for a pause, `focus` is read because the focus moved. */
  readonly politeness: 'polite' | 'assertive' | 'focus';
  /** Milliseconds since 1970. */
  readonly time: number;
}

export interface AnnouncementReport {
  readonly storyId: string;
  /** Newest first. */
  readonly announcements: readonly Announcement[];
}

/** The report of each event. */
export interface Reports {
  readonly [orderChanged]: OrderReport;
  readonly [announced]: AnnouncementReport;
}
