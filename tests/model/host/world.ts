import type { Order } from '@norce-kit/core';
import { consentEvidence } from '@norce-kit/react';
import type { OrderEvent } from '@norce-kit/react';
import { createSandbox } from '@norce-kit/sandbox';
import type { Sandbox } from '@norce-kit/sandbox';
import { dehydrate, focusManager, hydrate, QueryClient } from '@tanstack/react-query';
import type { DehydratedState } from '@tanstack/react-query';
import { act } from '@testing-library/react';
import { createHostClient } from './clients.ts';
import type { Call, HostClient } from './clients.ts';
import { OwnBox, PayButton } from './page.tsx';
import { installPlatform } from './platform.ts';
import type { Platform } from './platform.ts';
import { HostRoot, isHidden } from './root.tsx';
import { defaults } from './setup.ts';
import type { Defaults, HostSetup } from './setup.ts';

/** An act of the shopper that answers a consent. */
export interface Act {
  readonly orderId: string;
  readonly consentId: string;
  readonly value: boolean;
  readonly root: HostRoot;
  readonly client: HostClient;
  /** The box, if it was not hydrated at the click. */
  readonly early: HTMLInputElement | undefined;
  /** Number of the acts when the request was sent that carried it already; undefined where the act had one of its own. */
  readonly carriedBy: number | undefined;
  /** The words beside the box; undefined where the evidence may have others. */
  readonly words: Words | undefined;
  /** When it happened by the wall clock, in ISO 8601. */
  readonly from: string;
  until: string;
  /** Whether the kit must save it. An early tick may get lost with its element, or under a form library. */
  isCertain: boolean;
}

/** Words as evidence names them. */
interface Words {
  readonly text: string;
  /** Undefined where the words are not the host's own. */
  readonly version: string | undefined;
}

/** A fault that a run adds to its world, to prove that the invariants find it. */
export interface Planted {
  /** Wraps each client; `firstOrder` is the order as it was when the page was made. */
  readonly client?: (client: HostClient, firstOrder: Order) => HostClient;
  /** Whether the provider does not get the newer order of a refresh. */
  readonly keepsInitialOrder?: boolean;
  /** Replaces the box of an own interface. */
  readonly Own?: typeof OwnBox;
  /** Replaces the button that goes on. */
  readonly Gate?: typeof PayButton;
}

export const consentIds = ['ci_newsletter', 'ci_terms'] as const;

/** A page of a host on an order of a sandbox, and a record of what happened. */
export class World {
  readonly setup: HostSetup;
  /** The order as it was when the page was made. */
  readonly firstOrder: Order;
  readonly sandbox: Sandbox;
  readonly orderIds: readonly [string, string];
  readonly roots: readonly HostRoot[];
  readonly queryClients: QueryClient[];
  readonly platform: Platform;
  /** All acts, in order. */
  readonly acts: Act[] = [];
  /** All writes that clients were asked for. */
  readonly calls: Call[] = [];
  /** Mutations that were added to the caches, by order and consent. */
  readonly mutations = new Map<string, number>();
  /** Events of the provider. */
  readonly events: { readonly root: HostRoot; readonly event: OrderEvent }[] = [];
  /** Changes of an order by others, with the number of acts before them. */
  readonly changes: { readonly key: string; readonly acts: number }[] = [];
  /** Answers of the shopper in other tabs that these announced: a page with an older one under way writes the newer one. */
  readonly answersInTabs: { readonly key: string; readonly value: boolean }[] = [];
  /** Consents of orders whose answer the shopper went on without, with the number of acts before that. */
  readonly dropped = new Map<string, number>();
  /** Orders that a gate let go on, with what the order held, and whether the button was gone since the click. */
  readonly goneOn: { readonly root: HostRoot; readonly hasTerms: boolean; readonly isDropped: boolean }[] =
    [];
  readonly problems: string[];
  presses = 0;
  /** How often each box showed "saved" anew, by root, order and consent. */
  readonly saves = new Map<string, number>();
  /** The last state of each element. */
  readonly #states = new WeakMap<HTMLInputElement, string>();
  #texts = 0;
  hasFaults = false;
  hasLeft = false;
  hasTurned = false;
  hasNewClient = false;
  readonly #planted: Planted;
  readonly #clients: HostClient[];
  #dehydrated: string | undefined;

