import { readFileSync, writeFileSync } from 'node:fs';

// Writes the version into the code too, because evidence records contain it.
const folder = new URL('../packages/react/', import.meta.url);
const { name, version } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'));
const file = new URL('src/version.ts', folder);
const text = readFileSync(file, 'utf8');
writeFileSync(file, text.replace(/'@norce-kit\/react [^']*'/, `'${name} ${version}'`));
