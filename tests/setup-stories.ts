import { afterEach, beforeEach, expect } from 'vitest';

const { error, warn } = console;
let complaints: string[] = [];

beforeEach(() => {
  complaints = [];
  const complain = (...words: readonly unknown[]) => {
    const line = words.map(String).join(' ');
    // The story with two tabs imitates two pages.
    if (!line.includes('order o_checkout--two-tabs has two clients at a time')) complaints.push(line);
  };
  Object.assign(console, { error: complain, warn: complain });
});

afterEach(() => {
  Object.assign(console, { error, warn });
  expect(complaints, 'what a story wrote to the console').toEqual([]);
});
