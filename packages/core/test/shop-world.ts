import fc from 'fast-check';
import { vi } from 'vitest';
import type { RegisterOptions } from '../src/answers/register-options.ts';
import type { Answers } from '../src/answers/types.ts';
import type { OrderClient } from '../src/client.ts';
import type { Order } from '../src/types.ts';
import { apiError, settled } from './held-client.ts';

/** Result of one attempt to write. */
export type WriteFate =
  | 'ok'
  | 'refused'
  | 'lost'
  | 'applied-but-lost'
  | 'failed'
  | 'applied-but-failed'
  | { readonly appliedLate: number };
export type ReadFate = 'ok' | 'failed';

export type Register = Pick<
  Answers,
  'get' | 'set' | 'retry' | 'reset' | 'drop' | 'beginRead' | 'reconcile' | 'whenSettled'
>;
export type CreateRegister = (
  client: Pick<OrderClient, 'getOrder' | 'patchConsent'>,
  options: RegisterOptions,
) => Register;

export interface Place {
  readonly orderId: string;
  readonly consentId: string;
}
interface Click extends Place {
  readonly checked: boolean;
}

export const places: readonly Place[] = ['o1', 'o2'].flatMap((orderId) =>
  ['news', 'terms'].map((consentId) => ({ orderId, consentId })),
);
const keyOf = ({ orderId, consentId }: Place) => `${orderId}/${consentId}`;

// The register does not look for writes that arrive later than this, in ms.
export const lateWindow = 30_000;

/**
 * Model of a shopper, a page, a network and an order service. The scheduler decides the order of everything that takes
 * time. Each attempt uses up one fate; when none is left, every attempt succeeds.
 */
export class ShopWorld {
  readonly clicks: Click[] = [];
  readonly writes: Click[] = [];
  /** Values in the order in which the server applied them, without late writes. */
  readonly receipts: Click[] = [];
  /** When others last changed a consent, by the number of steps. */
  private readonly changedAt = new Map<string, number>();
  /** When the shopper last answered, or when the request was sent that carries this answer too. */
  private readonly answeredAt = new Map<string, number>();
  private readonly sentAt = new Map<string, number>();
  private stepCount = 0;
  /** Consents whose last answer was not saved and then reset by the shopper. */
  readonly letGo: Set<string> = new Set();
  /** Consents whose last answer the shopper went on without, with the value that the box showed as the order's. */
  readonly dropped: Map<string, boolean | undefined> = new Map();
  readonly faults: string[] = [];
  readonly register: Register;
  private readonly held = new Map(places.map((place) => [keyOf(place), false]));
  private readonly underWay = new Map<string, number>();
  private isOnline = true;
  hasReadAll = false;
  private readonly onlineListeners = new Set<() => void>();
  private readonly leaveListeners = new Set<() => void>();

  private readonly scheduler: fc.Scheduler;
  private writeFates: WriteFate[];
  private readFates: ReadFate[];

  constructor(
    scheduler: fc.Scheduler,
    create: CreateRegister,
    writeFates: readonly WriteFate[],
    readFates: readonly ReadFate[],
  ) {
    this.scheduler = scheduler;
    this.writeFates = [...writeFates];
    this.readFates = [...readFates];
    this.register = create(
      { patchConsent: this.patchConsent, getOrder: this.getOrder },
      {
        connectivity: {
          isOnline: () => this.isOnline,
          onOnline: (listener) => {
            this.onlineListeners.add(listener);
            return () => void this.onlineListeners.delete(listener);
          },
        },
        onLeave: (listener) => {
          this.leaveListeners.add(listener);
          return () => void this.leaveListeners.delete(listener);
        },
      },
    );
    for (const orderId of ['o1', 'o2']) this.register.reconcile(orderId, this.orderNow(orderId));
  }

  click({ orderId, consentId }: Place): void {
    const checked = this.register.get(orderId, consentId).checked !== true;
    this.answer({ orderId, consentId, checked });
  }

  /** Answers as a button of the page does, such as "accept all": the box may show this value already. */
  answer({ orderId, consentId, checked }: Click): void {
    const key = keyOf({ orderId, consentId });
    this.clicks.push({ orderId, consentId, checked });
    this.letGo.delete(key);
    this.dropped.delete(key);
    const isCarried = this.register.get(orderId, consentId).inFlight === checked;
    this.answeredAt.set(key, (isCarried ? this.sentAt.get(key) : undefined) ?? ++this.stepCount);
    this.register.set(orderId, consentId, checked).catch(() => undefined);
  }

