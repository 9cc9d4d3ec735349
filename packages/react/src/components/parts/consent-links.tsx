'use client';

import type { ReactElement } from 'react';
import type { BoxMessages } from '../../texts/messages.ts';
import { safeHref } from './safe-href.ts';

/** A document to read before answering. */
export interface ConsentLink {
  /** URL, `https` or relative to the page; with any other one the text is shown without a link. */
  readonly href: string;
  /** Text of the link. */
  readonly text: string;
}

export interface ConsentLinksProps {
  links: readonly ConsentLink[];
  messages: BoxMessages;
  listClass: string;
  linkClass: string;
}

/** Renders links outside of the label, so that opening one does not tick the box. */
export function ConsentLinks({ links, messages, listClass, linkClass }: ConsentLinksProps): ReactElement {
  return (
    <ul className={listClass}>
      {links.map(({ href, text }) => {
        const address = safeHref(href);
        return (
          <li key={`${href} ${text}`}>
            {address === undefined ? (
              <span>{text}</span>
            ) : (
              <a className={linkClass} href={address} target="_blank" rel="noopener">
                {`${text} (${messages.newTab})`}
              </a>
            )}
          </li>
        );
      })}
    </ul>
  );
}
