import { readdirSync, readFileSync } from 'node:fs';

/** Returns the texts of the changes since the last release. */
export function readChangesets() {
  const folder = new URL('../.changeset/', import.meta.url);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .map((name) => readFileSync(new URL(name, folder), 'utf8'));
}
