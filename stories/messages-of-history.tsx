import { historyTexts } from '../packages/react/src/history/texts.ts';
import type { ConsentHistoryTexts } from '../packages/react/src/history/texts.ts';
import source from '../packages/react/src/history/texts.ts?raw';
import './page-blocks.css';

const uses = [...source.matchAll(/\/\*\* (.*?) \*\/\n\s*readonly (\w+):/g)].map(([, use = '', key]) => ({
  key: key as keyof ConsentHistoryTexts,
  use: use.replaceAll('`', ''),
}));

/** The texts of `ConsentHistory` in every language, closed until they are opened. */
export function MessagesOfHistory() {
  return (
    <details className="page-details">
      <summary>Show the texts in six languages</summary>
      <table className="page-table messages">
        <caption>ConsentHistory</caption>
        <thead>
          <tr>
            <th scope="col">Message</th>
            <th scope="col">Text</th>
          </tr>
        </thead>
        <tbody>
          {uses.map(({ key, use }) => (
            <tr key={key}>
              <th scope="row">
                <code>{key}</code>
                <span>{use}</span>
              </th>
              <td>
                <ul>
                  {Object.entries(historyTexts).map(([tag, texts]) => (
                    <li key={tag} lang={tag}>
                      <abbr lang="en">{tag}</abbr> {texts[key]}
                    </li>
                  ))}
                </ul>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
