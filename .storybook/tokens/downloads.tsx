import { DocsTable } from '../docs-table.tsx';

// Written by `npm run tokens`. A test of the built Storybook follows the links.
const files = [
  ['tokens.json', 'all tokens with all sets, in rem'],
  ['figma/light.tokens.json', 'Figma, collection Colours, mode Light'],
  ['figma/dark.tokens.json', 'Figma, collection Colours, mode Dark'],
  ['figma/high-contrast-light.tokens.json', 'Figma, collection Colours, mode High contrast, light'],
  ['figma/high-contrast-dark.tokens.json', 'Figma, collection Colours, mode High contrast, dark'],
  ['figma/comfortable.tokens.json', 'Figma, collection Sizes, mode Comfortable'],
  ['figma/compact.tokens.json', 'Figma, collection Sizes, mode Compact'],
] as const;

/** Links to `tokens.json` and to the variables for Figma. */
export function Downloads() {
  return (
    <DocsTable>
      <thead>
        <tr>
          <th scope="col">File</th>
          <th scope="col">Content</th>
        </tr>
      </thead>
      <tbody>
        {files.map(([file, content]) => (
          <tr key={file}>
            <td>
              <a className="sbdocs" href={`./${file}`} download>
                {file.replace('figma/', '')}
              </a>
            </td>
            <td>{content}</td>
          </tr>
        ))}
      </tbody>
    </DocsTable>
  );
}
