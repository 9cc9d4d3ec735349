import type { Network } from './network.ts';

/** Controls that every story has in addition to the props of its component. */
export interface StageArgs {
  network?: Network;
  density?: 'comfortable' | 'compact';
}

/** Returns the props of the component, without the controls of the stage. */
export function ownProps<Args extends StageArgs>(args: Args): Omit<Args, keyof StageArgs> {
  const props = { ...args };
  delete props.network;
  delete props.density;
  return props;
}