  letGoOf({ orderId, consentId }: Place): void {
    const wasWanted = this.register.get(orderId, consentId).desired !== undefined;
    this.register.reset(orderId, consentId);
    const isWanted = this.register.get(orderId, consentId).desired !== undefined;
    if (!wasWanted || isWanted) return;
    this.letGo.add(keyOf({ orderId, consentId }));
    this.dropped.delete(keyOf({ orderId, consentId }));
  }

  retry({ orderId, consentId }: Place): void {
    this.register.retry(orderId, consentId);
    const isSent = this.register.get(orderId, consentId).inFlight !== undefined;
    if (isSent) this.dropped.delete(keyOf({ orderId, consentId }));
  }

  /** Goes on without the answer, as the button beside the box does. */
  goOnWithout({ orderId, consentId }: Place): void {
    const key = keyOf({ orderId, consentId });
    const { saveState, checked } = this.register.get(orderId, consentId);
    void this.register.drop(orderId, consentId);
    const isTold = saveState === 'not-saved';
    if (isTold || (saveState === 'unknown' && !this.dropped.has(key))) {
      this.dropped.set(key, isTold ? checked : undefined);
    }
  }

  agentSets({ orderId, consentId, checked }: Click): void {
    if (this.holds({ orderId, consentId }) === checked) return;
    this.held.set(keyOf({ orderId, consentId }), checked);
    this.changedAt.set(keyOf({ orderId, consentId }), ++this.stepCount);
  }

  /** Whether others changed a consent after the shopper's last answer. */
  isChangedByAgents(place: Place): boolean {
    const key = keyOf(place);
    return (this.changedAt.get(key) ?? 0) > (this.answeredAt.get(key) ?? 0);
  }

  setOnline(isOnline: boolean): void {
    this.isOnline = isOnline;
    if (isOnline) [...this.onlineListeners].forEach((listener) => listener());
  }

  /** Leaves the page, which the browser keeps: its requests and timers go on when the shopper returns. */
  leave(): void {
    [...this.leaveListeners].forEach((listener) => listener());
  }

  /** Reads an order, as a page does on focus. */
  refetch(orderId: string): void {
    const readAt = this.register.beginRead();
    this.getOrder(orderId).then(
      (order) => this.register.reconcile(orderId, order, readAt),
      () => undefined,
    );
  }

  holds(place: Place): boolean {
    return this.held.get(keyOf(place)) === true;
  }

  /** Restores the connection and runs until no request is under way and no timer is left. */
  async rest(): Promise<void> {
    this.setOnline(true);
    for (let turn = 0; turn < 2_000; turn++) {
      await settled();
      if (this.scheduler.count() > 0) {
        await this.scheduler.waitNext(1);
        continue;
      }
      if (vi.getTimerCount() === 0) return;
      vi.advanceTimersToNextTimer();
    }
    this.faults.push('it never came to rest');
  }

  /** Reads both orders without further failures. */
  async readAll(): Promise<void> {
    this.writeFates = [];
    this.readFates = [];
    this.hasReadAll = true;
    for (const orderId of ['o1', 'o2']) this.refetch(orderId);
    await this.rest();
  }

  private orderNow(orderId: string): Order {
    const consents = places
      .filter((place) => place.orderId === orderId)
      .map((place) => ({ id: place.consentId, checked: this.holds(place) }));
    return { merchant: 'acme', channel: 'acme-se', consents };
  }

  private take(click: Click): void {
    this.held.set(keyOf(click), click.checked);
    this.receipts.push(click);
  }

  private readonly getOrder: OrderClient['getOrder'] = async (orderId) => {
    const fate = this.readFates.shift() ?? 'ok';
    await this.scheduler.schedule(Promise.resolve(), `${orderId} is read`);
    const order = this.orderNow(orderId);
    await this.scheduler.schedule(Promise.resolve(), `read of ${orderId} ends: ${fate}`);
    if (fate === 'failed' || !this.isOnline) throw apiError('network', 'not-applied');
    return order;
  };

  private readonly patchConsent: OrderClient['patchConsent'] = async (
    orderId,
    consentId,
    checked,
    { onRetry, retry, followsWithin = 0 } = {},
  ) => {
    const write = { orderId, consentId, checked };
    const key = keyOf(write);
    if (retry === 0) {
      this.writes.push(write);
      this.takeLeft(write, Date.now() + followsWithin);
      return;
    }
    const count = (this.underWay.get(key) ?? 0) + 1;
    this.writes.push(write);
    this.sentAt.set(key, ++this.stepCount);
    this.underWay.set(key, count);
    if (count > 1) this.faults.push(`${key}: ${count} writes under way at once`);
    try {
      await this.attempt(write, onRetry ?? (() => undefined), 2, false);
    } finally {
      this.underWay.set(key, (this.underWay.get(key) ?? 1) - 1);
    }
  };

