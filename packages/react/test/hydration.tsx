import { act } from '@testing-library/react';
import type { ReactElement } from 'react';
import { hydrateRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { onTestFinished, vi } from 'vitest';

/** Does what a server does, which has neither window nor document. */
export async function onServer<Value>(work: () => Value): Promise<Awaited<Value>> {
  vi.stubGlobal('window', undefined);
  vi.stubGlobal('document', undefined);
  try {
    return await work();
  } finally {
    vi.unstubAllGlobals();
  }
}

/** Adds a page as it arrives from the server: visible and clickable, not hydrated yet. */
export function arrive(html: string, parent: Node = document.body): HTMLElement {
  const container = document.createElement('div');
  container.innerHTML = html;
  parent.appendChild(container);
  onTestFinished(() => document.body.replaceChildren());
  return container;
}

/** Hydrates a page. Returns its root, and the errors that React recovered from. */
export async function hydrate(
  container: HTMLElement,
  element: ReactElement,
): Promise<{ readonly root: Root; readonly errors: readonly unknown[] }> {
  const errors: unknown[] = [];
  return act(async () => {
    const root = hydrateRoot(container, element, { onRecoverableError: (error) => errors.push(error) });
    onTestFinished(() => act(() => root.unmount()));
    await Promise.resolve();
    return { root, errors };
  });
}
