import { bundle } from '../apps/bundle.mjs';
import { answer } from '../handler/processes.mjs';

const [count, subscribers] = process.argv.slice(2).map(Number);
const code = await bundle(`export { createAnswers } from '@norce-kit/core';`, { isServer: true });
const { createAnswers } = await import(`data:text/javascript,${encodeURIComponent(code)}`);

const ids = Array.from({ length: count }, (_, index) => `ci_${index}`);
/** The stored values and the number of writes. */
const held = new Map();
let writes = 0;
const client = {
  patchConsent: (_, consentId, checked) => {
    held.set(consentId, checked);
    writes += 1;
    return Promise.resolve();
  },
  getOrder: () => Promise.reject(new Error('Nothing was lost, so nothing is to be looked up.')),
};

/** Returns a settled register in which each consent has been answered once. */
async function fill() {
  const answers = createAnswers(client);
  let notified = 0;
  for (const id of ids)
    for (let index = 0; index < subscribers; index++)
      answers.subscribeToConsent('o_1', id, () => (notified += 1));
  await Promise.all(ids.map((id) => answers.set('o_1', id, true)));
  return { answers, countNotified: () => notified };
}

/** Heap in use after a garbage collection. */
async function heapUsed() {
  // One turn of the event loop each: until then promises keep a reference to their value.
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    globalThis.gc();
  }
  return process.memoryUsage().heapUsed;
}

/** Enough registers to make other changes of the heap negligible. */
async function measureBytes() {
  const copies = Math.ceil(20_000 / count);
  const filled = [];
  const before = await heapUsed();
  for (let copy = 0; copy < copies; copy++) filled.push(await fill());
  const bytes = (await heapUsed()) - before;
  return bytes / filled.length / count;
}

const { answers, countNotified } = await fill();
const bytesPerConsent = await measureBytes();
let checked = true;

answer(`${count} × ${subscribers}`, {
  bytesPerConsent: () => bytesPerConsent,
  /** Toggles all consents in turn until the time is over. @param {number} milliseconds */
  run: async (milliseconds) => {
    let answered = 0;
    const writesBefore = writes;
    const notifiedBefore = countNotified();
    globalThis.gc();
    const cpu = process.cpuUsage();
    const begun = performance.now();
    while (performance.now() - begun < milliseconds) {
      checked = !checked;
      // A single consent is toggled a hundred times, each time after the previous answer is saved.
      for (let turn = 0; turn < Math.max(1, 100 / count); turn++) {
        if (turn > 0) checked = !checked;
        await Promise.all(ids.map((id) => answers.set('o_1', id, checked)));
        answered += count;
      }
    }
    const seconds = (performance.now() - begun) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    const wrong = ids.filter((id) => held.get(id) !== checked).length;
    return {
      perSecond: answered / seconds,
      cpuMicroseconds: (user + system) / answered,
      calls: (countNotified() - notifiedBefore) / answered,
      wrongWrites: Math.abs(writes - writesBefore - answered) + wrong,
    };
  },
});
