import { Refusal } from './problem.ts';

/** The time that one upstream request may take. */
export interface Budget {
  /** Calls the listener when the time is over, or nobody waits any more. */
  readonly onEnd: (listener: () => void) => void;
  /** Settles as the work does, or is refused at the end. */
  readonly within: <T>(work: Promise<T>) => Promise<T>;
  readonly end: () => void;
  /** The work is done: nothing is left that could be ended. */
  readonly close: () => void;
}

/** Starts to count. */
export function startBudget(milliseconds: number): Budget {
  const listeners: (() => void)[] = [];
  let isOver = false;
  const onEnd = (listener: () => void) => {
    if (isOver) listener();
    else listeners.push(listener);
  };
  const end = () => {
    clearTimeout(timer);
    isOver = true;
    for (const listener of listeners.splice(0)) listener();
  };
  const timer = setTimeout(end, milliseconds);
  return {
    onEnd,
    within: (work) =>
      new Promise((resolve, reject) => {
        onEnd(() => reject(new Refusal('upstream-timeout')));
        work.then(resolve, reject);
      }),
    end,
    close: () => clearTimeout(timer),
  };
}
