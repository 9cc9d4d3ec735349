import { setFlagsFromString } from 'node:v8';
import { runInThisContext } from 'node:vm';
import { expect, onTestFinished, test, vi } from 'vitest';
import { safeHref } from './safe-href.ts';

const good = [
  'https://shop.example/terms',
  'HTTPS://shop.example/terms?lang=sv#return',
  'https://shop.example:8443/a@b/c:d',
  'https://köpvillkor.example/å',
  '/terms.html',
  'terms.html',
  './terms',
  '../terms',
  '?page=terms',
  '#terms',
  'terms/a:b',
];

const bad = [
  '',
  'javascript:alert(1)',
  'JAVASCRIPT:alert(1)',
  'java\tscript:alert(1)',
  'java\nscript:alert(1)',
  '\u0001javascript:alert(1)',
  ' javascript:alert(1)',
  'javascript\u200b:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'blob:https://shop.example/1',
  'file:///etc/passwd',
  'http://shop.example/terms',
  'mailto:shop@example.com',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  'https:evil.example',
  'https:/evil.example',
  'https:///evil.example',
  'https://',
  'https://?x',
  'https://shop.example@evil.example',
  'https://shop.example:443@evil.example/terms',
  'https://shop.example\\@evil.example',
  'https://shop.example/\u202Emoc.live',
  'https://shop.example/\u2066x',
  'https://shop.example/\uFEFFx',
  'https://shop.example/a b',
];

for (const href of good)
  test(`HC2: ${JSON.stringify(href)} becomes a link`, () => expect(safeHref(href)).toBe(href));

for (const href of bad) {
  test(`HC2: ${JSON.stringify(href)} does not become a link`, () => expect(safeHref(href)).toBeUndefined());
}

test('HC2: a link has the target that its text shows', () => {
  for (const href of good) {
    const { protocol, hostname, username } = new URL(href, 'https://page.example/checkout');
    expect([protocol, username]).toEqual(['https:', '']);
    const shown = /^https:\/\/([^/:?#]+)/i.exec(href)?.[1];
    expect(hostname).toBe(new URL(`https://${shown ?? 'page.example'}`).hostname);
  }
});

/** Whether V8 decides if the expression matches the text within a number of backtracks. */
function decidesWithin(backtracks: number): (expression: RegExp, text: string) => boolean {
  setFlagsFromString('--allow-natives-syntax');
  const create = runInThisContext(
    `(source, flags) => %NewRegExpWithBacktrackLimit(source, flags, ${backtracks})`,
  ) as (source: string, flags: string) => RegExp;
  // Matches every text, so that no match means that the limit was reached.
  return ({ source, flags }, text) => create(`^(?:[^]*?(?:${source})|[^]*$)`, flags).test(text);
}

test('HC4: the steps to judge an address do not grow with its length, apart from one pass over it', () => {
  const judge = vi.spyOn(RegExp.prototype, 'test');
  onTestFinished(() => judge.mockRestore());
  const texts = ['/', 'a', ':', '@', 'https://', '%', '\\'].flatMap((unit) => {
    const long = unit.repeat(200_000);
    return [long, `https://${long}@`, `https://${long}`];
  });
  for (const text of texts) safeHref(text);
  const expressions = [...new Set(judge.mock.contexts as RegExp[])];
  judge.mockRestore();
  expect(expressions).toHaveLength(2);
  const isDecided = decidesWithin(10);
  for (const expression of expressions) {
    for (const text of texts) expect(isDecided(expression, text), expression.source).toBe(true);
  }
  expect(isDecided(/^(a+)+$/, `${'a'.repeat(20)}!`), 'an expression that backtracks').toBe(false);
});
