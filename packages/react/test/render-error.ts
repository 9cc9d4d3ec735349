import { render } from '@testing-library/react';
import type { ReactElement } from 'react';
import { expect, vi } from 'vitest';

/** Expects that rendering throws an error with this message, without the reports of React and of the window. */
export function expectRenderError(page: ReactElement, message: string): void {
  const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const ignore = (event: Event) => event.preventDefault();
  window.addEventListener('error', ignore);
  expect(() => render(page)).toThrow(message);
  window.removeEventListener('error', ignore);
  error.mockRestore();
}
