import type { Order } from '@norce-kit/core';
import type { OrderEvent } from '@norce-kit/react';
import { createSandbox } from '@norce-kit/sandbox';
import type { Sandbox } from '@norce-kit/sandbox';
import { focusManager, QueryClient } from '@tanstack/react-query';
import { createHash } from 'node:crypto';
import { flushSync } from 'react-dom';
import type { Renderers } from '../../../packages/react/src/lazy/starter.tsx';
import { installPlatform } from '../host/platform.ts';
import type { Platform } from '../host/platform.ts';
import { loadEngine, Parcel } from './modules.ts';
import type { Entries } from './modules.ts';
import { consentIds, LazyRoot } from './root.tsx';
import type { LazyHost } from './root.tsx';
import type { LazySetup } from './setup.ts';

/** An answer of the shopper. */
export interface Act {
  readonly key: string;
  readonly value: boolean;
  /** Time of the answer, as of `Date.now()`. */
  readonly at: number;
  /** The words beside the box. */
  readonly words: string;
  /** Whether the order of this answer and the ones around it is known. */
  readonly isCertain: boolean;
}

/** One write of a consent, as the page sent it. */
export interface Sent {
  readonly key: string;
  readonly id: string;
  readonly value: boolean;
}

/** A fault that a run adds to the kit, to prove that the invariants find it. */
export interface Planted {
  /** Returns the engine that arrives. */
  readonly engine?: (engine: Renderers, world: LazyWorld) => Renderers;
}

export type Press = 'box' | 'label' | 'space' | 'double';

type Evidence = ReturnType<Entries['main']['consentEvidence']>;

export const keyOf = (orderId: string, consentId: string): string => `${orderId} ${consentId}`;

