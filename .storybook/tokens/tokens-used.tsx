import { DocsTable } from '../docs-table.tsx';
import { themeOf } from '../theme-choice.ts';
import { useDocsGlobals } from '../use-docs-globals.ts';
import { tokensOfClasses } from './style-tokens.ts';
import { TokenDrawing } from './token-drawing.tsx';
import { propertyOf, valueOf, write } from './token-list.ts';

/** Lists the tokens that style the parts of a component, as its style sheet uses them. */
export function TokensUsed({ classes }: { classes: readonly string[] }) {
  const theme = themeOf(useDocsGlobals()['theme']);
  return (
    <details className="docs-details" data-nk-theme={theme}>
      <summary>Tokens of these parts</summary>
      <DocsTable>
        <thead>
          <tr>
            <th scope="col">Token</th>
            <th scope="col">Drawn</th>
            <th scope="col">Value</th>
            <th scope="col">For</th>
          </tr>
        </thead>
        <tbody>
          {tokensOfClasses(classes).map((token) => (
            <tr key={token.name}>
              <td>
                <code>{propertyOf(token.name)}</code>
              </td>
              <td>
                <TokenDrawing token={token} />
              </td>
              <td>{write(valueOf(token, theme))}</td>
              <td>{token.purpose}</td>
            </tr>
          ))}
        </tbody>
      </DocsTable>
    </details>
  );
}
