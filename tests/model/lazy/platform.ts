import { createHash } from 'node:crypto';
import { installPlatform } from '../host/platform.ts';
import type { Platform } from '../host/platform.ts';

// So that pages of earlier runs do not hear that this one is left.
const pageEvents = ['pagehide', 'pageshow'];

/** Installs the platform of the host model, with the parts that records and several pages in one document need. */
export function installPagePlatform(): Platform {
  const platform = installPlatform('works');
  const digest = (_: string, data: ArrayBufferView) =>
    Promise.resolve(new Uint8Array(createHash('sha256').update(Buffer.from(data.buffer)).digest()).buffer);
  Object.assign(crypto.subtle, { digest });
  const stops = [replaceDate(), trackListeners()];
  return {
    ...platform,
    uninstall: () => {
      stops.forEach((stop) => stop());
      platform.uninstall();
    },
  };
}

/** Makes `new Date()` a date of the fake clock. */
function replaceDate(): () => void {
  const Platform = Date;
  const fake = new Proxy(Platform, {
    construct: (target, given) =>
      Reflect.construct(target, given.length === 0 ? [Date.now()] : given) as Date,
  });
  Object.assign(globalThis, { Date: fake });
  return () => void Object.assign(globalThis, { Date: Platform });
}

/** Removes the listeners of a page when it ends. */
function trackListeners(): () => void {
  const addEventListener = Reflect.get(window, 'addEventListener') as Window['addEventListener'];
  const removals: (() => void)[] = [];
  const add = (...given: Parameters<typeof addEventListener>) => {
    const [type, listener] = given;
    if (pageEvents.includes(type)) removals.push(() => window.removeEventListener(type, listener));
    addEventListener.apply(window, given);
  };
  Object.assign(globalThis, { addEventListener: add });
  return () => {
    removals.forEach((remove) => remove());
    Object.assign(globalThis, { addEventListener });
  };
}
