import { expect, test } from 'vitest';
import { findGenerated } from './stories/generated-code.ts';
import { shownCode } from './stories/shown-code.ts';

test('the code of every story is code that a person writes', () => {
  expect(shownCode.length).toBeGreaterThan(90);
  expect(shownCode.filter(({ code }) => code === '')).toEqual([]);
  expect(shownCode.flatMap(({ id, code }) => findGenerated(code).map((found) => `${id}: ${found}`))).toEqual(
    [],
  );
});

test('finds generated code, and leaves code of a person alone', () => {
  for (const code of [
    '<d />',
    '<IY consentId="a" />',
    'render={function IY(){}}',
    'play: async () => {',
    'x={() => {}}',
  ])
    expect(findGenerated(code), code).not.toEqual([]);
  expect(findGenerated('<ul><li /></ul>; <p>{t("a")}</p>; function PlaceOrder() { return 1; }')).toEqual([]);
});
