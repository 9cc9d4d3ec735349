import fc from 'fast-check';

/** The options of the gates and of the summary. */
export interface Rules {
  readonly optional: 'block' | 'warn';
  readonly require: readonly string[];
}

/** Everything that a host decides before the page opens. */
export interface Setup {
  readonly rules: Rules;
  readonly type: 'submit' | 'button';
  /** Result of `onReady`; without one the button submits its form. */
  readonly ready: 'none' | 'sync' | 'promise' | 'rejects';
  /** Milliseconds until the promise of `onReady` ends. */
  readonly readyTime: number;
  readonly isNoValidate: boolean;
  readonly hasSummary: boolean;
  /** Numbers of the buttons that go on. */
  readonly buttons: readonly number[];
  /** Milliseconds that the note waits for further values. */
  readonly delay: 0 | 500;
  readonly isNoteOptional: boolean;
  /** Whether another tab shows the consents of the order. */
  readonly hasTab: boolean;
  readonly hasEvidence: boolean;
  readonly isStrict: boolean;
  readonly isTicked: { readonly newsletter: boolean; readonly terms: boolean };
}

const mostly = fc.constantFrom(true, true, false);
const sometimes = fc.constantFrom(false, false, true);

export const rules: fc.Arbitrary<Rules> = fc.record({
  optional: fc.constantFrom('warn', 'warn', 'block'),
  require: fc.constantFrom<Rules['require'][]>([], [], [], ['ci_newsletter']),
});

export const setups: fc.Arbitrary<Setup> = fc
  .record({
    rules,
    type: fc.constantFrom<Setup['type'][]>('submit', 'button'),
    ready: fc.constantFrom<Setup['ready'][]>('none', 'sync', 'promise', 'promise', 'rejects'),
    readyTime: fc.constantFrom(1, 300, 5_000, 40_000),
    isNoValidate: fc.boolean(),
    hasSummary: mostly,
    buttons: fc.constantFrom<Setup['buttons'][]>([0], [0, 1]),
    delay: fc.constantFrom<Setup['delay'][]>(0, 500),
    isNoteOptional: mostly,
    hasTab: sometimes,
    hasEvidence: sometimes,
    isStrict: fc.boolean(),
    isTicked: fc.record({ newsletter: fc.boolean(), terms: mostly }),
  })
  .map((setup) => (setup.ready === 'none' ? { ...setup, type: 'submit' } : setup));
