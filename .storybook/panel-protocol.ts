import type { Receipt, SandboxOrder } from '@norce-kit/sandbox';
import type { Announcement } from './stage/announcements.ts';

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

export interface AnnouncementReport {
  readonly storyId: string;
  /** Newest first. */
  readonly announcements: readonly Announcement[];
}
