/** Exact versions of the runtimes, as npm packages with their binaries. */
export const tools = {
  'node 22': `node-${process.platform}-${process.arch}@22.12.0`,
  'node 24': `node-${process.platform}-${process.arch}@24.21.0`,
  'node 26': `node-${process.platform}-${process.arch}@26.10.0`,
  bun: 'bun@1.4.5',
  deno: 'deno@2.9.6',
  miniflare: 'miniflare@4.20260730.0',
} as const;

export type Tool = keyof typeof tools;
