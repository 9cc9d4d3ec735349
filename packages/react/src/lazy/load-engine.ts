import { sendIntents } from './send-intents.ts';
import { setState } from './page-state.ts';
import type { Renderers } from './page-state.ts';

let importEngine = (): Promise<Renderers> => import('./engine.ts');

/** Replaces the import of the engine in tests. A bundle does not have this function. */
export const replaceImport = (load: typeof importEngine): void => {
  importEngine = load;
};

let loading: Promise<unknown> | undefined;
let failures = 0;

/**
 * Loads the engine, once. A load that failed is repeated with growing pauses, and by the next call. Until then the answers
 * are sent without the engine.
 */
export const loadEngine = (): void => {
  loading ??= importEngine().then(
    // In a task of its own: not between `click` and `change` of one click.
    (engine) => setTimeout(setState, 0, engine),
    () => {
      loading = undefined;
      // A failed attempt on approach is repeated as well: the pauses grow with all of them.
      setTimeout(loadEngine, 1_000 * ++failures);
      setState({ failures });
      sendIntents();
    },
  );
};
