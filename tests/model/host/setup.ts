import type { Order } from '@norce-kit/core';
import type { QueryClientConfig } from '@tanstack/react-query';
import fc from 'fast-check';

/** A part of a page with a React root and an `OrderProvider` of its own. */
export interface RootSetup {
  /** `hydrate` and `stream` start as HTML of a server; `stream` gets its boxes after the rest of the page. */
  readonly start: 'render' | 'hydrate' | 'stream';
  readonly client: 0 | 1;
  readonly cache: 0 | 1;
  readonly boxes: 'own' | 'kit' | 'group';
  /** Whether the code of the boxes arrives in the browser after the code of the rest. */
  readonly isLate: boolean;
  readonly isStrict: boolean;
  /** The part of the page inside an `<Activity>`; without one the route unmounts. React 19 only. */
  readonly activity: 'none' | 'provider' | 'boxes';
  /** A form library's ref on each box, which sets `checked` to the library's default. */
  readonly formRef: 'none' | 'first' | 'last';
  /** The form library's default of each box. */
  readonly formDefault: boolean;
  /** Whether the host creates its refs anew in each render. */
  readonly hasInlineRefs: boolean;
  readonly hasEvidence: boolean;
  /** A `useQuery` of the host on the order, as in the guide "Own UI", with the client of this number. */
  readonly total: 0 | 1 | undefined;
}

/** Everything that a host decides before the page opens. */
export interface HostSetup {
  /** The values on the order when the server renders the page. */
  readonly isTicked: { readonly newsletter: boolean; readonly terms: boolean };
  /** The consents that others change before the page opens, because it comes from a cache. */
  readonly changedSince: readonly ('ci_newsletter' | 'ci_terms')[];
  /** The options of both QueryClients, by name. */
  readonly defaults: readonly [DefaultsName, DefaultsName];
  /** Whether server and browser render with the order as it was when the page was made. */
  readonly hasInitialOrder: boolean;
  readonly channel: 'works' | 'missing' | 'throws';
  readonly roots: readonly RootSetup[];
}

type Queries = NonNullable<NonNullable<QueryClientConfig['defaultOptions']>['queries']>;
type Mutations = NonNullable<NonNullable<QueryClientConfig['defaultOptions']>['mutations']>;

/** Options of a host's QueryClient. `order` is the order as it was when the page was made. */
export interface Defaults {
  readonly queries?: Queries;
  readonly mutations?: Mutations;
  /** Options for the kit's queries only, by `setQueryDefaults`. */
  readonly order?: (order: Order) => Queries;
}

/** Options that a host may set for reasons of its own, each of which has broken a promise or could. */
export const defaults = {
  none: {},
  'refetchOnMount: false': { queries: { refetchOnMount: false } },
  'staleTime: Infinity': { queries: { staleTime: Infinity } },
  'staleTime: 0': { queries: { staleTime: 0 } },
  'enabled: false': { queries: { enabled: false } },
  'retryOnMount: false': { queries: { retryOnMount: false } },
  "networkMode: 'online'": { queries: { networkMode: 'online' }, mutations: { networkMode: 'online' } },
  "networkMode: 'offlineFirst'": {
    queries: { networkMode: 'offlineFirst' },
    mutations: { networkMode: 'offlineFirst' },
  },
  'gcTime: 0': { queries: { gcTime: 0 }, mutations: { gcTime: 0 } },
  'gcTime: Infinity': { queries: { gcTime: Infinity }, mutations: { gcTime: Infinity } },
  'refetchOnWindowFocus: false': { queries: { refetchOnWindowFocus: false, refetchOnReconnect: false } },
  'structuralSharing: false': { queries: { structuralSharing: false } },
  'retry: 3': { queries: { retry: 3 }, mutations: { retry: 3 } },
  'refetchInterval: 60 000': { queries: { refetchInterval: 60_000 } },
  'notifyOnChangeProps: []': { queries: { notifyOnChangeProps: [] } },
  throwOnError: { queries: { throwOnError: true }, mutations: { throwOnError: true } },
  'everything static': {
    queries: {
      staleTime: 'static',
      refetchOnMount: false,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      retryOnMount: false,
    },
  },
  'order: refetchOnMount: false': { order: () => ({ refetchOnMount: false }) },
  'order: staleTime: Infinity': { order: () => ({ staleTime: Infinity }) },
  'order: initialData': { order: (order) => ({ initialData: order }) },
  'order: initialData, fresh': {
    order: (order) => ({ initialData: order, initialDataUpdatedAt: () => Date.now() + 3_600_000 }),
  },
  'order: placeholderData': { order: (order) => ({ placeholderData: order }) },
  'order: persister': {
    order: (order) => {
      let isRestored = false;
      return {
        // Like those of query-persist-client-core: the first read returns the stored order.
        persister: (queryFn, context) => {
          if (isRestored) return queryFn(context);
          isRestored = true;
          return structuredClone(order);
        },
      };
    },
  },
} as const satisfies Record<string, Defaults>;