  /** A request of a page that was left. The handler keeps it behind the one under way until `holdUntil`. */
  private takeLeft(write: Click, holdUntil: number): void {
    const fate = this.writeFates.shift() ?? 'ok';
    const delay = typeof fate === 'object' ? fate.appliedLate % 10_000 : 20;
    if (fate !== 'ok' && typeof fate !== 'object') return;
    const arrive = () => {
      if ((this.underWay.get(keyOf(write)) ?? 0) > 0 && Date.now() < holdUntil) setTimeout(arrive, 50);
      else this.held.set(keyOf(write), write.checked);
    };
    setTimeout(arrive, delay);
  }

  private async attempt(
    write: Click,
    onRetry: (error: ReturnType<typeof apiError>) => void,
    retries: number,
    wasLost: boolean,
  ): Promise<void> {
    const fate = this.isOnline ? (this.writeFates.shift() ?? 'ok') : 'lost';
    const label = `${keyOf(write)} = ${write.checked}`;
    await this.scheduler.schedule(Promise.resolve(), `${label} arrives`);
    if (fate === 'ok' || fate === 'applied-but-lost' || fate === 'applied-but-failed') this.take(write);
    await this.scheduler.schedule(Promise.resolve(), `${label} ends: ${JSON.stringify(fate)}`);
    if (fate === 'ok') return;
    if (fate === 'refused') throw apiError('conflict', wasLost ? 'unknown' : 'not-applied', 409);
    if (typeof fate === 'object') {
      setTimeout(() => void this.held.set(keyOf(write), write.checked), fate.appliedLate);
    }
    const isAnswered = fate === 'failed' || fate === 'applied-but-failed';
    const error = isAnswered ? apiError('server', 'unknown', 500) : apiError('network', 'unknown');
    if (retries === 0) throw error;
    onRetry(error);
    return this.attempt(write, onRetry, retries - 1, true);
  }
}

type Step = fc.AsyncCommand<object, ShopWorld>;

const step = (name: string, run: (world: ShopWorld) => void): Step => ({
  check: () => true,
  run: (_, world) => {
    run(world);
    return Promise.resolve();
  },
  toString: () => name,
});

// Mostly one consent, so that steps interact.
const place = fc.constantFrom(...places, ...places.slice(0, 1), ...places.slice(0, 1), ...places.slice(0, 1));
const wait = fc.constantFrom(100, 400, 1_000, 3_000, 10_000, 31_000);

/** Steps of a checkout. */
const steps: fc.Arbitrary<Iterable<Step>> = fc.commands(
  [
    place.map((at) => step(`click ${keyOf(at)}`, (world) => world.click(at))),
    place.map((at) => step(`click ${keyOf(at)}`, (world) => world.click(at))),
    fc
      .tuple(place, fc.boolean())
      .map(([at, checked]) =>
        step(`answer ${keyOf(at)} with ${checked}`, (world) => world.answer({ ...at, checked })),
      ),
    fc
      .tuple(place, fc.boolean())
      .map(([at, checked]) =>
        step(`an agent sets ${keyOf(at)} to ${checked}`, (world) => world.agentSets({ ...at, checked })),
      ),
    fc
      .constantFrom('o1', 'o2')
      .map((orderId) => step(`the page reads ${orderId}`, (world) => world.refetch(orderId))),
    fc
      .boolean()
      .map((isOnline) => step(isOnline ? 'online' : 'offline', (world) => world.setOnline(isOnline))),
    fc.constant(step('the page is left', (world) => world.leave())),
    wait.map((time) => step(`${time} ms pass`, () => void vi.advanceTimersByTime(time))),
    place.map((at) => step(`retry ${keyOf(at)}`, (world) => world.retry(at))),
    place.map((at) => step(`let go of ${keyOf(at)}`, (world) => world.letGoOf(at))),
    place.map((at) => step(`go on without ${keyOf(at)}`, (world) => world.goOnWithout(at))),
  ],
  { maxCommands: 30, size: 'max' },
);

const writeFates: fc.Arbitrary<WriteFate[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constant<WriteFate>('ok') },
    {
      weight: 4,
      arbitrary: fc.constantFrom<WriteFate>(
        'refused',
        'lost',
        'applied-but-lost',
        'failed',
        'applied-but-failed',
      ),
    },
    {
      weight: 2,
      arbitrary: fc.integer({ min: 0, max: lateWindow - 1 }).map((appliedLate) => ({ appliedLate })),
    },
  ),
  { maxLength: 30, size: 'max' },
);

