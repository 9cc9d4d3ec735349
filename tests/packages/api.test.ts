import { expect, test } from 'vitest';
import { doors, reportApi } from '../../scripts/api.mjs';

test.each(doors)('what $file says is what the packages offer; else npm run api', (door) => {
  expect(reportApi(door, false), `etc/api/${door.file} is old: npm run api, and look at the diff`).toBe(
    false,
  );
});

test('every door has a report', () => {
  expect(doors.length).toBeGreaterThanOrEqual(8);
});
