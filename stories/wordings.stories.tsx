import wordings from '@norce-kit/react/wordings.json';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { languages } from '../.storybook/stage/languages.ts';
import { AllMessagesTable } from './messages-table.tsx';
import './tokens.css';

const meta = {
  title: 'Foundations/Wordings',
  render: () => <Wordings />,
  parameters: {
    order: 'none',
    controls: { disable: true },
    docs: { source: { code: "import wordings from '@norce-kit/react/wordings.json';" } },
  },
} satisfies Meta;

export default meta;

interface Wording {
  readonly version: string;
  readonly text: string;
  readonly sha256: string;
}

/** Every wording of a consent, in every language, with its versions. */
export const AllWordings: StoryObj = {};

/** Every message of the kit, in every language, from the locale modules. */
export const AllMessages: StoryObj = { render: () => <AllMessagesTable /> };

function Wordings() {
  return (
    <div lang="en" dir="ltr">
      {languages.map(({ locale, name }) => (
        <table key={locale.tag} className="tokens">
          <caption lang={locale.tag}>{name}</caption>
          <thead>
            <tr>
              <th scope="col">Text</th>
              <th scope="col">Version</th>
              <th scope="col">Fingerprint (SHA-256)</th>
              <th scope="col">Key</th>
            </tr>
          </thead>
          <tbody>
            {Object.entries<Readonly<Record<string, readonly Wording[]>>>(wordings).flatMap(
              ([key, byLanguage]) =>
                (byLanguage[locale.tag] ?? []).map(({ version, text, sha256 }) => (
                  <tr key={`${key} ${version}`}>
                    <td lang={locale.tag}>{text}</td>
                    <td data-title="Version">{version}</td>
                    <td data-title="Fingerprint">
                      <code className="fingerprint" title={sha256}>
                        {sha256.slice(0, 12)}…
                      </code>
                    </td>
                    <td data-title="Key">
                      <code>{key}</code>
                    </td>
                  </tr>
                )),
            )}
          </tbody>
        </table>
      ))}
    </div>
  );
}
