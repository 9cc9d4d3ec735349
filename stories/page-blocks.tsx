import { Canvas, useOf } from '@storybook/addon-docs/blocks';
import { inSentenceCase } from '../.storybook/sentence-case.ts';
import { boxStates } from './box-states.ts';
import type { BoxState } from './box-states.ts';
import { inCode, messageGroups, messagesIn, MessagesTable } from './messages-table.tsx';
import type { MessageGroup } from './messages-table.tsx';
import { selectors } from './selectors.ts';
import './page-blocks.css';

/** Shows stories, each with its name and description as the caption. */
export function States({ of }: { of: readonly unknown[] }) {
  return of.map((story, index) => <State key={index} of={story} />);
}

function State({ of }: { of: unknown }) {
  const { story } = useOf(of, ['story']);
  const { description } = story.parameters['docs'] as { description?: { story?: string } };
  return (
    <figure className="page-state">
      <figcaption>
        <strong>{inSentenceCase(story.name)}.</strong> {inCode(description?.story ?? '')}
      </figcaption>
      <Canvas of={of} sourceState="none" />
    </figure>
  );
}

/** Table of the states of `ConsentCheckbox`: selector and message. */
export function BoxSelectors() {
  return (
    <SelectorTable
      rows={Object.values<BoxState>(boxStates).map(({ name, selector, message }) => ({
        state: name,
        selector,
        message,
      }))}
    />
  );
}

/** Table of the states of a component, each with the selector to style it. */
export function Selectors({ of }: { of: keyof typeof selectors }) {
  return <SelectorTable rows={selectors[of]} />;
}

interface SelectorTableProps {
  rows: readonly {
    readonly state: string;
    readonly selector: string;
    readonly message?: string | undefined;
  }[];
}

function SelectorTable({ rows }: SelectorTableProps) {
  const hasMessages = rows.some(({ message }) => message !== undefined);
  return (
    <table className="page-table selectors">
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">Selector</th>
          {hasMessages && <th scope="col">Message</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ state, selector, message }) => (
          <tr key={state}>
            <th scope="row">{state}</th>
            <td>
              <code>{selector}</code>
            </td>
            {hasMessages && <td>{message && <code>{message}</code>}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** All messages of a component in every language, closed until they are opened. */
export function Messages({ of }: { of: MessageGroup }) {
  return (
    <details className="page-details">
      <summary>
        {messageGroups[of]}: {messagesIn(of).length} texts in six languages
      </summary>
      <MessagesTable of={of} />
    </details>
  );
}

/** Pairs of wordings: one to use, one to avoid, and the reason. */
export function Wording({
  pairs,
}: {
  pairs: readonly (readonly [good: string, bad: string, reason: string])[];
}) {
  return (
    <table className="page-table wording">
      <thead>
        <tr>
          <th scope="col">Write</th>
          <th scope="col">Do not write</th>
          <th scope="col">Reason</th>
        </tr>
      </thead>
      <tbody>
        {pairs.map(([good, bad, reason]) => (
          <tr key={good}>
            <td>{good}</td>
            <td>
              <s>{bad}</s>
            </td>
            <td>{reason}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
