import { Profiler } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';

const turn = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    port2.postMessage(undefined);
  });
const painted = () => new Promise((resolve) => requestAnimationFrame(() => resolve(turn())));

let underWay = 0;
let answeredAt = 0;
const send = window.fetch;
window.fetch = async (...parameters) => {
  const isWrite = (parameters[0].method ?? parameters[1]?.method) === 'PATCH';
  underWay += 1;
  try {
    return await send(...parameters);
  } finally {
    underWay -= 1;
    if (isWrite) answeredAt = performance.now();
  }
};

/** Waits until no request has been in flight for a moment. */
async function settle() {
  for (let calm = 0; calm < 3; calm++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (underWay > 0) calm = -1;
  }
}

const isTicked = (box) => box.checked ?? box.getAttribute('aria-checked') === 'true';

/** Exposes one app to the benchmark: mount it again and again, and click its boxes. */
export function start({ Provider, Box }, isProfiled) {
  let root;
  let container;
  let renders = [];
  const observe = (id, element) =>
    isProfiled ? (
      <Profiler key={id} id={id} onRender={() => renders.push(id)}>
        {element}
      </Profiler>
    ) : (
      element
    );
  const boxes = () =>
    container.querySelectorAll('input[type=checkbox], button[role=checkbox], span[role=checkbox]');

  /** Milliseconds until each box is in the document and React has finished its effects. */
  const mount = (order, subscribers) => {
    container = document.body.appendChild(document.createElement('div'));
    const page = order.consents.flatMap((consent) =>
      Array.from({ length: subscribers }, (_, index) =>
        observe(
          `${consent.id}/${index}`,
          <Box key={`${consent.id}/${index}`} order={order} consent={consent} />,
        ),
      ),
    );
    const element = observe('page', <Provider order={order}>{page}</Provider>);
    const begun = performance.now();
    root = createRoot(container);
    flushSync(() => root.render(element));
    const took = performance.now() - begun;
    const count = boxes().length;
    if (count < page.length) throw new Error(`${count} boxes instead of ${page.length}`);
    return took;
  };

  const unmount = () => {
    root.unmount();
    container.remove();
    root = container = undefined;
    renders = [];
  };

  /**
   * Milliseconds from a click until each box of that consent shows it, and until the browser may paint: work at the end
   * of the same task delays the paint too.
   */
  const toggle = async (index, subscribers) => {
    const all = [...boxes()].filter((box) => box.getAttribute('aria-hidden') !== 'true');
    const wanted = all.slice(index * subscribers, (index + 1) * subscribers);
    const answer = !isTicked(wanted[0]);
    const isShown = () => wanted.every((box) => isTicked(box) === answer);
    const begun = performance.now();
    const over = turn();
    wanted[0].click();
    let committed = isShown() ? performance.now() - begun : undefined;
    await over;
    while (!isShown()) {
      await turn();
      if (performance.now() - begun > 5_000) throw new Error('The click did not show.');
    }
    const paintable = performance.now() - begun;
    committed ??= paintable;
    return { committed, paintable };
  };

  window.bench = {
    settle,
    unmount,
    /** Mounts it several times, because one mount may be too short for the clock, and keeps the last one. */
    mount: async (order, subscribers = 1, times = 1) => {
      let took = 0;
      for (let time = 0; time < times; time++) {
        if (time > 0) unmount();
        took += mount(order, subscribers);
      }
      await settle();
      return took / times;
    },
    /** Number of elements and text nodes of the page. */
    countNodes: () => {
      const nodes = document.createTreeWalker(container, NodeFilter.SHOW_ALL);
      let count = 0;
      while (nodes.nextNode()) count += 1;
      return count;
    },
    toggle: async (indexes, subscribers = 1) => {
      const times = [];
      for (const index of indexes) {
        times.push(await toggle(index, subscribers));
        await settle();
      }
      return times;
    },
    /** Renders since the last call. */
    takeRenders: () => renders.splice(0),
    /** Milliseconds from a real click to the frame that shows it, and to the first frame after the response. */
    watchClick: () =>
      new Promise((resolve) => {
        const hear = async (event) => {
          const begun = event.timeStamp;
          const box = event.target;
          await painted();
          while (!isTicked(box)) await painted();
          const visible = performance.now() - begun;
          while (answeredAt < begun) await turn();
          await painted();
          resolve({ visible, saved: performance.now() - begun });
        };
        addEventListener('change', hear, { once: true, capture: true });
      }),
  };
}
