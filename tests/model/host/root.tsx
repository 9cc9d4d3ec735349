import type { Order } from '@norce-kit/core';
import type { ConsentEvidence, OrderEvent } from '@norce-kit/react';
import { QueryClient } from '@tanstack/react-query';
import { act } from '@testing-library/react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { renderToPipeableStream, renderToString } from 'react-dom/server.node';
import { Writable } from 'node:stream';
import { runInThisContext } from 'node:vm';
import type { ReactElement, RefCallback } from 'react';
import type { HostClient } from './clients.ts';
import { createLate, hasActivity, renderPage } from './page.tsx';
import type { GateProps, Late, OwnProps, Words } from './page.tsx';
import type { RootSetup } from './setup.ts';

/** The parts of a page that its roots share, and their reports. */
export interface RootHost {
  readonly now: () => number;
  readonly queryClients: readonly QueryClient[];
  readonly clients: readonly HostClient[];
  readonly serverClient: HostClient;
  readonly evidence: ConsentEvidence;
  readonly orderId: string;
  readonly initialOrder: Order | undefined;
  readonly Own: (props: OwnProps) => ReactElement;
  readonly Gate: (props: GateProps) => ReactElement;
  readonly onAttach: (root: HostRoot, element: HTMLInputElement) => void;
  readonly onEvent: (root: HostRoot, event: OrderEvent) => void;
  readonly onGoOn: (root: HostRoot) => void;
  readonly onRecovered: (error: unknown) => void;
}

/** One root of the page: a container, and the state that the host renders into it. */
export class HostRoot {
  readonly setup: RootSetup;
  readonly index: number;
  readonly container = document.createElement('div');
  /** Boxes to which React has attached refs. */
  readonly live = new Set<HTMLInputElement>();
  /** When the provider last opened, which includes the return of a hidden one; undefined while it is away. */
  openedAt: number | undefined;
  /** When each order last changed in a way that only opening or the focus reveals to this root. */
  readonly changedAt = new Map<string, number>();
  orderId: string;
  initialOrder: Order | undefined;
  client: HostClient;
  isShown = true;
  words: Words = { text: undefined, version: 0, isSwedish: false };
  /** Whether the shopper clicked "Pay" and the button has been shown since, for the same order. */
  isPaying = false;
  readonly #host: RootHost;
  readonly #refs = new Map<string, RefCallback<HTMLInputElement>>();
  readonly #formValues = new Map<string, boolean>();
  readonly #inForm = new WeakSet<HTMLInputElement>();
  #late: Late;
  #isReversed = false;
  #boxesKey = 0;
  #root: Root | undefined;
  #stream: { readonly late: Late; readonly abort: () => void } | undefined;

  constructor(setup: RootSetup, index: number, host: RootHost) {
    this.setup = setup;
    this.index = index;
    this.#host = host;
    this.#late = createLate(!setup.isLate);
    this.orderId = host.orderId;
    this.initialOrder = host.initialOrder;
    this.client = host.clients[setup.client] as HostClient;
    document.body.append(this.container);
  }

  /** Whether React renders into the container; before that it has the HTML of the server at most. */
  get isTaken(): boolean {
    return this.#root !== undefined;
  }

