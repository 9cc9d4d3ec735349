import type { ConsentLog, LoggedConsentAnswer } from '../../src/consent-log.ts';
import type { HandlerEvent } from '../../src/events.ts';
import type { OrderHandlerOptions } from '../../src/options.ts';
import type { Table } from '../shop.ts';
import { secret } from '../shop.ts';
import type { LogMood, Mood, Settings } from './settings.ts';
import { heal } from './settings.ts';

/** The functions of a shop, in the moods of its settings. */
export interface ShopFunctions {
  readonly options: Omit<OrderHandlerOptions, 'upstream'>;
  readonly apiKey: string | (() => string | Promise<string>);
  /** All keys so far. */
  readonly keys: readonly string[];
  /** Returns the next member of a list that is used again and again. */
  readonly next: <Value>(name: keyof Settings, cycle: readonly Value[]) => Value | undefined;
  readonly settings: () => Settings;
  readonly logCalls: () => number;
  /** Work that was announced to `waitUntil` and has not ended. */
  readonly announced: ReadonlySet<Promise<unknown>>;
  /** Puts all of them into a good mood. */
  readonly heal: () => void;
}

/** Creates the functions of a shop. `onEvent` and `onRow` get what they are called with. */
export function createShopFunctions(
  given: Settings,
  table: Table,
  onEvent: (event: HandlerEvent) => void,
  onRow: (row: LoggedConsentAnswer) => void,
): ShopFunctions {
  let settings = given;
  const keys: string[] = [];
  const calls = new Map<string, number>();
  const announced = new Set<Promise<unknown>>();
  const next: ShopFunctions['next'] = (name, cycle) => {
    const number = calls.get(name) ?? 0;
    calls.set(name, number + 1);
    return cycle[number % cycle.length];
  };
  const newKey = () => {
    keys.push(`canary-key-${keys.length}`);
    return keys.at(-1) ?? '';
  };
  // The handler cannot recognize a key that it did not get yet; an event leaves out a code with a space.
  const failure = () =>
    Object.assign(new Error(keys.at(-1)), { code: given.apiKey ? `${keys.at(-1)} ` : keys[0] });
  const act = createAct(() => settings, failure);
  const call = <Value>(name: HookOption, work: () => Value, garbage: unknown) =>
    act<Value>(next(name, settings[name] ?? ['ok' as const]), work, garbage);
  const writeAll = createWrite(given, table, act, () => next('log', settings.log), onRow);
  const waitUntil = (work: Promise<unknown>) => {
    if (settings.waitUntil === 'throws') throw failure();
    announced.add(work);
    void work.finally(() => announced.delete(work));
    // The type leaves out what an async function returns.
    return settings.waitUntil === 'rejects' ? (Promise.reject(failure()) as unknown as undefined) : undefined;
  };
  const { isAwaited, writes, maxPerOrder, timeout, hookTimeout, bodyTimeout } = given;
  const write = (row: LoggedConsentAnswer) => writeAll([row]);
  const consentLog: ConsentLog = {
    secret,
    awaited: isAwaited,
    ...(writes === 'write' ? { write } : { writeAll }),
  };
  const options: ShopFunctions['options'] = {
    ...{ maxPerOrder, timeout, hookTimeout, bodyTimeout, consentLog },
    authorize: () => call('authorize', () => true, 'true'),
    rateLimit: () => call('rateLimit', () => undefined, Number.NaN),
    project: (_order, reduced) => call('project', () => reduced, 1n),
    onEvent: (event) => {
      onEvent(event);
      return call('onEvent', () => undefined, { then: 7 });
    },
    attributes: ['note'],
    formReturnTo: '/checkout',
    waitUntil: given.waitUntil && waitUntil,
  };
  return {
    ...{ options, keys, next, announced },
    apiKey: given.apiKey ? () => call('apiKey', newKey, `${newKey()}\n`) : newKey(),
    settings: () => settings,
    logCalls: () => calls.get('log') ?? 0,
    heal: () => void (settings = heal(given)),
  };
}

type HookOption = 'authorize' | 'rateLimit' | 'project' | 'onEvent' | 'apiKey';

/** Calls a function of the shop in a mood. */
type Act = <Value>(
  mood: Mood | LogMood | undefined,
  work: () => Value | Promise<Value>,
  garbage?: unknown,
) => Value | Promise<Value>;

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

function failLooks(): never {
  throw new Error('unreadable');
}

function createAct(settings: () => Settings, failure: () => Error): Act {
  return (mood, work, garbage) => {
    const { hookTimeout } = settings();
    if (mood === 'throw') throw failure();
    if (mood === 'unreadable') throw new Proxy(failure(), { getPrototypeOf: failLooks });
    if (mood === 'reject') return Promise.reject(failure());
    if (mood === 'hang') return new Promise(() => undefined);
    if (mood === 'late') return sleep(hookTimeout + 50).then(work);
    if (mood === 'slow') return sleep(20).then(work);
    return mood === 'garbage' ? (garbage as ReturnType<typeof work>) : work();
  };
}

/** Creates `writeAll` of the log. */
function createWrite(
  { hookTimeout }: Settings,
  table: Table,
  act: Act,
  nextMood: () => LogMood | undefined,
  onRow: (row: LoggedConsentAnswer) => void,
) {
  return (rows: readonly LoggedConsentAnswer[]): undefined | Promise<undefined> => {
    rows.forEach(onRow);
    const mood = nextMood();
    const store = () => {
      rows.forEach(table.insert);
      return undefined;
    };
    return act<undefined>(mood, () => {
      const isRefused = mood === 'reject ci_terms' && rows.some(({ consentId }) => consentId === 'ci_terms');
      if (isRefused) throw new Error('encoding');
      if (mood === 'store late') return sleep(hookTimeout + 500).then(store);
      store();
      if (mood === 'store, then throw') throw new Error('connection');
      return undefined;
    });
  };
}
