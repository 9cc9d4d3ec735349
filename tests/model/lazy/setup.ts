import fc from 'fast-check';

/** A part of a page with a React root and an `OrderProvider` of its own. */
export interface LazyRootSetup {
  readonly entry: 'lazy' | 'main';
  /** `hydrate` starts as HTML of a server. */
  readonly start: 'render' | 'hydrate';
  readonly isStrict: boolean;
}

/** When the code of the engine, or of the evidence, arrives: with the first request for it, or by a command. */
export type Arrival = 'at once' | 'by command';

/** Everything that a shop decides before the page opens, and the speed of its code. */
export interface LazySetup {
  /** The values on the order when the server renders the page. */
  readonly isTicked: { readonly newsletter: boolean; readonly terms: boolean };
  /** Whether server and browser render with the order as it was when the page was made. */
  readonly hasInitialOrder: boolean;
  readonly hasQueryClient: boolean;
  readonly hasEvidence: boolean;
  readonly hasGate: boolean;
  /** Whose `createOrderClient` made the client. The main entry needs the one of core. */
  readonly client: 'lazy' | 'core';
  readonly engine: Arrival;
  readonly evidence: Arrival;
  readonly roots: readonly LazyRootSetup[];
}

const root = (entry: 'lazy' | 'main') =>
  fc.record<LazyRootSetup>({
    entry: fc.constant(entry),
    start: fc.constantFrom('render', 'hydrate'),
    isStrict: fc.boolean(),
  });

const pages = fc.oneof(
  fc.record({ client: fc.constantFrom('lazy', 'core'), roots: fc.tuple(root('lazy')) }),
  fc.record({ client: fc.constantFrom('lazy', 'core'), roots: fc.tuple(root('lazy'), root('lazy')) }),
  fc.record({ client: fc.constant('core'), roots: fc.tuple(root('lazy'), root('main')) }),
) as fc.Arbitrary<Pick<LazySetup, 'client' | 'roots'>>;

/** Pages of shops with the lazy entry. */
export const lazySetups: fc.Arbitrary<LazySetup> = fc
  .record({
    page: pages,
    isTicked: fc.record({ newsletter: fc.boolean(), terms: fc.boolean() }),
    hasInitialOrder: fc.boolean(),
    hasQueryClient: fc.boolean(),
    hasEvidence: fc.boolean(),
    hasGate: fc.boolean(),
    engine: fc.constantFrom<Arrival[]>('by command', 'by command', 'by command', 'at once'),
    evidence: fc.constantFrom<Arrival>('by command', 'at once'),
  })
  .map(({ page, hasQueryClient, ...others }) => ({
    ...others,
    ...page,
    // The main entry warns of two caches of one order.
    hasQueryClient: hasQueryClient || page.roots.length > 1,
  }));
