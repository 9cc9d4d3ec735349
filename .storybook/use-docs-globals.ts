import { useEffect, useState } from 'react';
import { GLOBALS_UPDATED, SET_GLOBALS } from 'storybook/internal/core-events';
import { addons } from 'storybook/preview-api';
import { observeSystem } from './theme-choice.ts';

export type Globals = Readonly<Record<string, unknown>>;

/** Returns the choices of the toolbar outside of stories, and renders again when they or the system's theme change. */
export function useDocsGlobals(): Globals {
  const [globals, setGlobals] = useState(readGlobals);
  useEffect(() => {
    const channel = addons.getChannel();
    const update = () => setGlobals({ ...readGlobals() });
    channel.on(GLOBALS_UPDATED, update);
    const stop = observeSystem(update);
    return () => {
      channel.off(GLOBALS_UPDATED, update);
      stop();
    };
  }, []);
  return globals;
}

function readGlobals(): Globals {
  const channel = addons.getChannel();
  const [message] = (channel.last(GLOBALS_UPDATED) ?? channel.last(SET_GLOBALS) ?? []) as readonly {
    globals: Globals;
  }[];
  return message?.globals ?? {};
}
