import { createPackageFromTarballData } from '@arethetypeswrong/core';
import type { Package } from '@arethetypeswrong/core';
import { readFileSync } from 'node:fs';

type Entry = string | null | Readonly<Record<string, string | null>>;

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly license: string;
  readonly type: string;
  readonly sideEffects: boolean | readonly string[];
  readonly repository: Readonly<Record<string, string>>;
  readonly homepage: string;
  readonly bugs: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, Entry>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface Tarball {
  readonly data: Uint8Array<ArrayBuffer>;
  readonly contents: Package;
  readonly manifest: Manifest;
  /** Paths from the root of the package. */
  readonly files: readonly string[];
  readonly read: (file: string) => string;
}

export function openTarball(path: string): Tarball {
  const data = new Uint8Array(readFileSync(path));
  const contents = createPackageFromTarballData(data);
  const top = `/node_modules/${contents.packageName}/`;
  const read = (file: string) => contents.readFile(`${top}${file}`);
  return {
    data,
    contents,
    read,
    files: contents.listFiles().map((file) => file.slice(top.length)),
    manifest: JSON.parse(read('package.json')) as Manifest,
  };
}
