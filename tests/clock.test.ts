import { expect, onTestFinished, test } from 'vitest';
import { installClock } from './model/clock.ts';

test('the clock of the models restores a `performance.now` that fake timers have replaced', () => {
  const now = () => 5;
  performance.now = now;
  onTestFinished(() => void Reflect.deleteProperty(performance, 'now'));
  const clock = installClock();
  expect(performance.now()).toBe(0);
  clock.uninstall();
  expect(performance.now).toBe(now);
});

test('the clock of the models restores the `performance.now` of the platform', () => {
  const { now } = performance;
  installClock().uninstall();
  expect(performance.now).toBe(now);
});
