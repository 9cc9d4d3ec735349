import { render } from '@testing-library/react';
import { version } from 'react';
import { version as domVersion } from 'react-dom';
import { expect, test } from 'vitest';

test('SH9: the suite runs on the version of React it says, hooks and DOM alike', () => {
  const major = process.env['REACT_MAJOR'];
  expect(major).toMatch(/^1[89]$/);
  expect([version, domVersion].map((each) => each.split('.')[0])).toEqual([major, major]);
  // What renders the tests brings the same one: an element of the other version is refused.
  expect(render(<p>here</p>).container.textContent).toBe('here');
});
