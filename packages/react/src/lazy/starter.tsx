'use client';

import { forwardRef, useContext, useId, useState, useSyncExternalStore } from 'react';
import type {
  ChangeEvent,
  ComponentPropsWithoutRef,
  Context,
  CSSProperties,
  ForwardedRef,
  ForwardRefExoticComponent,
  ReactElement,
  ReactNode,
  RefAttributes,
} from 'react';
import type { Consent } from '@norce-kit/core';
import type { ConsentPart } from '../components/parts/box-view.ts';
import { withClass } from '../components/parts/with-class.ts';
import type { UseOrderConsentResult } from '../hooks/use-order-consent.ts';
import { OrderContext } from '../order-context.ts';
import { Slot } from '../slot.ts';
import type { StarterClient } from './client.ts';
import type { LazyOrderProviderProps } from './props.ts';
import { wordsOf } from './words.ts';

/** An answer that the engine has not taken yet. */
export interface Intent {
  readonly context: StarterContext;
  readonly props: BoxProps;
  readonly checked: boolean;
  /** Time of the answer, as of `Date.now()`. */
  readonly at: number;
  readonly id: string;
  /** Whether the answer is 400 ms old. */
  readonly saving?: boolean;
  /** Ids of the answers that a page that was left has sent, by value. */
  readonly sent: { true?: string; false?: string };
}

/** The arguments of `useSyncExternalStore`. */
export type BoxSource<Shown> = readonly [
  subscribe: (listener: () => void) => () => void,
  get: () => Shown,
  getServer: () => Shown,
];

/** The functions that the engine replaces. */
export interface Renderers {
  /** Returns what a box subscribes to. */
  readonly watch: (view: BoxView) => BoxSource<unknown>;
  /** Renders a box; undefined for the function of its component. */
  readonly box?: (view: BoxView) => ReactNode;
  readonly provide: (value: StarterContext) => ReactNode;
}

/** The state that all boxes and providers show; intents are members under the JSON of `[orderId, consentId]`. */
interface StarterState extends Renderers {
  /** Loads the code of the engine. Tests replace it. */
  fetchEngine: () => Promise<Renderers>;
  /** The code of `@norce-kit/react/lazy/gate`. */
  readonly gatePart?: unknown;
  /** Number of loads that failed. */
  readonly failures?: number;
}

/** The intents of a state, by name. */
export type Intents = StarterState & Record<string, Intent | undefined>;

/** The values that a provider gives to the boxes below it. */
export interface StarterContext extends Omit<LazyOrderProviderProps, 'client'>, StarterState {
  readonly client: StarterClient;
  /** The order of the provider, for a box with an own one. */
  readonly home?: string;
}

/** The props of a box after those of its kind were added. */
export interface BoxProps extends ComponentPropsWithoutRef<'input'> {
  consentId: string;
  label: string;
  description?: ReactNode;
  kind: 'consent' | 'agreement' | 'objection';
  wordingVersion?: string | undefined;
  onCheckedChange?: ((checked: boolean, event: ChangeEvent<HTMLInputElement>) => void) | undefined;
  style?: CSSProperties | undefined;
  classNames?: Readonly<Partial<Record<ConsentPart, string>>> | undefined;
}

/** The members that one box keeps until the engine is there. */
export interface BoxState {
  ref?: (element: HTMLElement | null) => void;
  element?: HTMLElement;
  checked?: boolean;
  /** Takes an answer: the opposite of what the box shows. */
  answer?: ((input: HTMLInputElement) => void) | undefined;
  /** Calls that wait for the engine. */
  calls?: ((consent: UseOrderConsentResult) => void)[];
}

export interface BoxView {
  readonly context: StarterContext;
  readonly own: BoxState;
  /** Id of `useId`. */
  readonly id: string;
  readonly props: BoxProps;
  readonly ref: ForwardedRef<HTMLInputElement>;
  /** The result of `watch`. */
  shown?: unknown;
}

export const StarterContext = OrderContext as Context<unknown> as Context<StarterContext>;

