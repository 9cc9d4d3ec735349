import { expect, test } from 'vitest';
import { doors, reportApi } from '../../scripts/api.mjs';

test.each(doors)('$file matches the packages; otherwise run npm run api', (door) => {
  expect(reportApi(door, false), `etc/api/${door.file} is old: npm run api, and look at the diff`).toBe(
    false,
  );
});

test('every entry point has a report', () => {
  expect(doors.length).toBeGreaterThanOrEqual(8);
});
