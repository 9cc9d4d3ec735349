import type { StageArgs } from './with-order.tsx';

/** The props of a component, without what the surroundings alone are controlled by. */
export function ownProps<Args extends StageArgs>(args: Args): Omit<Args, keyof StageArgs> {
  const props = { ...args };
  delete props.network;
  delete props.density;
  return props;
}
