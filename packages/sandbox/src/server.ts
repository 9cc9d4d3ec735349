export { loadOpenApi } from './openapi.ts';
export { readSeeds } from './seed-file.ts';
export { serveSandbox } from './serve.ts';

export type { OpenApi, Violation } from './openapi.ts';
export type { SandboxServer, ServeOptions } from './serve.ts';
