'use client';

import type { ReactElement } from 'react';
import { classOf } from './box-view.ts';
import type { BoxView, ConsentLink } from './box-view.ts';
import { safeHref } from './safe-href.ts';

export interface ConsentLinksProps {
  view: BoxView;
  links: readonly ConsentLink[];
}

/** Renders links outside of the label, so that opening one does not tick the box. */
export function ConsentLinks({ view, links }: ConsentLinksProps): ReactElement {
  return (
    <ul className={classOf('links', view)}>
      {links.map(({ href, text }) => {
        const address = safeHref(href);
        return (
          <li key={`${href} ${text}`}>
            {address === undefined ? (
              <span>{text}</span>
            ) : (
              <a className={classOf('link', view)} href={address} target="_blank" rel="noopener">
                {`${text} (${view.messages.newTab})`}
              </a>
            )}
          </li>
        );
      })}
    </ul>
  );
}
