import { ConsentHistory } from '@norce-kit/react/history';
import type { ConsentHistoryData } from '@norce-kit/react/history';
import '@norce-kit/react/history.css';

export function OrderHistory({ history }: { history: ConsentHistoryData }) {
  return <ConsentHistory history={history} timeZone="Europe/Stockholm" />;
}
