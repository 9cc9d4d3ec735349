export { loadOpenApi } from './http/openapi.ts';
export { readSeeds } from './http/seed-file.ts';
export { serveSandbox } from './http/serve.ts';

export type { OpenApi, Violation } from './http/openapi.ts';
export type { SandboxServer, ServeOptions } from './http/serve.ts';
