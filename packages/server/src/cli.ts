#!/usr/bin/env node
import { runEvidence } from './evidence/command.ts';

const { exitCode, output, problems } = await runEvidence(process.argv.slice(2), process.env);
for (const problem of problems) process.stderr.write(`${problem}\n`);
if (output !== undefined) process.stdout.write(output);
process.exitCode = exitCode;
