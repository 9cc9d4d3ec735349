import { historyTexts } from '../packages/react/src/history/texts.ts';
import type { ConsentHistoryTexts } from '../packages/react/src/history/texts.ts';
import source from '../packages/react/src/history/texts.ts?raw';
import { TextsTable } from './messages-table.tsx';
import type { ListedMessage } from './messages-table.tsx';
import './page-blocks.css';

const messages = [...source.matchAll(/\/\*\* (.*?) \*\/\n\s*readonly (\w+):/g)].map(
  ([, use = '', key = '']): ListedMessage => ({
    key,
    use,
    texts: Object.entries(historyTexts).map(([tag, texts]) => [tag, texts[key as keyof ConsentHistoryTexts]]),
  }),
);

/** The texts of `ConsentHistory` in every language, closed until they are opened. */
export function MessagesOfHistory() {
  return (
    <details className="page-details">
      <summary>ConsentHistory: {messages.length} texts in six languages</summary>
      <TextsTable caption="ConsentHistory" messages={messages} />
    </details>
  );
}
