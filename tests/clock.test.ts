import { expect, onTestFinished, test } from 'vitest';
import { installClock } from './model/clock.ts';

test('the clock of the models restores a `performance.now` that fake timers have replaced', () => {
  performance.now = () => 5;
  onTestFinished(() => void Reflect.deleteProperty(performance, 'now'));
  const clock = installClock();
  expect(performance.now()).toBe(0);
  clock.uninstall();
  expect(performance.now()).toBe(5);
});

test('the clock of the models leaves no `performance.now` of its own', () => {
  const isReplaced = Object.hasOwn(performance, 'now');
  installClock().uninstall();
  expect(Object.hasOwn(performance, 'now')).toBe(isReplaced);
});