export type DefaultsName = keyof typeof defaults;

const defaultsNames = Object.keys(defaults) as DefaultsName[];

const number = fc.constantFrom<(0 | 1)[]>(0, 1);
/** True in about every third case. */
const sometimes = fc.constantFrom(false, false, true);

const rootSetup = (allowed: (feature: string) => boolean): fc.Arbitrary<RootSetup> =>
  fc.record({
    start: fc.constantFrom<RootSetup['start'][]>(
      'render',
      'render',
      ...(allowed('hydrate') ? (['hydrate', 'hydrate'] as const) : []),
      ...(allowed('stream') ? (['stream'] as const) : []),
    ),
    client: number,
    cache: fc.constantFrom<(0 | 1)[]>(0, 0, 1),
    boxes: fc.constantFrom('own', 'own', 'kit', 'group'),
    isLate: allowed('late boxes') ? sometimes : fc.constant(false),
    isStrict: fc.boolean(),
    activity: fc.constantFrom('none', 'provider', 'boxes'),
    formRef: allowed('form refs')
      ? fc.constantFrom('none', 'none', 'none', 'first', 'last')
      : fc.constant('none' as const),
    formDefault: fc.boolean(),
    hasInlineRefs: sometimes,
    hasEvidence: fc.constantFrom(false, true),
    total: allowed('a query of the host')
      ? fc.constantFrom(undefined, undefined, undefined, 0, 1)
      : fc.constant(undefined),
  });

/** Returns an arbitrary of setups without the features that `allowed` refuses. */
export function setups(allowed: (feature: string) => boolean): fc.Arbitrary<HostSetup> {
  const one = rootSetup(allowed);
  const roots = fc.oneof(
    { weight: 3, arbitrary: fc.tuple(one) },
    { weight: 2, arbitrary: fc.tuple(one, one) },
  );
  const names = fc.constantFrom<DefaultsName[]>(
    ...(allowed('defaults') ? defaultsNames.filter((name) => allowed(name)) : (['none'] as const)),
  );
  return fc.record({
    isTicked: fc.record({ newsletter: fc.boolean(), terms: sometimes }),
    changedSince: allowed('a cached page')
      ? fc.subarray<'ci_newsletter' | 'ci_terms'>(['ci_newsletter', 'ci_terms'])
      : fc.constant([]),
    defaults: fc.tuple(fc.oneof(fc.constant('none' as const), names), names),
    hasInitialOrder: fc.boolean(),
    channel: fc.constantFrom<HostSetup['channel'][]>(
      'works',
      'works',
      'missing',
      ...(allowed('a denied channel') ? (['throws'] as const) : []),
    ),
    roots: allowed('several clients')
      ? roots
      : roots.map((given) => given.map((root) => ({ ...root, client: 0, cache: 0 }))),
  });
}