/** Renders a box as `ConsentCheckbox` does, without hooks: the engine continues with its own. */
export const renderBox = ({ context, own, id: start, ref, props }: BoxView): ReactNode => {
  const {
    className,
    style,
    classNames,
    id,
    consentId,
    kind,
    label,
    description,
    lang,
    wordingVersion: _,
    onCheckedChange,
    ...input
  } = props;
  const { initialOrder, orderId, failures } = context;
  own.ref ??= (element) => {
    if (!element || own.element === (own.element = element)) return;
    (window.requestIdleCallback ?? setTimeout)(load);
    // React fires no `onChange` if the box renders during a click.
    element.addEventListener('change', ({ isTrusted, target }) => {
      if (isTrusted) own.answer?.(target as HTMLInputElement);
    });
    const box = element.querySelector<HTMLInputElement>('.nk-consent-box');
    // Changed in the server's HTML: React keeps it and fires no event.
    if (box?.checked !== own.checked) own.answer!(box!);
  };
  // False before the order was read, undefined for a consent that it does not have.
  const consent = initialOrder?.id === orderId && initialOrder.consents?.find(({ id }) => id === consentId);
  if (consent === undefined) return null;
  const name = JSON.stringify([orderId, consentId]);
  const intent = (context as unknown as Record<string, Intent | undefined>)[name];
  const checked = (own.checked = intent?.checked ?? (consent as Consent).checked === true);
  own.answer = (box) =>
    // A form that is reset shows the default.
    answer(name, { context, props, checked: (box.defaultChecked = own.checked = !own.checked) });
  const ownId = start + encodeURIComponent(orderId + '-' + consentId);
  const classOf = (part: ConsentPart) => withClass('nk-consent-' + part, classNames?.[part]);
  const message = failures ? (intent ? 'waiting' : 'unreadable') : intent?.saving && 'saving';
  return (
    <div
      ref={own.ref}
      className={withClass('nk-consent', className)}
      style={style}
      lang={context.locale?.tag}
      data-kind={kind}
      data-state={checked ? 'checked' : 'unchecked'}
      data-save-state={(intent && message) || 'idle'}
      data-unreadable={failures && ''}
      onPointerEnter={load}
      onFocus={load}
      onKeyDown={(event) => {
        // Enter on a checkbox must not submit its form.
        if (event.key === 'Enter' && (event.target as HTMLInputElement).type) event.preventDefault();
      }}
    >
      <div className={classOf('row')}>
        <input
          {...input}
          ref={ref}
          id={id ?? ownId}
          className={classOf('box')}
          type="checkbox"
          checked={checked}
          autoComplete="off"
          aria-describedby={[
            input['aria-describedby'],
            description && ownId + 'description',
            ownId + 'status',
          ]
            .join(' ')
            .trim()}
          onChange={(event) => {
            input.onChange?.(event);
            onCheckedChange?.(event.target.checked, event);
          }}
        />
        <label className={classOf('label')} id={ownId + 'label'} htmlFor={id ?? ownId}>
          <span key={label} lang={lang}>
            {label}
          </span>
        </label>
      </div>
      {description && (
        <div className={classOf('description')} id={ownId + 'description'} lang={lang}>
          {description}
        </div>
      )}
      {false}
      <Slot
        use={(status) => status}
        view={
          <div className={classOf('status')}>
            {false}
            <span role="status">
              {false}
              {false}
              <span id={ownId + 'status'}>
                {message && (
                  <span key={message} className={classOf('status-text')}>
                    {wordsOf(context, message)[0]}
                  </span>
                )}
              </span>
            </span>
          </div>
        }
      />
    </div>
  );
};

/** The state of a page before its first answer, and in the server's HTML. */
export const starter: StarterState = {
  fetchEngine: () => import('./engine.ts'),
  watch: () => source,
  provide: (value) => (
    <StarterContext.Provider value={value}>
      {false}
      {value.children}
    </StarterContext.Provider>
  ),
};
/** The present state. The engine removes the intents that it takes. */
export let state: StarterState = starter;
let loading: Promise<unknown> | undefined;
let failures = 0;
let page: string | undefined;
let count = 0;
const listeners = new Set<() => void>();

const source: BoxSource<StarterState> = [
  (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  () => state,
  () => starter,
];

/** Changes the state of the page. */
export const set = (change: object): void => {
  state = { ...state, ...change };
  listeners.forEach((listener) => listener());
};

/** Loads the engine, once. A load that failed is repeated with growing pauses. */
export const load = (): void => {
  loading ??= starter.fetchEngine().then(
    // In a task of its own: not between `click` and `change` of one click.
    (engine) => setTimeout(set, 0, engine),
    () => {
      setTimeout(() => {
        loading = undefined;
        load();
      }, 1_000 * ++failures);
      set({ failures });
    },
  );
};

/** Returns the id of a new answer. */
export const createId = (): string => (page ??= Date.now() + (Math.random() + '').slice(2)) + '_' + ++count;

const answer = (name: string, act: Pick<Intent, 'context' | 'props' | 'checked'>): void => {
  const put = (change: object) => set({ [name]: { ...(state as Intents)[name], ...change } });
  if (!(state as Intents)[name]) {
    put({ sent: {} });
    setTimeout(() => (state as Intents)[name] && put({ saving: true }), 400);
    addEventListener('pagehide', leave);
  }
  put({ ...act, at: Date.now(), id: createId() });
  load();
};

/** Sends the answers that the engine has not taken, because nothing runs after the page is left. */
const leave = (): void => {
  const note = [];
  for (const name in state) {
    const { context, checked, id, sent } = (state as Intents)[name]!;
    if (!sent) continue;
    context.client
      .patchConsent(...(JSON.parse(name) as [string, string]), checked, {
        retry: 0,
        id,
        // An opposite one may be under way since the page was left before.
        followsWithin: sent[!checked as never] && 10_000,
      })
      .catch(() => undefined);
    sent[checked as never] = id as never;
    note.push([name, checked]);
  }
  try {
    // For the next page, see order/previous-page.ts.
    if (note[0]) sessionStorage.setItem('norce-kit-left', JSON.stringify([Date.now(), note]));
  } catch {
    // Without storage the next page reads the order once.
  }
};

/** Connects the boxes below it to one order. The same props as those of `OrderProvider` of `@norce-kit/react`. */
export const OrderProvider = (props: LazyOrderProviderProps): ReactElement => {
  const view = { ...props, ...useSyncExternalStore(...source) } as StarterContext;
  return <Slot use={view.provide} view={view} />;
};

/** Creates the component of a kind of box; `prepare` returns its props, `draw` renders it until the engine is there. */
export const createBox = <Props,>(
  prepare: (props: Props, context: StarterContext) => BoxProps,
  draw: (view: BoxView) => ReactNode = renderBox,
): ForwardRefExoticComponent<Props & RefAttributes<HTMLInputElement>> =>
  forwardRef<HTMLInputElement, Props>((props, ref) => {
    const context = useContext(StarterContext);
    const view: BoxView = {
      context,
      id: useId(),
      own: useState({})[0],
      props: prepare(props as Props, context),
      ref,
    };
    view.shown = useSyncExternalStore(...context.watch(view));
    return <Slot use={context.box ?? draw} view={view} />;
  }) as ForwardRefExoticComponent<Props & RefAttributes<HTMLInputElement>>;
