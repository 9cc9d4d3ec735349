import type { Order } from '@norce-kit/core';
import type { OrderEvent } from '@norce-kit/react';
import { createSandbox } from '@norce-kit/sandbox';
import type { Sandbox } from '@norce-kit/sandbox';
import { QueryClient } from '@tanstack/react-query';
import { flushSync } from 'react-dom';
import type { Renderers } from '../../../packages/react/src/lazy/page-state.ts';
import type { Platform } from '../host/platform.ts';
import { pressSpace, setVisibility } from './browser.ts';
import { keyOf, listen, noteWrites } from './log.ts';
import type { Act, Sent } from './log.ts';
import { loadEngine, Parcel } from './modules.ts';
import type { Entries } from './modules.ts';
import { installPagePlatform } from './platform.ts';
import { consentIds, LazyRoot } from './root.tsx';
import type { LazyHost } from './root.tsx';
import type { LazySetup } from './setup.ts';

/** A fault that a run adds to the kit, to prove that the invariants find it. */
export interface Planted {
  /** Returns the engine that arrives. */
  readonly engine?: (engine: Renderers, world: LazyWorld) => Renderers;
  /** Makes the engine arrive during a click. */
  readonly arrive?: (arrive: () => void) => void;
}

export type Press = 'box' | 'label' | 'space' | 'double';

type Evidence = ReturnType<Entries['main']['consentEvidence']>;

const run = (arrive: () => void) => arrive();

/** A page with the lazy entry on two orders of a sandbox, and a record of what happened. */
export class LazyWorld {
  readonly setup: LazySetup;
  readonly entries: Entries;
  readonly sandbox: Sandbox;
  readonly orderIds: readonly [string, string];
  readonly roots: readonly LazyRoot[];
  readonly platform: Platform;
  readonly queryClient = new QueryClient();
  readonly engine = new Parcel<Renderers>();
  readonly evidence = new Parcel<Evidence>();
  readonly acts: Act[] = [];
  readonly sent: Sent[] = [];
  /** Changes by others: the consent, and the number of acts that had happened. */
  readonly changes: { readonly key: string; readonly acts: number }[] = [];
  /** Answers that the shopper went on without: the number of acts that had happened, by consent. */
  readonly dropped = new Map<string, number>();
  readonly events: { readonly root: LazyRoot; readonly event: OrderEvent }[] = [];
  readonly goneOn: { readonly root: LazyRoot; readonly hasTerms: boolean; readonly isPaying: boolean }[] = [];
  /** How often a box has shown "Saved", by root and consent. */
  readonly announced = new Map<string, number>();
  openChecks = 0;
  presses = 0;
  hasFaults = false;
  hasLeft = false;
  readonly planted: Planted;
  readonly #serverValues = new Map<HTMLInputElement, boolean>();
  readonly #stopListening: () => void;
  #evidenceOfShop: Evidence | undefined;
  #isArriving = false;

  constructor(setup: LazySetup, entries: Entries, planted: Planted = {}) {
    this.setup = setup;
    this.entries = entries;
    this.planted = planted;
    this.platform = installPagePlatform();
    this.sandbox = createSandbox({ authenticate: false });
    const { orders } = this.sandbox;
    this.orderIds = [orders.create({ id: 'o_first' }).id, orders.create({ id: 'o_second' }).id];
    const { isTicked } = setup;
    if (isTicked.newsletter) orders.setChecked(this.orderIds[0], 'ci_newsletter', true);
    if (isTicked.terms) orders.setChecked(this.orderIds[0], 'ci_terms', true);
    entries.replaceImport(() => this.engine.fetch());
    const host = this.#createHost();
    const order = {
      id: this.orderIds[0],
      initialOrder: setup.hasInitialOrder ? this.read(this.orderIds[0]) : undefined,
    };
    this.roots = setup.roots.map((root, index) => new LazyRoot(root, index, host, order));
    this.#stopListening = listen(this.roots, this.announced);
  }