  constructor(setup: HostSetup, planted: Planted = {}) {
    this.setup = setup;
    this.#planted = planted;
    this.platform = installPlatform(setup.channel);
    this.problems = this.platform.problems;
    this.sandbox = createSandbox({ authenticate: false, latency: 20 });
    const { orders } = this.sandbox;
    this.orderIds = [orders.create().id, orders.create().id];
    const { isTicked } = setup;
    if (isTicked.newsletter) orders.setChecked(this.orderIds[0], 'ci_newsletter', true);
    if (isTicked.terms) orders.setChecked(this.orderIds[0], 'ci_terms', true);
    const firstOrder = structuredClone(orders.get(this.orderIds[0])) as Order;
    this.firstOrder = firstOrder;
    this.queryClients = setup.defaults.map((_, index) => this.createCache(index, firstOrder));
    this.#clients = [this.createClient(), this.createClient()];
    const { queryClients } = this;
    const clients = this.#clients;
    const host = {
      now: () => performance.now(),
      queryClients,
      clients,
      serverClient: this.createClient(),
      evidence: consentEvidence(),
      orderId: this.orderIds[0],
      initialOrder: setup.hasInitialOrder ? firstOrder : undefined,
      Own: planted.Own ?? OwnBox,
      Gate: planted.Gate ?? PayButton,
      onAttach: (root: HostRoot, element: HTMLInputElement) => this.#noteAttach(root, element),
      onEvent: (root: HostRoot, event: OrderEvent) => void this.events.push({ root, event }),
      onGoOn: (root: HostRoot) =>
        void this.goneOn.push({
          root,
          hasTerms: this.holds(root.orderId, 'ci_terms') === true,
          isDropped: !root.isPaying,
        }),
      onRecovered: (error: unknown) => {
        // The host's own doing: it rendered again before the boundary was hydrated.
        if (!/received an update before it finished/.test(String(error))) {
          this.problems.push(`hydration: ${String(error)}`);
        }
      },
    };
    this.roots = setup.roots.map((root, index) => new HostRoot(root, index, host));
    orders.subscribe(({ id }) => this.#noteChange(id));
  }

  async open(): Promise<void> {
    for (const root of this.roots) await root.serve();
    for (const consentId of this.setup.changedSince) this.changeElsewhere(this.orderIds[0], consentId);
    await this.platform.clock.pass(1_000);
    for (const root of this.roots) if (root.setup.start === 'render') root.takeOver();
    this.#setLoading();
  }

  /** Makes the server send the rest of a root. The document has loaded when it has sent all. */
  async receiveRest(root: HostRoot): Promise<void> {
    if (!root.isLoading) return;
    await root.receiveRest();
    this.#setLoading();
    act(() => void document.dispatchEvent(new Event('DOMContentLoaded')));
  }

  #setLoading(): void {
    const isLoading = this.roots.some((root) => root.isLoading);
    Object.defineProperty(document, 'readyState', {
      configurable: true,
      value: isLoading ? 'loading' : 'complete',
    });
  }

  readonly pass = (milliseconds: number) => act(() => this.platform.clock.pass(milliseconds));

  holds(orderId: string, consentId: string): boolean | undefined {
    return this.sandbox.orders.get(orderId)?.consents.find(({ id }) => id === consentId)?.checked;
  }

