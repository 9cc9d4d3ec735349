import { expect, test } from 'vitest';
import { entryPoints, reportApi } from '../../scripts/api.mjs';

test.each(entryPoints)('$file matches the packages; otherwise run npm run api', (entry) => {
  expect(reportApi(entry, false), `etc/api/${entry.file} is old: npm run api, and look at the diff`).toBe(
    false,
  );
});

test('every entry point has a report', () => {
  expect(entryPoints.length).toBeGreaterThanOrEqual(8);
});
