import type { OrderClient } from '@norce-kit/core';
import { consentEvidence } from '@norce-kit/react';
import { createSandbox } from '@norce-kit/sandbox';
import type { Fault, Sandbox } from '@norce-kit/sandbox';
import { focusManager, QueryClient } from '@tanstack/react-query';
import { act, fireEvent } from '@testing-library/react';
import { createRoot } from 'react-dom/client';
import { installPlatform } from '../host/platform.ts';
import { Attempts } from './attempts.ts';
import { PayButton, renderPage, renderTab } from './page.tsx';
import type { PageState, Planted } from './page.tsx';
import type { Rules, Setup } from './setup.ts';
import { consentIds, keyOf, Traffic } from './traffic.ts';
import type { Name, Value } from './traffic.ts';

/** A checkout page on two orders of a sandbox, and a record of what happened. */
export class World {
  readonly setup: Setup;
  readonly sandbox: Sandbox;
  readonly orderIds: readonly [string, string];
  readonly container = document.createElement('div');
  readonly tab = document.createElement('div');
  readonly traffic: Traffic;
  readonly attempts = new Attempts(this);
  /** The values that the shopper gave, by order and name. */
  readonly given = new Map<string, Value[]>();
  /** The values that the shopper went on without, until the next one. */
  readonly dropped = new Map<string, Value>();
  /** The consents that were answered in the other tab, or changed elsewhere. */
  readonly changedByOthers = new Set<string>();
  /** Texts of the live regions, with the number of acts before them. */
  readonly announced: { readonly region: string; readonly text: string; readonly acts: number }[] = [];
  /** The first broken promise that the host was witness of. */
  problem: string | undefined;
  orderId: string;
  rules: Rules;
  hasFaults = false;
  /** Whether an older note may arrive after a newer one. */
  mayBeLate = false;
  hasTurned = false;
  #acts = 0;
  #hasFields = true;
  #buttons: readonly number[];
  readonly #shown = new Set<string>();
  readonly #planted: Planted;
  readonly #platform = installPlatform('works');
  readonly #evidence = consentEvidence();
  readonly #clients: readonly [OrderClient, OrderClient];
  readonly #caches = [new QueryClient(), new QueryClient()] as const;
  readonly #roots = [createRoot(this.container), createRoot(this.tab)] as const;
  readonly #observer = new MutationObserver((records) => this.#noteTexts(records));
  readonly #reportError = globalThis.reportError;