  /** Clicks a box or its label, as the shopper sees it. */
  click(root: HostRoot, box: HTMLInputElement, byLabel: boolean): void {
    const { orderId, client } = root;
    const consentId = box.dataset['consent'] ?? '';
    const before = box.checked;
    const wasLive = root.live.has(box);
    const label = byLabel ? box.labels?.[0] : undefined;
    const target = label?.querySelector('span') ?? label ?? box;
    const others = this.roots.flatMap((other) => (other === root ? [] : other.boxes()));
    const shownBefore = others.map(({ checked }) => checked);
    const isEarly = !wasLive;
    const words = this.#wordsBeside(root, box);
    // Before the click, because React may write during it.
    const early = isEarly ? box : undefined;
    const given = this.#addAct({
      orderId,
      consentId,
      value: !before,
      root,
      client,
      early,
      words,
      isCertain: !isEarly,
    });
    this.#carryOut([given], () => target.click());
    if (root.live.has(box)) given.isCertain ||= root.setup.formRef === 'none';
    if (isEarly && !given.isCertain) this.#foldEarly(box, given);
    if (wasLive && root.setup.formRef !== 'none') root.noteFormValue(box, !before);
    if (!box.isConnected) return;
    if (box.checked === before) {
      throw new Error(`I1: a click on ${consentId} of root ${root.index}, which was ${before}, changes it`);
    }
    if (label === undefined) return;
    others.forEach((other, index) => {
      const isSame = other.dataset['consent'] === consentId;
      if (!isSame && other.isConnected && other.checked !== shownBefore[index]) {
        throw new Error(`I3: a click on the label of ${consentId} changed ${other.dataset['consent']}`);
      }
    });
  }

  /** Carries out acts and notes when they ended. */
  #carryOut(acts: readonly Act[], run: () => void): void {
    act(run);
    const until = new Date().toISOString();
    for (const given of acts) given.until = until;
  }

  /** Returns the words beside a box as evidence has them; undefined where the evidence may have others. */
  #wordsBeside(root: HostRoot, box: HTMLInputElement | undefined): Words | undefined {
    const consentId = box?.dataset['consent'] ?? '';
    const text = root.wordsOf(consentId);
    if (box === undefined || !root.live.has(box) || text === undefined) return undefined;
    const { words } = root;
    return { text, version: words.text === undefined ? undefined : String(words.version) };
  }

  #boxOf(root: HostRoot, consentId: string): HTMLInputElement | undefined {
    return root.boxes().find(({ dataset }) => dataset['consent'] === consentId);
  }

  /** Notes which boxes show "saved". */
  noteStates(): void {
    for (const root of this.roots) {
      for (const box of root.boxes()) {
        // While a root is suspended, React 18 keeps the boxes of the order before.
        if (isHidden(box)) continue;
        const key = `${root.index} ${keyOf(root.orderId, box.dataset['consent'] ?? '')}`;
        const state = box.closest<HTMLElement>('[data-save-state]')?.dataset['saveState'];
        const shown = `${key} ${state}`;
        if (state === 'saved' && this.#states.get(box) !== shown) {
          this.saves.set(key, (this.saves.get(key) ?? 0) + 1);
        }
        this.#states.set(box, shown);
      }
    }
  }

  #addAct(added: Omit<Act, 'carriedBy' | 'from' | 'until'>): Act {
    const now = new Date().toISOString();
    const given = { ...added, from: now, until: now };
    const { client, orderId, consentId, value } = given;
    const call = this.calls.find(
      (one) =>
        !one.isOver &&
        one.client === client &&
        one.value === value &&
        keyOf(one.orderId, one.consentId) === keyOf(orderId, consentId),
    );
    const last: Act = { ...given, carriedBy: call?.acts };
    this.acts.push(last);
    return last;
  }

  /** Adds an act that no click on the box gives. */
  #addPress(root: HostRoot, consentId: string, value: boolean, box: HTMLInputElement | undefined): Act {
    const { orderId, client } = root;
    const words = this.#wordsBeside(root, box);
    return this.#addAct({
      orderId,
      consentId,
      value,
      root,
      client,
      early: undefined,
      words,
      isCertain: true,
    });
  }

  /** Clicks a button that answers all consents, whatever their boxes show. */
  answerAll(root: HostRoot, value: boolean): void {
    if (!root.isOpen || !root.isTaken) return;
    const button = root.container.querySelector<HTMLElement>(`[data-all="${value}"]`);
    if (button === null) return;
    const acts = consentIds.map((consentId) =>
      this.#addPress(root, consentId, value, this.#boxOf(root, consentId)),
    );
    this.#carryOut(acts, () => button.click());
  }

  /** Clicks the first button that sends an answer or reads the order again. */
  retry(root: HostRoot): void {
    const button = root.findButton(/again|igen/i);
    const box = boxBeside(button);
    if (!box) act(() => button?.click());
    if (button === undefined || !box) return;
    const consentId = box.dataset['consent'] ?? '';
    const { orderId, client } = root;
    const last = this.acts.findLast((given) => given.orderId === orderId && given.consentId === consentId);
    const words = this.#wordsBeside(root, box);
    const acts = last === undefined ? [] : [this.#addAct({ ...last, root, client, early: undefined, words })];
    this.#carryOut(acts, () => button.click());
  }

  /** Clicks the first button that gives an outdated answer again. */
  confirm(root: HostRoot): void {
    const button = root.findButton(/^(Confirm|Bekräfta)/);
    const box = boxBeside(button);
    if (button === undefined || !box || !root.live.has(box)) return;
    const given = this.#addPress(root, box.dataset['consent'] ?? '', box.checked, box);
    this.#carryOut([given], () => button.click());
  }

  /** Changes the texts of the orders, unannounced. */
  changeTexts(number: number): void {
    this.#texts = number;
  }

  /** Returns an order with the present texts. */
  #withTexts(order: Order): Order {
    if (this.#texts === 0) return order;
    const consents = order.consents?.map((consent) => ({
      ...consent,
      text: `${consent.text} (${this.#texts})`,
    }));
    return { ...order, ...(consents && { consents }) };
  }

  /** Clicks the first button that goes on without an answer. */
  goOnWithout(root: HostRoot): void {
    const button = root.findButton(/^(Go on|Fortsätt) /);
    const box = boxBeside(button);
    if (button === undefined || !box) return;
    this.dropped.set(keyOf(root.orderId, box.dataset['consent'] ?? ''), this.acts.length);
    act(() => button.click());
  }

  pay(root: HostRoot): void {
    if (!root.isOpen) return;
    this.presses += 1;
    root.pay();
  }

  focus(): void {
    act(() => {
      focusManager.setFocused(false);
      focusManager.setFocused(true);
      focusManager.setFocused(undefined);
    });
    this.roots.forEach((root) => root.reopen());
  }

  /** Leaves the page and comes back by the back button to the page that the browser kept. */
  async leave(milliseconds: number): Promise<void> {
    this.hasLeft = true;
    act(() => {
      this.#setVisibility('hidden');
      window.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: true }));
    });
    this.platform.skew(milliseconds);
    await this.pass(0);
    act(() => {
      window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
      this.#setVisibility('visible');
    });
    this.roots.forEach((root) => root.reopen());
  }

  setOnline(isOnline: boolean): void {
    Object.defineProperty(navigator, 'onLine', { configurable: true, value: isOnline });
    act(() => void window.dispatchEvent(new Event(isOnline ? 'online' : 'offline')));
  }

  /** Another tab or device answers a consent, unannounced. */
  changeElsewhere(orderId: string, consentId: string): void {
    this.#change(orderId, consentId);
    this.roots.forEach((root) => root.changedAt.set(orderId, performance.now()));
  }

  /** Another tab answers a consent, and announces that. */
  changeInTab(orderId: string, consentId: string): void {
    if (this.setup.channel !== 'works') return;
    const checked = this.#change(orderId, consentId);
    this.answersInTabs.push({ key: keyOf(orderId, consentId), value: checked });
    const channel = new BroadcastChannel('norce-kit');
    channel.postMessage(['another tab', orderId, [consentId, checked], Date.now()]);
    // It was saved at once.
    channel.postMessage(['another tab', orderId]);
    channel.close();
  }

  #change(orderId: string, consentId: string): boolean {
    const checked = this.holds(orderId, consentId) !== true;
    this.changes.push({ key: keyOf(orderId, consentId), acts: this.acts.length });
    this.sandbox.orders.setChecked(orderId, consentId, checked);
    return checked;
  }

  /** Switches to another app, or back. */
  setPageShown(isShown: boolean): void {
    if (!isShown) this.hasLeft = true;
    act(() => this.#setVisibility(isShown ? 'visible' : 'hidden'));
    if (isShown) this.roots.forEach((root) => root.reopen());
  }

  turn(root: HostRoot): void {
    if (!root.isTaken) return;
    this.hasTurned = true;
    const [first, second] = this.orderIds;
    root.orderId = root.orderId === first ? second : first;
    root.isPaying = false;
    if (root.initialOrder !== undefined) root.initialOrder = this.#read(root.orderId);
    root.reopen();
    root.render();
  }

  show(root: HostRoot, isShown: boolean): void {
    if (!root.isTaken) return;
    root.isShown = isShown;
    root.render();
  }

  /** Goes to another route, while others change the order, and comes back. */
  async visit(root: HostRoot, consentId: string, milliseconds: number): Promise<void> {
    if (!root.isTaken || !root.isShown) return;
    this.show(root, false);
    this.changeElsewhere(root.orderId, consentId);
    await this.pass(milliseconds);
    this.show(root, true);
  }

  /** Renders with the order as the server has it now, like `router.refresh()` after an action that changed it. */
  async refresh(root: HostRoot, consentId: string, milliseconds: number): Promise<void> {
    if (root.initialOrder === undefined || !root.isTaken) return;
    await this.pass(milliseconds);
    this.changeElsewhere(root.orderId, consentId);
    await this.pass(1_000);
    if (this.#planted.keepsInitialOrder !== true) root.initialOrder = this.#read(root.orderId);
    root.reopen();
    root.render();
  }

  /** Makes a new client, as after a refresh of a token. */
  renewClient(number: 0 | 1): void {
    this.hasNewClient = true;
    this.#clients[number] = this.createClient();
    for (const root of this.roots) {
      if (root.setup.client !== number) continue;
      root.client = this.#clients[number];
      root.reopen();
      root.render();
    }
  }

  /** Makes a new QueryClient, with the state of `persist` or without. */
  renewCache(number: 0 | 1, isRestored: boolean): void {
    const before = this.queryClients[number];
    this.queryClients[number] = this.createCache(number, this.firstOrder);
    if (isRestored) this.restore(number, 0);
    for (const root of this.roots) {
      if (root.setup.cache !== number) continue;
      root.reopen();
      root.render();
    }
    before?.clear();
  }

  persist(number: 0 | 1): void {
    const cache = this.queryClients[number];
    if (cache !== undefined) this.#dehydrated = JSON.stringify(dehydrate(cache));
  }

  /** Restores the state of `persist`, with its times moved, as a server with another clock would send them. */
  restore(number: 0 | 1, milliseconds: number): void {
    const cache = this.queryClients[number];
    if (cache === undefined || this.#dehydrated === undefined || !this.#isTaken()) return;
    const state = JSON.parse(this.#dehydrated) as DehydratedState;
    for (const { state: query } of state.queries) query.dataUpdatedAt += milliseconds;
    act(() => hydrate(cache, state));
  }

  setData(number: 0 | 1, isFresh: boolean): void {
    const cache = this.queryClients[number];
    if (!this.#isTaken()) return;
    const order = structuredClone(this.firstOrder);
    act(() => void cache?.setQueryData(['norce', 'order', order.id], order, isFresh ? {} : { updatedAt: 1 }));
  }

  /** Whether all boxes are hydrated. The kit takes an order that it did not read before for the one of the server's HTML. */
  #isTaken(): boolean {
    return this.roots.every((root) => root.isHydrated() || (root.isTaken && root.setup.start === 'render'));
  }

  async end(): Promise<void> {
    for (const root of this.roots) root.end();
    Reflect.deleteProperty(navigator, 'onLine');
    Reflect.deleteProperty(document, 'visibilityState');
    Reflect.deleteProperty(document, 'readyState');
    for (const cache of this.queryClients) cache.clear();
    sessionStorage.clear();
    localStorage.clear();
    await this.platform.clock.pass(0);
    this.platform.uninstall();
  }

  createClient(): HostClient {
    const client = createHostClient(this.sandbox, {
      withTexts: (order) => this.#withTexts(order),
      onWrite: (given, end) => {
        const call: Call = { ...given, acts: this.acts.length, isOver: false };
        this.calls.push(call);
        const note = () => void (call.isOver = true);
        end.then(note, note);
      },
    });
    return this.#planted.client?.(client, this.firstOrder) ?? client;
  }

  createCache(number: number, order: Order): QueryClient {
    const name = this.setup.defaults[number] ?? 'none';
    const given: Defaults = defaults[name];
    const { queries, mutations, order: orderDefaults } = given;
    const cache = new QueryClient({
      defaultOptions: { ...(queries && { queries }), ...(mutations && { mutations }) },
    });
    if (orderDefaults) cache.setQueryDefaults(['norce', 'order', order.id], orderDefaults(order));
    cache.getMutationCache().subscribe((event) => {
      if (event.type !== 'added') return;
      const [scope, kind, orderId, consentId] = (event.mutation.options.mutationKey ??
        []) as readonly string[];
      if (scope !== 'norce' || kind !== 'consent') return;
      const key = keyOf(orderId ?? '', consentId ?? '');
      this.mutations.set(key, (this.mutations.get(key) ?? 0) + 1);
    });
    return cache;
  }

  /** A box got its refs; if it was ticked before, the kit must save the tick. */
  #noteAttach(root: HostRoot, box: HTMLInputElement): void {
    const tick = this.acts.find(({ early, isCertain }) => early === box && !isCertain);
    if (tick === undefined || tick.orderId !== root.orderId || root.setup.formRef !== 'none') return;
    tick.isCertain = box.checked === tick.value;
  }

  /** Of the clicks on a box before hydration only the last counts, and none if the box is as the server sent it. */
  #foldEarly(box: HTMLInputElement, given: Act): void {
    const isBack = box.checked === box.defaultChecked;
    const left = this.acts.filter((act) => act.early !== box || act.isCertain || (act === given && !isBack));
    this.acts.splice(0, this.acts.length, ...left);
  }

  /** The server changed an order. Roots of other clients may not hear of it. */
  #noteChange(orderId: string): void {
    const isHeard = this.setup.channel === 'works' && !this.hasFaults;
    for (const root of this.roots) {
      const isOwn = this.acts.every((given) => given.orderId !== orderId || given.client === root.client);
      if (!isOwn && !isHeard) root.changedAt.set(orderId, performance.now());
    }
  }

  #setVisibility(state: DocumentVisibilityState): void {
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: state });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }

  #read(orderId: string): Order {
    return this.#withTexts(structuredClone(this.sandbox.orders.get(orderId)) as Order);
  }
}

export const keyOf = (orderId: string, consentId: string): string => `${orderId} ${consentId}`;

/** Returns the box to which a button belongs. */
function boxBeside(button: Element | undefined): HTMLInputElement | null | undefined {
  return button?.closest('[data-save-state]')?.querySelector<HTMLInputElement>('[data-consent]');
}
