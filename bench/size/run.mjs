import { brotliCompressSync } from 'node:zlib';
import { apps, starters } from '../apps/apps.mjs';
import { bundle } from '../apps/bundle.mjs';
import { save } from '../record.mjs';

const shared = [
  `export { default as ky } from 'ky';`,
  `export { QueryClient, QueryClientProvider, useMutation, useQuery } from '@tanstack/react-query';`,
].join('\n');

/** Bytes on the wire, without React. @param {string} code @param {boolean} [isStart] */
async function sizeOf(code, isStart) {
  return brotliCompressSync(await bundle(code, { withReact: false, isStart })).byteLength;
}

const sharedBytes = await sizeOf(shared);
const rows = [];
const measured = [apps, starters].flatMap((files) =>
  Object.entries(files).map(([name, file]) => ({ name, file, isStart: files === starters })),
);
for (const { name, file, isStart } of measured) {
  const page = `export { Provider, Box } from './apps/${file}.jsx';`;
  const alone = await sizeOf(page, isStart);
  // Added to a page that has all three already, whether or not this app uses them.
  const beyond = (await sizeOf(`${shared}\n${page}`, isStart)) - sharedBytes;
  rows.push({ name, alone, beyond });
}
const stylesheet = await sizeOf(`import '@norce-kit/react/styles.css';`);
rows.sort((a, b) => a.alone - b.alone);
console.table(Object.fromEntries(rows.map(({ name, ...bytes }) => [name, bytes])));
save('size', { shared: sharedBytes, stylesheet, rows });
