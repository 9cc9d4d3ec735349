import { readFileSync, writeFileSync } from 'node:fs';

// Writes the version into the code too, because evidence records contain it.
const folder = new URL('../packages/react/', import.meta.url);
const { name, version } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'));
const file = new URL('src/version.ts', folder);
const text = readFileSync(file, 'utf8');
writeFileSync(file, text.replace(/'@norce-kit\/react [^']*'/, `'${name} ${version}'`));

// The starters are projects outside of the workspace, so their ranges are not raised with the others.
for (const starter of ['starter-vite', 'starter-next']) {
  const path = new URL(`../examples/${starter}/package.json`, import.meta.url);
  const manifest = readFileSync(path, 'utf8');
  writeFileSync(path, manifest.replaceAll(/("@norce-kit\/\w+": )"[^"]*"/g, `$1"^${version}"`));
}