// So that pages of earlier runs do not hear that this one is left.
const pageEvents = ['pagehide', 'pageshow'];

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
  /** How often a box has said "Saved", by root and consent. */
  readonly said = new Map<string, number>();
  openChecks = 0;
  presses = 0;
  hasFaults = false;
  hasLeft = false;
  readonly planted: Planted;
  readonly #serverValues = new Map<HTMLInputElement, boolean>();
  readonly #observer: MutationObserver;
  readonly #listeners: (() => void)[] = [];
  #evidenceOfShop: Evidence | undefined;
  #isArriving = false;

  constructor(setup: LazySetup, entries: Entries, planted: Planted = {}) {
    this.setup = setup;
    this.entries = entries;
    this.planted = planted;
    this.platform = installPlatform('works');
    const digest = (_: string, data: ArrayBufferView) =>
      Promise.resolve(new Uint8Array(createHash('sha256').update(Buffer.from(data.buffer)).digest()).buffer);
    Object.assign(crypto.subtle, { digest });
    this.#replaceDate();
    this.#trackListeners();
    this.sandbox = createSandbox({ authenticate: false });
    const { orders } = this.sandbox;
    this.orderIds = [orders.create({ id: 'o_first' }).id, orders.create({ id: 'o_second' }).id];
    const { isTicked } = setup;
    if (isTicked.newsletter) orders.setChecked(this.orderIds[0], 'ci_newsletter', true);
    if (isTicked.terms) orders.setChecked(this.orderIds[0], 'ci_terms', true);
    entries.starterModule.starter.fetchEngine = () => this.engine.fetch();
    const host = this.#createHost();
    const order = {
      id: this.orderIds[0],
      initialOrder: setup.hasInitialOrder ? this.read(this.orderIds[0]) : undefined,
    };
    this.roots = setup.roots.map((root, index) => new LazyRoot(root, index, host, order));
    this.#observer = new MutationObserver((records) => this.#listen(records));
    this.#observer.observe(document.body, { subtree: true, childList: true, characterData: true });
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

  /** Lets promises and React go on, without time. */
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
    if (root.isTaken) {
      this.#addAct(key, box, !before);
      if (isTwice) this.#addAct(key, box, before);
    }
    document.addEventListener('click', during, { once: true });
    if (by === 'space') this.#press(box);
    else if (by === 'label') box.labels?.[0]?.querySelector('span')?.click();
    else box.click();
    document.removeEventListener('click', during);
    if (isTwice) box.click();
    await this.settle();
    const expected = isTwice ? before : !before;
    if (box.isConnected && box.checked !== expected)
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
        arriveNow();
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

  focus(): void {
    focusManager.setFocused(false);
    focusManager.setFocused(true);
    focusManager.setFocused(undefined);
  }

  /** Leaves the page and comes back to the page that the browser kept. */
  async leave(milliseconds: number, during: () => void = () => undefined): Promise<void> {
    this.hasLeft = true;
    this.setVisibility('hidden');
    window.addEventListener('pagehide', during, { once: true });
    window.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: true }));
    window.removeEventListener('pagehide', during);
    this.platform.skew(milliseconds);
    await this.settle();
    window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
    this.setVisibility('visible');
    await this.settle();
  }

  setVisibility(state: DocumentVisibilityState): void {
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: state });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }

  setOnline(isOnline: boolean): void {
    Object.defineProperty(navigator, 'onLine', { configurable: true, value: isOnline });
    window.dispatchEvent(new Event(isOnline ? 'online' : 'offline'));
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
    if (name === 'go on') this.dropped.set(key, this.acts.length);
    else if (last !== undefined) this.#addAct(key, box, last.value);
    button.click();
  }

  pay(root: LazyRoot): void {
    this.presses += 1;
    root.pay();
  }

  async end(): Promise<void> {
    this.#observer.disconnect();
    for (const root of this.roots) root.end();
    Reflect.deleteProperty(navigator, 'onLine');
    Reflect.deleteProperty(document, 'visibilityState');
    this.queryClient.clear();
    sessionStorage.clear();
    await this.platform.clock.pass(0);
    this.#listeners.forEach((stop) => stop());
    this.platform.uninstall();
  }

  async #loadEngine(): Promise<Renderers> {
    this.#isArriving = true;
    const { box, watch, provide } = await loadEngine();
    this.#isArriving = false;
    const engine = { ...(box && { box }), watch, provide, failures: 0 };
    return this.planted.engine?.(engine, this) ?? engine;
  }

  #addAct(key: string, box: HTMLInputElement, value: boolean, isCertain = true): void {
    this.acts.push({ key, value, at: Date.now(), words: box.labels?.[0]?.textContent ?? '', isCertain });
  }

  #press(box: HTMLInputElement): void {
    box.focus();
    box.dispatchEvent(new KeyboardEvent('keydown', { key: ' ', bubbles: true, cancelable: true }));
    box.click();
    box.dispatchEvent(new KeyboardEvent('keyup', { key: ' ', bubbles: true, cancelable: true }));
  }

  #createHost(): LazyHost {
    const { setup, entries } = this;
    const fetch = (request: Request) => this.#fetch(request);
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

  async #fetch(request: Request): Promise<Response> {
    const [, orderId = '', consentId] = /orders\/([^/]+)\/consents\/([^/]+)$/.exec(request.url) ?? [];
    if (request.method === 'PATCH' && consentId !== undefined) {
      const sent = this.sent.length;
      this.sent.push({
        key: keyOf(orderId, consentId),
        id: request.headers.get('idempotency-key') ?? '',
        value: false,
      });
      // Its text comes later than its place among the requests.
      const { checked } = (await request.clone().json()) as { readonly checked: boolean };
      this.sent[sent] = { ...(this.sent[sent] as Sent), value: checked };
    }
    return this.sandbox.fetch(request);
  }

  #listen(records: readonly MutationRecord[]): void {
    const statuses = new Set(
      records.flatMap(({ target }) => {
        const element = target instanceof Element ? target : target.parentElement;
        return element?.closest('[role=status]') ?? [];
      }),
    );
    for (const status of statuses) {
      if (!status.textContent.startsWith('Saved')) continue;
      const box = status.closest('[data-save-state]')?.querySelector<HTMLElement>('[data-box]');
      const root = this.roots.find(({ container }) => container.contains(status));
      if (!box || root === undefined) continue;
      const key = `${root.index} ${keyOf(root.orderId, box.dataset['box'] ?? '')}`;
      this.said.set(key, (this.said.get(key) ?? 0) + 1);
    }
  }

  /** Makes `new Date()` a date of the fake clock. */
  #replaceDate(): void {
    const Platform = Date;
    const fake = new Proxy(Platform, {
      construct: (target, given) =>
        Reflect.construct(target, given.length === 0 ? [Date.now()] : given) as Date,
    });
    Object.assign(globalThis, { Date: fake });
    this.#listeners.push(() => Object.assign(globalThis, { Date: Platform }));
  }

  #trackListeners(): void {
    const { addEventListener } = window;
    const add = (...given: Parameters<typeof addEventListener>) => {
      const [type, listener] = given;
      if (pageEvents.includes(type)) this.#listeners.push(() => window.removeEventListener(type, listener));
      addEventListener.apply(window, given);
    };
    Object.assign(globalThis, { addEventListener: add });
    this.#listeners.push(() => Object.assign(globalThis, { addEventListener }));
  }
}
