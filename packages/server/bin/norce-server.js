#!/usr/bin/env node
// Inside this repository the command runs from source; the published one is dist/cli.js.
import { register } from 'tsx/esm/api';

register();
await import('../src/cli.ts');