  constructor(setup: Setup, planted: Planted = {}) {
    this.setup = setup;
    this.rules = setup.rules;
    this.#buttons = setup.buttons;
    this.#planted = planted;
    // The promise of `onReady` is rejected in some pages.
    globalThis.reportError = () => undefined;
    this.sandbox = createSandbox({ authenticate: false, latency: 20 });
    const { orders } = this.sandbox;
    const [first, second] = (this.orderIds = [orders.create().id, orders.create().id]);
    this.orderId = first;
    // The second one is refused by its validation.
    orders.update(second, { payments: [] });
    if (setup.isTicked.newsletter) orders.setChecked(first, 'ci_newsletter', true);
    if (setup.isTicked.terms) orders.setChecked(first, 'ci_terms', true);
    this.traffic = new Traffic(this.sandbox, this.orderIds);
    const client = this.traffic.createPageClient((...write) => this.#noteWrite(...write));
    this.#clients = [planted.client?.(client) ?? client, this.traffic.createClient()];
    document.body.append(this.container, this.tab);
    this.#observer.observe(this.container, { subtree: true, childList: true, characterData: true });
  }

  readonly pass = async (milliseconds: number): Promise<void> => {
    await act(() => this.#platform.clock.pass(milliseconds));
  };

  render(): void {
    if (this.#hasFields) this.#shown.add(this.orderId);
    const [[client, tabClient], [queryClient, tabCache]] = [this.#clients, this.#caches];
    const state: PageState = {
      setup: this.setup,
      rules: this.rules,
      host: this.attempts,
      client,
      queryClient,
      evidence: this.setup.hasEvidence ? this.#evidence : undefined,
      orderId: this.orderId,
      hasFields: this.#hasFields,
      buttons: this.#buttons,
      Pay: this.#planted.Pay ?? PayButton,
      Extra: this.#planted.Extra,
    };
    act(() => this.#roots[0].render(renderPage(state)));
    if (!this.setup.hasTab) return;
    act(() => this.#roots[1].render(renderTab({ ...state, client: tabClient, queryClient: tabCache })));
  }

  find(selector: string): HTMLElement | undefined {
    return this.container.querySelector<HTMLElement>(selector) ?? undefined;
  }

  box(name: string): HTMLInputElement | undefined {
    return this.container.querySelector<HTMLInputElement>(`input[data-consent="${name}"]`) ?? undefined;
  }

  stateOf(name: string): string | undefined {
    return this.box(name)?.closest<HTMLElement>('[data-save-state]')?.dataset['saveState'];
  }

  isRequired(name: string): boolean {
    return name === 'ci_terms' || this.rules.require.includes(name);
  }

  /** Whether the page shows that a value is not saved. */
  isFailed(name: Name): boolean {
    if (name === 'note') return this.find('[data-failed]')?.dataset['failed'] === 'note';
    return ['not-saved', 'unknown'].includes(this.stateOf(name) ?? '');
  }

  click(name: Name): void {
    const box = this.box(name);
    if (box === undefined || box.ariaReadOnly === 'true') return;
    this.#give(name, !box.checked);
    act(() => box.click());
  }

  clickInTab(number: 0 | 1): void {
    const box = this.tab.querySelectorAll('input')[number];
    if (box === undefined) return;
    this.#give(consentIds[number], !box.checked);
    this.changedByOthers.add(keyOf(this.orderId, consentIds[number]));
    act(() => box.click());
  }

  type(text: string): void {
    const input = this.find('[data-note]');
    if (!(input instanceof HTMLInputElement) || input.value === text) return;
    this.#give('note', text);
    act(() => void fireEvent.change(input, { target: { value: text } }));
  }

  blur(): void {
    const input = this.find('[data-note]');
    if (input !== undefined) act(() => void fireEvent.focusOut(input));
  }

  retry(name: Name): void {
    const button = name === 'note' ? this.find('[data-retry-note]') : this.#buttonBeside(name, /again/);
    if (button === undefined) return;
    this.#give(name, this.given.get(keyOf(this.orderId, name))?.at(-1));
    act(() => button.click());
  }

  /** Goes on without a value, by the box, the summary, or a button of the host. */
  goOnWithout(name: Name, by: 'box' | 'summary' | 'host'): void {
    const button =
      by === 'host'
        ? this.find(`[data-without="${name}"]`)
        : by === 'summary'
          ? this.#buttonInSummary(name)
          : this.#buttonBeside(name, /^Go on/);
    if (button === undefined) return;
    const key = keyOf(this.orderId, name);
    // The summary lists what failed at the attempt.
    if (by === 'host' || this.isFailed(name)) this.dropped.set(key, this.given.get(key)?.at(-1));
    this.#acts += 1;
    act(() => button.click());
  }

  press(number: number, detail: number): void {
    const button = this.find(`[data-pay="${number}"]`);
    if (button === undefined) return;
    this.#acts += 1;
    if (button.getAttribute('aria-busy') !== 'true') this.attempts.add(number, detail > 1);
    act(() => void fireEvent.click(button, { detail }));
  }

  clickButton(selector: string): void {
    act(() => this.find(selector)?.click());
  }

  turn(): void {
    this.hasTurned = true;
    // A page announces the results of an order to which it turns back.
    this.#acts += 1;
    this.attempts.drop();
    const [first, second] = this.orderIds;
    this.orderId = this.orderId === first ? second : first;
    this.render();
  }

  showButtons(isShown: (button: number) => boolean): void {
    this.#buttons = this.setup.buttons.filter(isShown);
    this.attempts.drop(({ button }) => !this.#buttons.includes(button));
    this.render();
  }

  showFields(isShown: boolean): void {
    this.#hasFields = isShown;
    this.render();
  }

  setRules(rules: Rules): void {
    this.rules = rules;
    this.render();
  }

  /** Another device answers a consent, unannounced. */
  changeElsewhere(name: Name): void {
    this.changedByOthers.add(keyOf(this.orderId, name));
    const checked = this.traffic.holds(this.orderId, name) === true;
    this.sandbox.orders.setChecked(this.orderId, name, !checked);
  }

  focus(): void {
    act(() => [false, true, undefined].forEach((isFocused) => focusManager.setFocused(isFocused)));
  }

  /** Leaves the page and comes back by the back button to the page that the browser kept. */
  async leave(milliseconds: number): Promise<void> {
    this.mayBeLate = true;
    act(() => void window.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: true })));
    await this.pass(milliseconds);
    this.attempts.leave();
    act(() => void window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true })));
  }

  setOnline(isOnline: boolean): void {
    Object.defineProperty(navigator, 'onLine', { configurable: true, value: isOnline });
    act(() => void window.dispatchEvent(new Event(isOnline ? 'online' : 'offline')));
  }

  /** Delays add up, and the kit covers writes that are applied up to 30 seconds late. */
  addFault(given: Fault): void {
    const { faults } = this.sandbox;
    this.hasFaults = true;
    this.mayBeLate ||= ['delay', 'drop-then-apply', 'hang'].includes(given.kind);
    for (const { id, fault } of faults.list())
      if (fault.kind === 'delay' && given.kind === 'delay') faults.remove(id);
    faults.add(given);
  }

  async end(): Promise<void> {
    for (const root of this.#roots) act(() => root.unmount());
    this.#observer.disconnect();
    this.container.remove();
    this.tab.remove();
    Reflect.deleteProperty(navigator, 'onLine');
    for (const cache of this.#caches) cache.clear();
    // Until each promise of `onReady` has ended: its order may have the id of one of the next run.
    await this.#platform.clock.pass(50_000);
    sessionStorage.clear();
    localStorage.clear();
    globalThis.reportError = this.#reportError;
    this.#platform.uninstall();
  }

  #give(name: string, value: Value): void {
    const key = keyOf(this.orderId, name);
    this.#acts += 1;
    this.given.set(key, [...(this.given.get(key) ?? []), value]);
    this.dropped.delete(key);
  }

  #noteWrite(orderId: string, name: string, value: Value): void {
    const key = keyOf(orderId, name);
    const isGiven = name === 'validation' ? this.#shown.has(orderId) : this.given.get(key)?.includes(value);
    if (isGiven !== true) this.problem ??= `I2: ${name} ${String(value)} is written without an act`;
    // The page writes a newer answer of the other tab after an older one.
    if (this.changedByOthers.has(key)) return;
    if (this.dropped.has(key) && this.dropped.get(key) === value)
      this.problem ??= `NF20: ${name} ${String(value)} is written after the shopper went on without it`;
  }

  #noteTexts(records: readonly MutationRecord[]): void {
    const elements = records.map(({ target }) => (target instanceof Element ? target : target.parentElement));
    const regions = elements.map((element) => element?.closest('[role="status"]'));
    for (const region of new Set(regions)) {
      const box = region?.closest('[data-save-state]')?.querySelector<HTMLElement>('[data-consent]');
      const name = keyOf(this.orderId, box?.dataset['consent'] ?? '');
      if (region?.textContent)
        this.announced.push({ region: name, text: region.textContent, acts: this.#acts });
    }
  }

  #buttonBeside(name: Name, text: RegExp): HTMLElement | undefined {
    const buttons = this.box(name)?.closest('[data-save-state]')?.querySelectorAll('button') ?? [];
    return [...buttons].find(({ textContent }) => text.test(textContent));
  }

  #buttonInSummary(name: Name): HTMLElement | undefined {
    const items = [...this.container.querySelectorAll('.nk-error-summary li:has(button)')];
    const href = name === 'note' ? undefined : `#${encodeURIComponent(this.box(name)?.id ?? '')}`;
    const item = items.find((one) => one.querySelector('a')?.getAttribute('href') === href);
    return item?.querySelector('button') ?? undefined;
  }
}
