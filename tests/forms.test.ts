import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

const guide = readFileSync(path('../docs/guides/forms.md'), 'utf8');
const blocks = [...guide.matchAll(/^```tsx?\n(.*?)^```$/gms)].map(([, text = '']) => text);
// The forms that packages/react/src/forms.test.tsx runs.
const folder = path('../packages/react/test/forms/');
const files = readdirSync(folder).map((file) => ({ file, text: readFileSync(folder + file, 'utf8') }));

test.each(files)('docs/guides/forms.md shows $file as it is tested', ({ file, text }) => {
  expect(text.startsWith(`// ${file}\n`)).toBe(true);
  expect(blocks).toContain(text);
});

test('each form in docs/guides/forms.md is tested', () => {
  const texts = new Set(files.map(({ text }) => text));
  expect(texts.size).toBeGreaterThan(6);
  expect(blocks.filter((block) => !texts.has(block))).toEqual([]);
});
