'use client';

import { useEffect, useMemo } from 'react';
import type { ReactElement } from 'react';
import { useConsentCheckbox, wordingOf } from '../components/consent-checkbox.tsx';
import type { ConsentCheckboxProps } from '../components/consent-checkbox.tsx';
import { noteConsent } from '../dev/reads.ts';
import { createActions, toResult } from '../hooks/use-order-consent.ts';
import { AnswerView } from '../order/answer-view.ts';
import type { ShownAnswer } from '../order/answer-view.ts';
import type { ConsentFacts } from '../order/consent-facts.ts';
import type { OrderStore } from '../order/order-store.ts';
import { isSame } from '../order/same-items.ts';
import { noteServedBoxes } from '../order/served-boxes.ts';
import { useOrderContext } from '../provider.tsx';
import type { OrderContextValue } from '../provider.tsx';
import type { BoxSource } from './page-state.ts';
import type { BoxState, BoxView } from './box-state.ts';
import { withAfter } from './with-after.tsx';

/** The state that a box shows. */
interface Shown {
  readonly facts: ConsentFacts;
  readonly answer: ShownAnswer;
}

/** The subscription of a box to its consent, in place of the hooks of `useOrderConsent`. */
interface Model {
  readonly deps: readonly unknown[];
  readonly view: AnswerView;
  readonly source: BoxSource<Shown>;
}

const models = new WeakMap<BoxState, Model>();

/** Returns what a box subscribes to; the same as long as order, consent and words are. */
export function watch({ context, own, props: given }: BoxView): BoxSource<Shown> {
  const { stores, evidence, orderId } = context as object as OrderContextValue;
  const props = given as object as ConsentCheckboxProps;
  const { consentId, kind } = props;
  const store = stores.of(props.orderId ?? orderId);
  const words = evidence && (wordingOf(props)?.text ?? store.getFacts(consentId).text);
  const deps = [consentId, evidence, kind, store, words];
  let model = models.get(own);
  if (model === undefined || !isSame(model.deps, deps)) {
    const view = new AnswerView(evidence?.compare(store, words, kind) ?? store, consentId);
    model = { deps, view, source: createSource(store, consentId, view) };
    models.set(own, model);
  }
  return model.source;
}

function createSource(store: OrderStore, consentId: string, view: AnswerView): BoxSource<Shown> {
  let last: Shown | undefined;
  const show = (facts: ConsentFacts, answer: ShownAnswer) =>
    last?.facts === facts && last.answer === answer ? last : (last = { facts, answer });
  return [
    (listener) => {
      const stops = [store.subscribe(listener), view.subscribe(listener)];
      return () => stops.forEach((stop) => stop());
    },
    () => show(store.getFacts(consentId), view.get()),
    () => {
      // In a browser React calls this only to hydrate.
      noteServedBoxes();
      view.noteHydration();
      return show(store.served.getFacts(consentId), store.served.getAnswer(consentId));
    },
  ];
}

/** Continues a box of the starter with its elements, its id and its message. */
export function useLazyBox({ own, id, ref, shown, ...box }: BoxView): ReactElement | null {
  const props = box.props as object as ConsentCheckboxProps;
  const { consentId, orderId, render } = props;
  const { store, evidence } = useOrderContext('ConsentCheckbox', orderId);
  const { facts, answer } = shown as Shown;
  const { view } = models.get(own) as Model;
  const wording = wordingOf(props);
  const { text = facts.text, version, lang } = wording ?? {};
  const actions = useMemo(
    () =>
      createActions(
        { store, consentId, evidence, wording: text === undefined ? undefined : { text, version, lang } },
        view,
      ),
    [consentId, evidence, lang, view, store, text, version],
  );
  const result = toResult(answer, facts, actions);
  const note = () => {
    store.boxes.show(consentId);
    view.note();
    own.consent = result;
    if (process.env.NODE_ENV !== 'production') {
      const isKnown = facts.isOnOrder === true || facts.text !== undefined;
      noteConsent(store.queryClient, store.orderId, consentId, isKnown);
    }
  };
  const after = <AfterRender run={note} />;
  const given = render ? { ...props, render: withAfter(render, after) } : props;
  return useConsentCheckbox(given, ref, result, wording, id, after);
}

/** Calls `run` after each render. A component of its own, because a `Slot` takes no effects later. */
function AfterRender({ run }: { readonly run: () => void }): null {
  useEffect(run);
  return null;
}
