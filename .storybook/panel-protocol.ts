import type { Receipt, SandboxOrder } from '@norce-kit/sandbox';

/** What a story tells the panels beside it. */
export const orderChanged = 'norce-kit/order-changed';
export const announced = 'norce-kit/announced';
/** What a panel says that has just been opened. */
export const panelOpened = 'norce-kit/panel-opened';

export interface OrderReport {
  readonly storyId: string;
  readonly order: Pick<SandboxOrder, 'id' | 'consents' | 'attributes' | 'validations'> & {
    readonly status: string;
  };
  /** Newest first. */
  readonly receipts: readonly Receipt[];
}

/** One announcement of a live region. */
export interface Announcement {
  readonly text: string;
  /** `assertive` interrupts what is being read, `polite` waits for a pause. */
  readonly politeness: 'polite' | 'assertive';
  /** Milliseconds since 1970. */
  readonly time: number;
}

export interface AnnouncementReport {
  readonly storyId: string;
  /** Newest first. */
  readonly announcements: readonly Announcement[];
}
