import type { Order } from '@norce-kit/core';
import type { OrderEvent } from '@norce-kit/react';
import type { LazyEvidence } from '@norce-kit/react/lazy';
import { QueryClient } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot, hydrateRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import type { ReactElement } from 'react';
import type { Entries } from './modules.ts';
import type { LazyRootSetup } from './setup.ts';

export const consentIds = ['ci_newsletter', 'ci_terms'] as const;

type Client = ReturnType<Entries['createOrderClient']>;

/** The parts of a page that its roots share, and their reports. */
export interface LazyHost {
  readonly entries: Entries;
  readonly client: Client;
  readonly queryClient: QueryClient | undefined;
  readonly evidence: LazyEvidence | undefined;
  readonly mainEvidence: ReturnType<Entries['main']['consentEvidence']> | undefined;
  readonly hasGate: boolean;
  readonly onEvent: (root: LazyRoot, event: OrderEvent) => void;
  readonly onGoOn: (root: LazyRoot) => void;
  readonly onCheck: (check: Promise<unknown>) => void;
  readonly onProblem: (problem: string) => void;
}

interface GateProps {
  readonly useGate: Entries['useConsentGate'];
  readonly onGoOn: () => void;
  readonly onCheck: (check: Promise<unknown>) => void;
}

function Gate({ useGate, onGoOn, onCheck }: GateProps): ReactElement {
  const { getSubmitProps, ready, check } = useGate();
  return (
    <>
      <button type="button" data-pay={ready ? 'open' : 'closed'} {...getSubmitProps({ onReady: onGoOn })}>
        Pay
      </button>
      <button type="button" data-check="" onClick={() => onCheck(check())}>
        Check
      </button>
    </>
  );
}

/** One root of the page: a container, and the state that the shop renders into it. */
export class LazyRoot {
  readonly container = document.createElement('div');
  readonly setup: LazyRootSetup;
  readonly index: number;
  orderId: string;
  initialOrder: Order | undefined;
  isShown = true;
  readonly isBoxShown: [boolean, boolean] = [true, true];
  /** Number of the words that the boxes have; 0 for those of the kit. */
  words = 0;
  /** Whether the shopper clicked "Pay" and the button has been there since, for the same order. */
  isPaying = false;
  readonly #host: LazyHost;
  #root: Root | undefined;
  #known: readonly (HTMLInputElement | undefined)[] = [];

  constructor(
    setup: LazyRootSetup,
    index: number,
    host: LazyHost,
    order: { readonly id: string; readonly initialOrder: Order | undefined },
  ) {
    this.setup = setup;
    this.index = index;
    this.#host = host;
    this.orderId = order.id;
    this.initialOrder = order.initialOrder;
    document.body.append(this.container);
  }

  get isTaken(): boolean {
    return this.#root !== undefined;
  }

  serve(): void {
    if (this.setup.start === 'hydrate')
      this.container.innerHTML = renderToString(this.#page(), { identifierPrefix: this.#prefix });
    this.#known = [this.box(0), this.box(1)];
  }

  /** Starts React in the browser, where it has not started yet. */
  takeOver(): void {
    if (this.#root !== undefined) return;
    const onRecoverableError = (error: unknown) => this.#host.onProblem(`recovered: ${String(error)}`);
    if (this.setup.start === 'render') {
      this.#root = createRoot(this.container, { onRecoverableError, identifierPrefix: this.#prefix });
      flushSync(() => this.#root?.render(this.#page()));
      this.#known = [this.box(0), this.box(1)];
    } else {
      const options = { onRecoverableError, identifierPrefix: this.#prefix };
      this.#root = hydrateRoot(this.container, this.#page(), options);
    }
  }

  render(): void {
    if (this.#root === undefined) return;
    const { isShown } = this;
    flushSync(() => this.#root?.render(this.#page()));
    if (!isShown) this.isPaying = false;
    this.#known = [this.box(0), this.box(1)];
  }

  box(index: number): HTMLInputElement | undefined {
    return (
      this.container.querySelector<HTMLInputElement>(`input[data-box="${consentIds[index]}"]`) ?? undefined
    );
  }

  /** Throws if an input is another one than before, without a render of the shop that removed it. */
  checkElements(): void {
    this.#known.forEach((known, index) => {
      const box = this.box(index);
      if (known !== undefined && known !== box)
        throw new Error(`SH1: the input of ${consentIds[index]} of root ${this.index} was replaced`);
    });
    this.#known = [this.box(0), this.box(1)];
  }

  pay(): void {
    const button = this.container.querySelector<HTMLElement>('[data-pay]');
    if (button === null || !this.isTaken) return;
    this.isPaying = true;
    button.click();
  }

  check(): void {
    if (this.isTaken) this.container.querySelector<HTMLElement>('[data-check]')?.click();
  }

  get isGateOpen(): boolean {
    return this.container.querySelector('[data-pay="open"]') !== null;
  }

  end(): void {
    flushSync(() => this.#root?.unmount());
    this.container.remove();
  }

  get #prefix(): string {
    return `r${this.index}`;
  }

  #page(): ReactElement {
    const { setup, orderId, initialOrder } = this;
    const content = this.isShown ? this.#provider({ orderId, initialOrder }) : null;
    return setup.isStrict ? <StrictMode>{content}</StrictMode> : <>{content}</>;
  }

  #provider({ orderId, initialOrder }: Pick<LazyRoot, 'orderId' | 'initialOrder'>): ReactElement {
    const { entries, client, queryClient, evidence, mainEvidence } = this.#host;
    const given = {
      client,
      orderId,
      onEvent: (event: OrderEvent) => this.#host.onEvent(this, event),
      ...(queryClient && { queryClient }),
      ...(initialOrder && { initialOrder }),
    };
    const children = this.#content();
    if (this.setup.entry === 'main') {
      const evidenceProps = mainEvidence && { evidence: mainEvidence };
      return (
        <entries.main.OrderProvider {...given} {...evidenceProps}>
          {children}
        </entries.main.OrderProvider>
      );
    }
    return (
      <entries.lazy.OrderProvider {...given} {...(evidence && { evidence })}>
        {children}
      </entries.lazy.OrderProvider>
    );
  }

  #content(): ReactElement {
    const { entries, hasGate, onGoOn, onCheck } = this.#host;
    const isMain = this.setup.entry === 'main';
    const { NewsletterConsent } = isMain ? entries.main : entries.lazy;
    const Box = NewsletterConsent as typeof entries.lazy.NewsletterConsent;
    const boxes = consentIds.map((consentId, index) => {
      if (!this.isBoxShown[index]) return null;
      const label =
        this.words === 0 ? (index === 0 ? undefined : 'Terms') : `Words ${this.words} of ${consentId}`;
      return (
        <Box
          key={consentId}
          consentId={consentId}
          data-box={consentId}
          {...(label !== undefined && { label, lang: 'en', description: '' })}
        />
      );
    });
    const useGate = isMain ? entries.main.useConsentGate : entries.useConsentGate;
    return (
      <>
        {boxes}
        {hasGate && <Gate useGate={useGate} onGoOn={() => onGoOn(this)} onCheck={onCheck} />}
      </>
    );
  }
}