const readFates: fc.Arbitrary<ReadFate[]> = fc.array(fc.constantFrom<ReadFate>('ok', 'failed'), {
  maxLength: 10,
  size: 'max',
});

/**
 * Runs steps and scheduled tasks in the order of the scheduler, as `fc.scheduledModelRun` does. That one waits for 50 more turns
 * of the microtask queue after each task, which took half of a checkout.
 */
async function runSteps(
  scheduler: fc.Scheduler,
  world: ShopWorld,
  happenings: Iterable<Step>,
): Promise<void> {
  const run = { isOver: false };
  const runAll = async () => {
    for (const happening of happenings) {
      await scheduler.schedule(Promise.resolve(), String(happening));
      await happening.run({}, world);
    }
  };
  const running = runAll().finally(() => (run.isOver = true));
  while (!run.isOver || scheduler.count() > 0) {
    if (scheduler.count() > 0) await scheduler.waitNext(1);
    await settled();
  }
  await running;
}

/**
 * Property of one checkout: runs random steps with random fates in a world of its own, brings it to rest, then reads both
 * orders, as a page does on focus. `check` runs at rest, before and after these reads.
 */
export const checkoutProperty = (
  create: CreateRegister,
  check: (world: ShopWorld) => void,
): fc.IAsyncProperty<unknown> =>
  fc.asyncProperty(
    fc.scheduler(),
    steps,
    writeFates,
    readFates,
    async (scheduler, happenings, writes, reads) => {
      vi.clearAllTimers();
      const world = new ShopWorld(scheduler, create, writes, reads);
      await runSteps(scheduler, world, happenings);
      await world.rest();
      check(world);
      await world.readAll();
      check(world);
    },
  );

/** Returns the broken promises of a world at rest. */
export function brokenPromises(world: ShopWorld): string[] {
  return [...world.faults, ...places.flatMap((at) => brokenAt(world, at))];
}

function brokenAt(world: ShopWorld, at: Place): string[] {
  const isHere = (click: Place) => keyOf(click) === keyOf(at);
  const { checked, desired, saveState, isDropped } = world.register.get(at.orderId, at.consentId);
  const clicked = world.clicks.filter(isHere).map((click) => click.checked);
  const isSaid = saveState === 'not-saved' || saveState === 'unknown' || isDropped;
  const last = clicked.at(-1);
  const isGivenUp = world.letGo.has(keyOf(at)) || world.dropped.has(keyOf(at));
  const isFree = last === undefined || world.isChangedByAgents(at) || isGivenUp;
  const holds = world.holds(at);
  const broken = [];
  if (!isSaid && !isFree && last !== holds) broken.push(`I1: ${last} was answered, the order holds ${holds}`);
  if (!isSaid && desired !== undefined) broken.push(`I1: ${desired} is wanted, and the page is silent`);
  if (isDropped && saveState === 'idle' && checked === last) broken.push(`I1: ${last} is shown as dropped`);
  if (isDropped && !world.dropped.has(keyOf(at)))
    broken.push('I1: an answer was dropped without the shopper');
  if (isDropped && saveState === 'idle' && checked === true && world.dropped.get(keyOf(at)) !== true) {
    broken.push('I1: an un-tick was dropped by a shopper who did not know that the order has a tick');
  }
  // Changes by agents and late writes are shown after the next read at the latest.
  if (world.hasReadAll && checked !== holds)
    broken.push(`I1: the page shows ${checked}, the order holds ${holds}`);
  const written = world.writes.filter(isHere).map((write) => write.checked);
  const received = world.receipts.filter(isHere).map((receipt) => receipt.checked);
  if (written.some((value) => !clicked.includes(value))) {
    broken.push(`I3: ${String(written)} was written, ${String(clicked)} clicked`);
  }
  if (!isInOrder(received, clicked)) {
    broken.push(`I4: ${String(received)} was received, ${String(clicked)} clicked`);
  }
  return broken.map((text) => `${keyOf(at)} ${text}`);
}

/** Returns whether `values` is a subsequence of `of`, ignoring repeats. */
function isInOrder(values: readonly boolean[], of: readonly boolean[]): boolean {
  let index = 0;
  let before: boolean | undefined;
  for (const value of values) {
    if (value === before) continue;
    const next = of.indexOf(value, index);
    if (next === -1) return false;
    index = next + 1;
    before = value;
  }
  return true;
}
