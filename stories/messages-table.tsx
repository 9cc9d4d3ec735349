import texts from '../packages/react/src/texts/messages.ts?raw';
import { languages } from '../.storybook/stage/languages.ts';
import type { Language } from '../.storybook/stage/languages.ts';
import './page-blocks.css';

type Messages = Language['locale']['messages'];

/** A message of the kit and its use, from the docstring. */
interface Message {
  readonly key: keyof Messages;
  readonly use: string;
}

/** Groups of messages, by the component that shows them. */
export const messageGroups = {
  BoxMessages: 'Every box',
  OutdatedMessages: 'A box whose words have changed',
  NewsletterMessages: 'NewsletterConsent',
  ChannelMessages: 'NewsletterConsent, further channels',
  TermsMessages: 'TermsConsent',
  ObjectionMessages: 'ObjectionConsent',
  GroupMessages: 'ConsentGroup',
  SummaryMessages: 'ConsentErrorSummary',
  PreferencesMessages: 'ConsentPreferences',
} as const;

export type MessageGroup = keyof typeof messageGroups;

/** Returns the messages of an interface of the kit's source. */
export function messagesIn(group: MessageGroup): readonly Message[] {
  const body = new RegExp(`interface ${group} \\{\\n(.*?)\\n\\}`, 's').exec(texts)?.[1] ?? '';
  return [...body.matchAll(/\/\*\* (.*?) \*\/\n\s*readonly (\w+)\??:/g)].map(([, use = '', key]) => ({
    key: key as keyof Messages,
    use: use.startsWith('As in') ? 'The text of the button in a box.' : use,
  }));
}

/** A message with its use, and its text in each language by BCP 47 tag. */
export interface ListedMessage {
  readonly key: string;
  readonly use: string;
  readonly texts: readonly (readonly [tag: string, text: string])[];
}

/** Lists the messages of a component in every language, from the locale modules. */
export function MessagesTable({ of }: { of: MessageGroup }) {
  const messages = messagesIn(of).map(({ key, use }): ListedMessage => {
    const texts = withText(key).map(
      ({ locale: { tag, messages } }) => [tag, formsOf(messages[key]).join(' / ')] as const,
    );
    return { key, use, texts };
  });
  return <TextsTable caption={messageGroups[of]} messages={messages} />;
}

/** Lists messages in every language. */
export function TextsTable({ caption, messages }: { caption: string; messages: readonly ListedMessage[] }) {
  return (
    <table className="page-table messages">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Message</th>
          <th scope="col">Text</th>
        </tr>
      </thead>
      <tbody>
        {messages.map(({ key, use, texts }) => (
          <tr key={key}>
            <th scope="row">
              <code>{key}</code>
              <span>{inCode(use)}</span>
            </th>
            <td>
              <ul>
                {texts.map(([tag, text]) => (
                  <li key={tag} lang={tag} data-message={key}>
                    <abbr lang="en" title={nameOf(tag)}>
                      {tag}
                    </abbr>{' '}
                    {text}
                  </li>
                ))}
              </ul>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Lists all messages of the kit. */
export function AllMessagesTable() {
  return (
    <div lang="en" dir="ltr">
      {Object.keys(messageGroups).map((group) => (
        <MessagesTable key={group} of={group as MessageGroup} />
      ))}
    </div>
  );
}

/** Shows code between backticks as code. */
export function inCode(text: string) {
  return text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));
}

function withText(key: keyof Messages): readonly Language[] {
  return languages.filter(({ locale }) => formsOf(locale.messages[key]).length > 0);
}

function nameOf(tag: string): string | undefined {
  return new Intl.DisplayNames('en', { type: 'language' }).of(tag);
}

/** Returns the plural forms of a message: none of an optional one that the language does not have. */
function formsOf(message: Messages[keyof Messages]): readonly string[] {
  if (message === undefined) return [];
  return typeof message === 'string' ? [message] : [...new Set(Object.values(message))];
}
