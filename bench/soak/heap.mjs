/** Heap size in bytes after a garbage collection. */
export async function readHeap(session) {
  for (let time = 0; time < 3; time++) await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize;
}

// Node types excluded from the sum: compiled code, which grows as new paths become hot, and browser internals.
const notOurs = new Set(['code', 'native', 'object shape', 'hidden', 'synthetic']);

/** Bytes that the page itself retains: objects, closures, arrays, strings, numbers. */
export async function readObjects(session) {
  let text = '';
  const take = ({ chunk }) => (text += chunk);
  session.on('HeapProfiler.addHeapSnapshotChunk', take);
  for (let time = 0; time < 3; time++) await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot');
  session.off('HeapProfiler.addHeapSnapshotChunk', take);
  const { snapshot, nodes } = JSON.parse(text);
  const { node_fields: fields, node_types: types } = snapshot.meta;
  let bytes = 0;
  for (let at = 0; at < nodes.length; at += fields.length) {
    const type = types[0][nodes[at + fields.indexOf('type')]];
    if (!notOurs.has(type)) bytes += nodes[at + fields.indexOf('self_size')];
  }
  return bytes;
}
