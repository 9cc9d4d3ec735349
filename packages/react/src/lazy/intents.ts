import type { BoxProps } from './box-state.ts';
import { intents, setState } from './page-state.ts';
import { loadEngine } from './load-engine.ts';
import type { Intent, StarterContext } from './page-state.ts';
import { sendIntents } from './send-intents.ts';

let page: number | undefined;
let count = 0;

/** Returns the id of a new answer: one of the page, and a number that orders its answers. */
export const createId = (): string => {
  // 21 digits: smaller numbers may have a decimal point, which the handler refuses, and larger ones have an exponent.
  page ??= 1e20 * (1 + Math.random());
  return `${page}_${++count}`;
};

/** Keeps an answer until the engine takes it. */
export const keepIntent = (
  name: string,
  context: StarterContext,
  props: BoxProps,
  checked: boolean,
): void => {
  const intent: Intent = {
    sent: {},
    ...intents.get(name),
    props,
    checked,
    id: createId(),
    context,
    at: Date.now(),
  };
  intents.set(name, intent);
  addEventListener('pagehide', sendIntents);
  // Phones end the browser in the background without any event.
  document.addEventListener('visibilitychange', sendIntents);
  loadEngine();
  setState();
  setTimeout(() => {
    intent.saving = true;
    setState();
  }, 400);
};
