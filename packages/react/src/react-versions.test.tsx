import { render } from '@testing-library/react';
import { version } from 'react';
import { version as domVersion } from 'react-dom';
import { expect, test } from 'vitest';

test('SH9: the suite runs on the given version of React, hooks and DOM alike', () => {
  const major = process.env['REACT_MAJOR'];
  expect(major).toMatch(/^1[89]$/);
  expect([version, domVersion].map((each) => each.split('.')[0])).toEqual([major, major]);
  // The renderer has the same version: it rejects an element of the other one.
  expect(render(<p>here</p>).container.textContent).toBe('here');
});
