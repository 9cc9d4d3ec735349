import { Fragment } from 'react';
import type { Intent } from '../../../packages/react/src/lazy/starter.tsx';
import type { LazyWorld, Planted } from './world.ts';

type Intents = Record<string, Partial<Intent> | undefined>;

const intentsOf = (world: LazyWorld): Intents => world.entries.starterModule.state as object as Intents;

const answers = (world: LazyWorld): [string, Intent][] =>
  Object.entries(intentsOf(world)).filter((entry): entry is [string, Intent] => entry[1]?.sent !== undefined);

/** Changes each answer once, before a provider of the engine takes it. */
const atTakeover = (change: (intent: Intent, world: LazyWorld) => Intent | undefined): Planted => {
  const changed = new WeakSet<Intent>();
  return {
    engine: (engine, world) => ({
      ...engine,
      provide: (value) => {
        for (const [name, intent] of answers(world)) {
          if (changed.has(intent)) continue;
          const other = change(intent, world);
          if (other === undefined) Reflect.deleteProperty(intentsOf(world), name);
          else intentsOf(world)[name] = other;
          if (other !== undefined) changed.add(other);
        }
        return engine.provide(value);
      },
    }),
  };
};

/** Gives the answers that were taken to the next render. */
function createForgetful(): Planted {
  const taken = new WeakSet<Intent>();
  return {
    engine: (engine, world) => ({
      ...engine,
      provide: (value) => {
        const before = answers(world);
        const element = engine.provide(value);
        for (const [name, intent] of before) {
          if (taken.has(intent) || intentsOf(world)[name] !== undefined) continue;
          taken.add(intent);
          intentsOf(world)[name] = intent;
        }
        return element;
      },
    }),
  };
}

/** Faults of the hand-over, with the promise that each breaks. */
export const planted: readonly {
  readonly name: string;
  readonly breaks: RegExp;
  readonly create: () => Planted;
}[] = [
  { name: 'drops the answers at the takeover', breaks: /I1/, create: () => atTakeover(() => undefined) },
  { name: 'takes an answer twice', breaks: /I1|I2|I4|EV1|SH4/, create: createForgetful },
  {
    name: 'toggles what a page that was left has saved',
    breaks: /I1|I2/,
    create: () =>
      atTakeover((intent) => {
        const isSent = intent.sent[`${intent.checked}`] !== undefined;
        return isSent ? { ...intent, checked: !intent.checked } : intent;
      }),
  },
  {
    name: 'does not tell the register what a page that was left has sent',
    breaks: /I1|I4/,
    create: () => atTakeover((intent) => ({ ...intent, sent: {} })),
  },
  {
    name: 'proves an answer by later words',
    breaks: /EV1: .* other words/,
    create: () =>
      atTakeover((intent, world) => {
        const { consentId } = intent.props;
        const [root] = world.roots;
        const label = root?.box(consentId === 'ci_newsletter' ? 0 : 1)?.labels?.[0]?.textContent;
        return { ...intent, props: { ...intent.props, label: label ?? intent.props.label } };
      }),
  },
  {
    name: 'proves an answer by the time of the takeover',
    breaks: /EV1: .* of no answer/,
    create: () => atTakeover((intent) => ({ ...intent, at: Date.now() })),
  },
  {
    name: 'replaces the boxes at the takeover',
    breaks: /SH1/,
    create: () => ({
      engine: (engine) => ({
        ...engine,
        box: (view) => <Fragment key="engine">{engine.box?.(view)}</Fragment>,
      }),
    }),
  },
];
