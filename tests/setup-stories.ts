import { afterEach, beforeEach, expect } from 'vitest';

const { error, warn } = console;
let complaints: string[] = [];

beforeEach(() => {
  complaints = [];
  const complain = (...words: readonly unknown[]) => {
    const line = words.map(String).join(' ');
    // A story with several stages imitates several pages.
    if (!line.includes('has two clients at a time')) complaints.push(line);
  };
  Object.assign(console, { error: complain, warn: complain });
});

afterEach(() => {
  Object.assign(console, { error, warn });
  expect(complaints, 'what a story wrote to the console').toEqual([]);
});
