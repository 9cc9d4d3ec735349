import { countWrong } from './sizes.mjs';

/** Renders for one toggle among a hundred consents, until the answer is saved and the order is read again. */
export async function measureRenders({ server, pages }) {
  const rows = [];
  for (const { name, call } of pages) {
    await call('mount', server.add(100));
    await call('takeRenders');
    server.takeWrites();
    await call('toggle', [50]);
    // Look again: late renders come after the box has settled.
    await new Promise((resolve) => setTimeout(resolve, 300));
    await call('settle');
    const renders = await call('takeRenders');
    rows.push({
      name,
      commits: renders.filter((id) => id === 'page').length,
      ofItself: renders.filter((id) => id === 'ci_50/0').length,
      ofOthers: renders.filter((id) => id !== 'page' && id !== 'ci_50/0').length,
      wrongWrites: await countWrong(server, [['ci_50', true]]),
    });
    await call('unmount');
  }
  return rows;
}
