export { useLazyBox as box, watch } from './lazy-box.tsx';
export { useLazyProvider as provide } from './lazy-provider.tsx';

/** Ends the message of loads that failed. */
export const failures = undefined;
