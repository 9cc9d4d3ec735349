import type { DeliveryStore, HandOver } from './types.ts';

/** Hands answers over side by side, one in each lane: a call that hangs keeps its lane, and no other. */
export interface Lanes {
  /** Starts to hand over everything that is due, unless a lane is looking for it, or all are taken. */
  readonly look: () => void;
  /** Resolves when no lane is left. */
  readonly settled: () => Promise<void>;
}

/** The queue of the lanes, and the work on an answer. */
export interface LaneParts {
  readonly store: DeliveryStore;
  readonly handOver: HandOver;
  /** Maximum number of lanes. */
  readonly concurrency: number;
  /** Called for an attempt that the queue failed. */
  readonly onError: NonNullable<Parameters<DeliveryStore['handOver']>[1]['onError']>;
}

interface LaneOptions extends LaneParts {
  readonly isStopped?: () => boolean;
  /** Called with the number of attempts that a lane has made. */
  readonly onAttempts?: (attempts: number) => void;
  /** Called with the error that ended a lane. */
  readonly onFailure: (error: unknown) => void;
}

/** Hands over everything that is due. Returns the number of attempts, or rejects with the first error of the queue. */
export async function runLanes(parts: LaneParts): Promise<number> {
  let attempts = 0;
  const failures: unknown[] = [];
  const onAttempts = (made: number) => void (attempts += made);
  const lanes = createLanes({ ...parts, onAttempts, onFailure: (error) => failures.push(error) });
  lanes.look();
  await lanes.settled();
  if (failures.length > 0) throw failures[0];
  return attempts;
}

/** Creates the lanes of one worker. */
export function createLanes(options: LaneOptions): Lanes {
  const { store, handOver, concurrency, onError, isStopped, onAttempts, onFailure } = options;
  const lanes = new Set<Promise<void>>();
  let active = 0;
  let looking = 0;
  /** Looks for one answer. Once it is found, another lane looks for the next one. */
  const handOverOne = async (): Promise<number> => {
    let isLooking = true;
    const endLook = () => {
      if (isLooking) looking--;
      isLooking = false;
    };
    looking++;
    const run: HandOver = (attempt) => {
      endLook();
      look();
      return handOver(attempt);
    };
    try {
      return await store.handOver(run, { concurrency: 1, onError });
    } finally {
      endLook();
    }
  };
  const goOn = async () => {
    try {
      for (let made = 1; made > 0 && isStopped?.() !== true;) {
        made = await handOverOne();
        onAttempts?.(made);
      }
    } catch (error) {
      onFailure(error);
    }
  };
  const look = () => {
    if (looking > 0 || active >= concurrency) return;
    // Before it starts, because it may find an answer at once.
    active++;
    const lane = goOn().finally(() => {
      active--;
      lanes.delete(lane);
    });
    lanes.add(lane);
  };
  return {
    look,
    settled: async () => {
      while (lanes.size > 0) await Promise.all(lanes);
    },
  };
}
