import { afterEach, beforeEach, expect } from 'vitest';

const { error, warn } = console;
let complaints: string[] = [];

beforeEach(() => {
  complaints = [];
  const complain = (...words: readonly unknown[]) => complaints.push(words.map(String).join(' '));
  Object.assign(console, { error: complain, warn: complain });
});

afterEach(() => {
  Object.assign(console, { error, warn });
  expect(complaints, 'what a story wrote to the console').toEqual([]);
});