  /** Puts the HTML of a server into the container. */
  async serve(): Promise<void> {
    const { start } = this.setup;
    if (start === 'hydrate') this.container.innerHTML = renderToString(this.#onServer(createLate(true)));
    if (start === 'stream') await this.#startStream();
  }

  /** Starts React in the browser, where it has not started yet. */
  takeOver(): void {
    if (this.#root !== undefined) return;
    const onRecoverableError = this.#host.onRecovered;
    act(() => {
      if (this.setup.start === 'render') {
        this.#root = createRoot(this.container, { onRecoverableError });
        this.#root.render(this.#inBrowser());
      } else {
        const options = { onRecoverableError, identifierPrefix: this.#prefix };
        this.#root = hydrateRoot(this.container, this.#inBrowser(), options);
      }
    });
    this.openedAt = this.#host.now();
  }

  /** Whether the provider and its buttons are shown, as they are beside boxes that are hidden alone. */
  get isOpen(): boolean {
    return this.isShown || (hasActivity && this.setup.activity === 'boxes');
  }

  /** Renders the changed state. */
  render(): void {
    if (this.#root === undefined) return;
    if (!this.isOpen) this.isPaying = false;
    act(() => this.#root?.render(this.#inBrowser()));
    if (!this.isOpen) this.openedAt = undefined;
    else this.openedAt ??= this.#host.now();
  }

  /** Notes that the provider starts anew, for example with another client. */
  reopen(): void {
    if (this.openedAt !== undefined) this.openedAt = this.#host.now();
  }

  /** Renders again and suspends the boxes, until `resume`. */
  suspend(): void {
    if (!this.#late.isHere() || !this.isTaken) return;
    this.#late = createLate();
    this.render();
  }

  async resume(): Promise<void> {
    if (this.#late.isHere()) return;
    await act(async () => {
      this.#late.arrive();
      await Promise.resolve();
    });
  }

  /** Makes the server send the boxes that it has not sent yet. */
  async receiveRest(): Promise<void> {
    if (this.#stream === undefined || this.#stream.late.isHere()) return;
    this.#stream.late.arrive();
    await act(async () => {
      for (let turn = 0; turn < 4; turn += 1) await nextTurn();
    });
  }

  /** Whether the document is still loading. */
  get isLoading(): boolean {
    return this.#stream?.late.isHere() === false;
  }

  reverse(): void {
    if (!this.isHydrated()) return;
    this.#isReversed = !this.#isReversed;
    this.render();
  }

  changeWords(words: Partial<Words>): void {
    if (!this.isHydrated()) return;
    this.words = { ...this.words, ...words };
    this.render();
  }

  renewKeys(): void {
    if (!this.isHydrated()) return;
    this.#boxesKey += 1;
    this.render();
  }

  /** Moves the container to another place of the document. */
  move(): void {
    const { parentElement } = this.container;
    const section = document.createElement('section');
    if (parentElement === document.body) document.body.append(section);
    (parentElement === document.body ? section : document.body).append(this.container);
    if (parentElement !== document.body) parentElement?.remove();
  }

  boxes(): readonly HTMLInputElement[] {
    return [...this.container.querySelectorAll<HTMLInputElement>('input[type=checkbox]')];
  }

  findButton(text: RegExp): HTMLButtonElement | undefined {
    return [...this.container.querySelectorAll('button')].find(({ textContent }) => text.test(textContent));
  }

  /** Whether a group shows that its order cannot be read, and a button that reads it again. */
  isUnread(): boolean {
    const alert = this.container.querySelector('fieldset [role=alert]:not(:empty)');
    return alert?.parentElement?.querySelector('button') != null;
  }

  /** Returns a box if the shopper sees it. React hides suspended parts and hidden activities by `display`. */
  visibleBox(index: number): HTMLInputElement | undefined {
    const box = this.boxes()[index];
    return box && !isHidden(box) ? box : undefined;
  }

  /** Returns the words beside a box. */
  wordsOf(consentId: string): string | undefined {
    const label = this.boxes().find(({ dataset }) => dataset['consent'] === consentId)?.labels?.[0];
    return (label?.querySelector('.nk-consent-label > :first-child') ?? label)?.textContent.trim();
  }

  /** Whether React has taken over the boxes. Before that a host renders what the server rendered. */
  isHydrated(): boolean {
    const boxes = this.boxes();
    return this.isTaken && boxes.length > 0 && boxes.every((box) => this.live.has(box));
  }

  /** Whether the provider has opened since the order last changed unheard. */
  isCurrent(): boolean {
    // The kit reads an order at most once a second, so an opening may rely on a read just before it.
    const since = (this.changedAt.get(this.orderId) ?? -Infinity) + 1_000;
    return this.openedAt !== undefined && this.openedAt >= since;
  }

  /** Resets the form as its reset button does, and the form library's values with it. */
  reset(): void {
    act(() => this.container.querySelector('form')?.reset());
    this.#formValues.clear();
    if (this.setup.formRef !== 'none') {
      for (const box of this.live) act(() => void (box.checked = this.setup.formDefault));
    }
  }

  /** Sets a box as `setValue` of a form library does, with a `change` event as browser extensions send it, or without. */
  setValue(box: HTMLInputElement, checked: boolean, hasEvent: boolean): void {
    this.noteFormValue(box, checked);
    act(() => {
      box.checked = checked;
      if (hasEvent) box.dispatchEvent(new Event('change', { bubbles: true }));
    });
  }

  noteFormValue(box: HTMLInputElement, checked: boolean): void {
    this.#formValues.set(box.dataset['consent'] ?? '', checked);
  }

  isGateReady(): boolean | undefined {
    const gate = this.container.querySelector<HTMLElement>('[data-gate]');
    return gate === null ? undefined : gate.dataset['gate'] === 'ready';
  }

  pay(): void {
    const gate = this.container.querySelector<HTMLElement>('[data-gate]');
    if (gate === null) return;
    this.isPaying = true;
    act(() => gate.click());
  }

  end(): void {
    act(() => this.#root?.unmount());
    this.#stream?.abort();
    if (this.container.parentElement?.tagName === 'SECTION') this.container.parentElement.remove();
    this.container.remove();
  }

  get #prefix(): string {
    return this.setup.start === 'stream' ? `s${this.index}` : '';
  }

  #inBrowser(): ReactElement {
    const { setup, orderId, initialOrder, client, isShown } = this;
    const { queryClients, clients, evidence, onEvent, onGoOn, Own, Gate } = this.#host;
    return renderPage({
      setup,
      client,
      totalClient: setup.total === undefined ? undefined : clients[setup.total],
      queryClient: queryClients[setup.cache] as QueryClient,
      orderId,
      initialOrder,
      evidence: setup.hasEvidence ? evidence : undefined,
      late: this.#late,
      isShown,
      isReversed: this.#isReversed,
      boxesKey: this.#boxesKey,
      words: this.words,
      refOf: (consentId) => this.#refOf(consentId),
      onEvent: (event) => onEvent(this, event),
      onGoOn: () => onGoOn(this),
      Own,
      Gate,
    });
  }

  #onServer(late: Late): ReactElement {
    const { setup, orderId, initialOrder } = this;
    const { serverClient, Own, Gate } = this.#host;
    return renderPage({
      setup,
      client: serverClient,
      totalClient: setup.total === undefined ? undefined : serverClient,
      queryClient: new QueryClient(),
      orderId,
      initialOrder,
      evidence: undefined,
      late,
      isShown: true,
      isReversed: false,
      boxesKey: 0,
      words: this.words,
      refOf: () => () => undefined,
      onEvent: () => undefined,
      onGoOn: () => undefined,
      Own,
      Gate,
    });
  }

  async #startStream(): Promise<void> {
    const late = createLate();
    const { container } = this;
    let html: Uint8Array[] = [];
    const sink = new Writable({
      write: (chunk: Uint8Array, _, done) => {
        html.push(Uint8Array.from(chunk));
        done();
      },
    });
    // React writes pieces of a fixed size, which may end inside of a tag, and flushes when its part of the page is complete.
    const flush = () => {
      receive(container, Buffer.concat(html).toString());
      html = [];
    };
    Object.assign(sink, { flush });
    await new Promise<void>((resolve) => {
      const stream = renderToPipeableStream(this.#onServer(late), {
        identifierPrefix: this.#prefix,
        onError: () => undefined,
        onShellReady: () => {
          stream.pipe(sink);
          resolve();
        },
      });
      this.#stream = { late, abort: () => stream.abort() };
    });
    await nextTurn();
  }

  #refOf(consentId: string): RefCallback<HTMLInputElement> {
    const known = this.#refs.get(consentId);
    if (known !== undefined) return known;
    let current: HTMLInputElement | null = null;
    const ref = (element: HTMLInputElement | null) => {
      if (current !== null) this.live.delete(current);
      current = element;
      if (element === null) return;
      this.live.add(element);
      this.#host.onAttach(this, element);
      const { formRef, formDefault } = this.setup;
      if (formRef === 'none' || this.#inForm.has(element)) return;
      this.#inForm.add(element);
      element.checked = this.#formValues.get(consentId) ?? formDefault;
    };
    this.#refs.set(consentId, ref);
    return ref;
  }
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Adds HTML to a page that is loading, and runs its scripts. */
function receive(container: HTMLElement, html: string): void {
  const template = document.createElement('template');
  template.innerHTML = html;
  const scripts = [...template.content.querySelectorAll('script')];
  scripts.forEach((script) => script.remove());
  container.append(template.content);
  for (const { textContent } of scripts) runInThisContext(textContent);
}

export function isHidden(box: HTMLInputElement): boolean {
  return box.closest('[hidden], [style*="display: none"]') !== null;
}
