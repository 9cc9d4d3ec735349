import { readyWordings } from './known-wordings.gen.ts';

/** A wording whose text the shop keeps. */
export interface KnownWording {
  /** Version of the text. The texts of one version are the same text in several languages. */
  readonly version: string;
  /** Result of `hashWording` for the text. */
  readonly sha256: string;
}

/** The wordings of a shop by name and language, in the form of `@norce-kit/react/wordings.json`. */
export type KnownWordings = Readonly<Record<string, Readonly<Record<string, readonly KnownWording[]>>>>;

/** Compares wordings by their hashes. */
export interface WordingTable {
  /** Whether the text of a hash is known. */
  readonly isKnown: (hash: string) => boolean;
  /** Whether two hashes are of the same text: the same hash, or the same version of one wording in two languages. */
  readonly isSame: (a: string, b: string) => boolean;
}

/** Creates a table of the ready wordings and those of the shop. */
export function createWordingTable(own: KnownWordings): WordingTable {
  /** The hashes of each version of each wording. The ready ones are shortened, to 64 bits. */
  const groups = readyWordings.split(' ').map((hashes) => new Set(hashes.match(/.{16}/g)));
  for (const languages of Object.values(own)) {
    const versions = new Map<string, Set<string>>();
    for (const { version, sha256 } of Object.values(languages).flat()) {
      versions.set(version, (versions.get(version) ?? new Set()).add(shorten(sha256)));
    }
    groups.push(...versions.values());
  }
  return {
    isKnown: (hash) => groups.some((group) => group.has(shorten(hash))),
    isSame: (a, b) => a === b || groups.some((group) => group.has(shorten(a)) && group.has(shorten(b))),
  };
}

const shorten = (hash: string) => hash.slice(0, 16);
