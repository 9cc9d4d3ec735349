import { Fragment } from 'react';
import type { Intent } from '../../../packages/react/src/lazy/page-state.ts';
import type { LazyWorld, Planted } from './world.ts';

type Intents = Map<string, Intent>;

const intentsOf = (world: LazyWorld): Intents => world.entries.pageState.intents;

/** Changes each answer once, before a provider of the engine takes it. */
const atTakeover = (change: (intent: Intent, world: LazyWorld) => Intent | undefined): Planted => {
  const changed = new WeakSet<Intent>();
  return {
    engine: (engine, world) => ({
      ...engine,
      provide: (value) => {
        for (const [name, intent] of [...intentsOf(world)]) {
          if (changed.has(intent)) continue;
          const other = change(intent, world);
          if (other === undefined) intentsOf(world).delete(name);
          else intentsOf(world).set(name, other);
          if (other !== undefined) changed.add(other);
        }
        return engine.provide(value);
      },
    }),
  };
};

/** Gives each answer back a second after it was taken, as a new one. */
function createForgetful(): Planted {
  const known = new WeakSet<Intent>();
  return {
    engine: (engine, world) => ({
      ...engine,
      provide: (value) => {
        for (const [name, intent] of intentsOf(world)) {
          if (known.has(intent)) continue;
          const again = { ...intent, at: Date.now() + 1_000 };
          known.add(intent).add(again);
          setTimeout(() => {
            intentsOf(world).set(name, again);
            world.entries.pageState.setState({});
          }, 1_000);
        }
        return engine.provide(value);
      },
    }),
  };
}

/** Runs timers without a delay at once, so that the engine has no task of its own. */
function withoutTask(arrive: () => void): void {
  const { setTimeout } = globalThis;
  const runNow = (run: (...given: unknown[]) => void, delay = 0, ...given: unknown[]) =>
    delay === 0 ? run(...given) : setTimeout(run, delay, ...given);
  Object.assign(globalThis, { setTimeout: runNow });
  arrive();
  Object.assign(globalThis, { setTimeout });
}

/** Faults of the hand-over, with the promise that each breaks. */
export const planted: readonly {
  readonly name: string;
  readonly breaks: RegExp;
  readonly create: () => Planted;
}[] = [
  { name: 'takes over between click and change', breaks: /I1/, create: () => ({ arrive: withoutTask }) },
  { name: 'drops the answers at the takeover', breaks: /I1|EV1/, create: () => atTakeover(() => undefined) },
  { name: 'takes an answer twice', breaks: /I1|I2|I4|EV1/, create: createForgetful },
  {
    name: 'toggles what a page that was left has saved',
    breaks: /I1|I2|I4/,
    create: () =>
      atTakeover((intent) => {
        const isSent = intent.sent[`${intent.checked}`] !== undefined;
        return isSent ? { ...intent, checked: !intent.checked } : intent;
      }),
  },
  {
    name: 'does not tell the register what a page that was left has sent',
    breaks: /I1|I2|I4|EV1/,
    create: () => atTakeover((intent) => ({ ...intent, sent: {} })),
  },
  {
    name: 'proves an answer by later words',
    breaks: /EV1: .* other words/,
    create: () =>
      atTakeover((intent, world) => {
        const { consentId } = intent.props;
        const texts = world.roots.map((root) => root.box(consentId === 'ci_newsletter' ? 0 : 1)?.labels?.[0]);
        const later = texts.find((text) => text && text.textContent !== intent.props.label);
        return { ...intent, props: { ...intent.props, label: later?.textContent ?? intent.props.label } };
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
        box: (view) => <Fragment key="engine">{engine.box(view)}</Fragment>,
      }),
    }),
  },
];
