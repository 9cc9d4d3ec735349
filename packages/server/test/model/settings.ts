import fc from 'fast-check';

/** How a function of the shop behaves at one call. `late` and `hang` take longer than `hookTimeout`. */
export type Mood = 'ok' | 'slow' | 'late' | 'hang' | 'throw' | 'reject' | 'unreadable' | 'garbage';
/** How the log behaves at one call. */
export type LogMood = Mood | 'store, then throw' | 'store late' | 'reject ci_terms';
/** The fate of one request to the order API. */
export type Fate =
  | 'ok'
  | 'slow'
  | 'echo'
  | 'cut'
  | 'silent'
  | 'apply, then drop'
  | 'apply, then 500'
  | 'apply, then hang'
  | 'drop'
  | 'drop, then apply'
  | 'hang'
  | 'refuse'
  | 'refuse without an end'
  | '503'
  | 'page'
  | 'redirect';
/** How the body of a request arrives. */
export type Arrival = 'whole' | 'slow' | 'cut' | 'hang' | 'short';

/** Returns lists whose members are used one after the other, again and again, most of them the first ones. */
const cycle = <Value>(good: readonly Value[], bad: readonly Value[], weight: number) =>
  fc.array(
    fc.oneof(
      { weight: 10, arbitrary: fc.constantFrom(...good) },
      { weight, arbitrary: fc.constantFrom(...bad) },
    ),
    { minLength: 1, maxLength: 8 },
  );

const moods = (weight: number) =>
  cycle<Mood>(['ok', 'slow'], ['late', 'hang', 'throw', 'reject', 'unreadable', 'garbage'], weight);
const limit = fc.constantFrom(300, 900, 5_000);

const anySettings = fc.record({
  isAwaited: fc.boolean(),
  writes: fc.constantFrom('write', 'writeAll'),
  log: cycle<LogMood>(
    ['ok', 'slow'],
    ['late', 'hang', 'throw', 'reject', 'unreadable', 'store, then throw', 'store late', 'reject ci_terms'],
    5,
  ),
  authorize: moods(1),
  rateLimit: fc.option(moods(1)),
  project: fc.option(moods(1)),
  onEvent: moods(5),
  apiKey: fc.option(moods(1)),
  maxPerOrder: fc.constantFrom(1, 2, 8),
  timeout: limit,
  hookTimeout: limit,
  bodyTimeout: limit,
  stopsAtResponse: fc.boolean(),
  waitUntil: fc.constantFrom(undefined, 'takes', 'throws', 'rejects'),
  upstream: cycle<Fate>(
    ['ok', 'slow'],
    [
      ...(['echo', 'cut', 'silent', 'apply, then drop', 'apply, then 500', 'apply, then hang'] as const),
      ...([
        'drop',
        'drop, then apply',
        'hang',
        'refuse',
        'refuse without an end',
        '503',
        'page',
        'redirect',
      ] as const),
    ],
    6,
  ),
});

const nthOrder = fc.nat(1);
const consentId = fc.constantFrom('ci_newsletter', 'ci_terms', 'sms & mail');
const isAwaited = fc.boolean();
const arrival = fc.constantFrom<Arrival>('whole', 'whole', 'whole', 'whole', 'slow', 'cut', 'hang', 'short');

/** Acts of shoppers and operators, in this order. */
export const steps = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        type: fc.constant('answer' as const),
        ...{ nthOrder, consentId, isAwaited, arrival },
        checked: fc.boolean(),
        isList: fc.boolean(),
        follows: fc.constantFrom(0, 0, 0, 400, 99_999),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constant('form' as const),
        ...{ nthOrder, consentId, isAwaited, arrival },
        shown: fc.boolean(),
        checked: fc.boolean(),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({ type: fc.constantFrom('read' as const, 'note' as const), nthOrder, isAwaited }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ type: fc.constant('repeat' as const), which: fc.nat(5), isAwaited }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ type: fc.constant('hostile' as const), nthOrder, which: fc.nat(9) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constant('pass' as const),
        time: fc.constantFrom(1, 50, 3_000, 90_000),
      }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('restart' as const, 'idle' as const) }) },
  ),
  { minLength: 1, maxLength: 20, size: 'max' },
);

type ValueOf<A> = A extends fc.Arbitrary<infer Value> ? Value : never;
export type Settings = ValueOf<typeof anySettings>;
export type Step = ValueOf<typeof steps>[number];

/** Settings with which everything works, at once or slowly. */
export function heal(broken: Settings, mood: 'ok' | 'slow' = 'ok'): Settings {
  const moods = [mood, 'ok' as const];
  const hooks = { authorize: moods, rateLimit: null, project: null, onEvent: moods, apiKey: null };
  return { ...broken, ...hooks, log: moods, upstream: moods };
}

/** Whether everything works. */
export const isHealed = ({ log, upstream }: Settings): boolean => log === upstream;

const patient = { timeout: 5_000, hookTimeout: 5_000, bodyTimeout: 5_000 } as const;

/** The configuration of a handler, and the moods of what it calls. */
export const settings: fc.Arbitrary<Settings> = fc.oneof(
  { weight: 3, arbitrary: anySettings },
  { weight: 1, arbitrary: anySettings.map((given) => ({ ...heal(given, 'slow'), ...patient })) },
);