  async open(): Promise<void> {
    const { setup } = this;
    if (setup.engine === 'at once') this.engine.code = await this.#loadEngine();
    if (setup.evidence === 'at once') this.evidence.code = this.#evidenceOfShop;
    for (const root of this.roots) {
      root.serve();
      for (const index of [0, 1]) {
        const box = root.box(index);
        if (box !== undefined) this.#serverValues.set(box, box.checked);
      }
    }
    for (const root of this.roots) if (root.setup.start === 'render') root.takeOver();
    await this.settle();
  }

  /** Runs promises and React on, without time. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 6; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
    this.roots.forEach((root) => root.checkElements());
  }

  async pass(milliseconds: number): Promise<void> {
    await this.platform.clock.pass(milliseconds);
    await this.settle();
  }

  holds(key: string): boolean | undefined {
    const [orderId = '', consentId] = key.split(' ');
    return this.sandbox.orders.get(orderId)?.consents.find(({ id }) => id === consentId)?.checked;
  }

  read(orderId: string): Order {
    return structuredClone(this.sandbox.orders.get(orderId)) as Order;
  }

  /** Hydrates a root. Of the clicks on a box before only the last counts, and none if the box is as the server sent it. */
  async takeOver(root: LazyRoot): Promise<void> {
    if (root.isTaken) return;
    this.#passBetweenActs();
    for (const index of [0, 1] as const) {
      const box = root.box(index);
      if (box === undefined || box.checked === this.#serverValues.get(box)) continue;
      const key = keyOf(root.orderId, consentIds[index]);
      const isCertain = this.acts.every((act) => act.key !== key);
      this.#addAct(key, box, box.checked, isCertain);
    }
    root.takeOver();
    await this.settle();
  }

  /** Clicks a box, by itself, its label or a key. */
  async click(root: LazyRoot, index: 0 | 1, by: Press, during: () => void = () => undefined): Promise<void> {
    const box = root.box(index);
    if (box === undefined) return;
    const consentId = consentIds[index];
    const key = keyOf(root.orderId, consentId);
    const before = box.checked;
    const isTwice = by === 'double';
    this.#passBetweenActs();
    if (root.isTaken) this.#addAct(key, box, !before);
    document.addEventListener('click', during, { once: true });
    if (by === 'space') pressSpace(box);
    else if (by === 'label') box.labels?.[0]?.querySelector('span')?.click();
    else box.click();
    document.removeEventListener('click', during);
    if (isTwice) {
      this.#passBetweenActs();
      if (root.isTaken) this.#addAct(key, box, before);
      box.click();
    }
    await this.settle();
    const expected = isTwice ? before : !before;
    // The server may have refused it already.
    const isRefused = box.closest('[data-save-state=not-saved], [data-save-state=unknown]') !== null;
    if (box.isConnected && box.checked !== expected && !isRefused)
      throw new Error(`I1: a click on ${consentId} of root ${root.index}, which was ${before}, counts`);
  }

  /** Makes the code of the engine arrive where it is waited for. `when` runs a function at the moment of the arrival. */
  async arrive(when: (arrive: () => void) => void | Promise<void>): Promise<void> {
    const isMissing = !this.engine.isAwaited || this.#isArriving;
    const engine = isMissing ? undefined : await this.#loadEngine();
    await when(() => {
      if (engine !== undefined && this.engine.isAwaited) this.engine.arrive(engine);
    });
    await this.settle();
  }

  /** Makes the engine arrive during a click, after the handlers of React. */
  async arriveInClick(root: LazyRoot, index: 0 | 1, by: Press): Promise<void> {
    await this.arrive((arriveNow) =>
      this.click(root, index, by, () => {
        (this.planted.arrive ?? run)(arriveNow);
        // A browser runs microtasks after each listener.
        flushSync(() => undefined);
      }),
    );
  }

  arriveEvidence(): void {
    if (this.#evidenceOfShop !== undefined) this.evidence.arrive(this.#evidenceOfShop);
  }

  changeElsewhere(order: 0 | 1, index: 0 | 1): void {
    const key = keyOf(this.orderIds[order], consentIds[index]);
    this.changes.push({ key, acts: this.acts.length });
    this.sandbox.orders.setChecked(this.orderIds[order], consentIds[index], this.holds(key) !== true);
  }

  /** Leaves the page and comes back to the page that the browser kept. */
  async leave(milliseconds: number, during: () => void = () => undefined): Promise<void> {
    this.hasLeft = true;
    setVisibility('hidden');
    window.addEventListener('pagehide', during, { once: true });
    window.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: true }));
    window.removeEventListener('pagehide', during);
    this.platform.skew(milliseconds);
    await this.settle();
    window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
    setVisibility('visible');
    await this.settle();
  }

  turn(root: LazyRoot): void {
    if (!root.isTaken) return;
    const [first, second] = this.orderIds;
    root.orderId = root.orderId === first ? second : first;
    root.isPaying = false;
    if (root.initialOrder !== undefined) root.initialOrder = this.read(root.orderId);
    root.render();
  }

  /** Clicks the first button that sends an answer again, or that goes on without it. */
  pressButton(root: LazyRoot, name: 'retry' | 'go on'): void {
    const text = name === 'retry' ? /again/i : /^Go on /;
    const button = [...root.container.querySelectorAll('button')].find((one) => text.test(one.textContent));
    const box = button?.closest('[data-save-state]')?.querySelector<HTMLInputElement>('[data-box]');
    if (button === undefined || !box) return;
    const key = keyOf(root.orderId, box.dataset['box'] ?? '');
    const last = this.acts.findLast((act) => act.key === key);
    this.#passBetweenActs();
    if (name === 'go on') this.dropped.set(key, this.acts.length);
    else if (last !== undefined) this.#addAct(key, box, last.value);
    button.click();
  }

  pay(root: LazyRoot): void {
    this.presses += 1;
    root.pay();
  }

  async end(): Promise<void> {
    this.#stopListening();
    for (const root of this.roots) root.end();
    Reflect.deleteProperty(navigator, 'onLine');
    Reflect.deleteProperty(document, 'visibilityState');
    this.queryClient.clear();
    sessionStorage.clear();
    localStorage.clear();
    await this.platform.clock.pass(0);
    this.platform.uninstall();
  }

  async #loadEngine(): Promise<Renderers> {
    this.#isArriving = true;
    const { box, watch, provide } = await loadEngine();
    this.#isArriving = false;
    const engine = { box, watch, provide, failures: undefined };
    return this.planted.engine?.(engine, this) ?? engine;
  }

  #addAct(key: string, box: HTMLInputElement, value: boolean, isCertain = true): void {
    const root = this.roots.find(({ container }) => container.contains(box));
    const words = box.labels?.[0]?.textContent ?? '';
    this.acts.push({ key, value, at: Date.now(), words, entry: root?.setup.entry, isCertain });
  }

  /** A shopper needs a millisecond between two answers, and each record has the time of its own. */
  #passBetweenActs(): void {
    this.platform.skew(1);
  }

  #createHost(): LazyHost {
    const { setup, entries } = this;
    const fetch = noteWrites((request) => this.sandbox.fetch(request), this.sent);
    const options = { baseUrl: 'https://sandbox.invalid', fetch };
    const client =
      setup.client === 'core' ? entries.createOrderClient(options) : entries.lazy.createOrderClient(options);
    this.#evidenceOfShop = setup.hasEvidence ? entries.main.consentEvidence() : undefined;
    return {
      entries,
      client: client as LazyHost['client'],
      queryClient: setup.hasQueryClient ? this.queryClient : undefined,
      evidence: setup.hasEvidence ? { load: () => this.evidence.fetch() } : undefined,
      mainEvidence: this.#evidenceOfShop,
      hasGate: setup.hasGate,
      onEvent: (root, event) => void this.events.push({ root, event }),
      onGoOn: (root) =>
        void this.goneOn.push({
          root,
          hasTerms: this.holds(keyOf(root.orderId, 'ci_terms')) === true,
          isPaying: root.isPaying,
        }),
      onCheck: (check) => {
        this.openChecks += 1;
        const done = () => void (this.openChecks -= 1);
        check.then(done, done);
      },
      onProblem: (problem) => void this.platform.problems.push(problem),
    };
  }
}
