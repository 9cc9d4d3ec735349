import { expect, test } from 'vitest';
import { judgeSizes } from '../scripts/size-gate.mjs';

const judge = (bytes: number, changes = '') =>
  judgeSizes([{ name: 'all of core', bytes, limit: 1_050 }], { 'all of core': 1_000 }, changes);

test('a growth of 1 % passes', () => {
  expect(judge(1_010)).toEqual([]);
});

test('a larger growth needs a line in a changeset', () => {
  expect(judge(1_011)).toEqual([expect.stringMatching(/^all of core grew by 1\.1 %/)]);
  expect(judge(1_011, 'Size of something else\n- Size of all of core: 1000 to 1011 bytes')).toEqual([]);
  expect(judge(1_011, '- Size of all of core: larger')).toEqual([expect.stringContaining('Add a line')]);
});

test('a line that names another size than the measured one fails', () => {
  const stale = [expect.stringContaining('"- Size of all of core: 1000 to 1011 bytes, because …"')];
  expect(judge(1_011, '- Size of all of core: 1000 to 1012 bytes, because')).toEqual(stale);
  expect(judge(1_011, '- Size of all of core: 1000 to 1010 bytes, because')).toEqual(stale);
  expect(judge(1_011, '- Size of all of core: 990 to 1011 bytes, because')).toEqual(stale);
  expect(judge(999, '- Size of all of core: 1000 to 1011 bytes, because')).toHaveLength(1);
});

test('the last line for a size counts', () => {
  const [old, present] = [
    '- Size of all of core: 1000 to 1020 bytes',
    '- Size of all of core: 1000 to 1030 bytes',
  ];
  expect(judge(1_030, `${old}\n${present}`)).toEqual([]);
  expect(judge(1_030, `${present}\n${old}`)).toHaveLength(1);
});

test('a line in a changeset does not lift the limit', () => {
  expect(judge(1_051, '- Size of all of core: 1000 to 1051 bytes')).toEqual([
    expect.stringContaining('above the limit of 1050'),
  ]);
});

test('a size without a recorded figure fails', () => {
  expect(judgeSizes([{ name: 'new', bytes: 1, limit: 2 }], {}, '')).toEqual([
    expect.stringContaining('--update'),
  ]);
});
