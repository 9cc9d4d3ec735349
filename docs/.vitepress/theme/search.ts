import MiniSearch from 'minisearch';
// A module of VitePress: one index for each language of the site.
import indexes from '@localSearchIndex';

interface Section {
  readonly title: string;
  readonly titles: readonly string[];
}

/** A section of a page that contains the words. */
export interface Hit extends Section {
  /** Address of the section. */
  readonly id: string;
}

let index: Promise<MiniSearch<Section>> | undefined;

async function loadIndex(): Promise<MiniSearch<Section>> {
  const { default: json } = await indexes['root']();
  return MiniSearch.loadJSON<Section>(json, {
    fields: ['title', 'titles', 'text'],
    storeFields: ['title', 'titles'],
  });
}

/** Returns the twelve best sections for the words. The index is loaded once, at the first search. */
export async function search(words: string): Promise<readonly Hit[]> {
  index ??= loadIndex();
  const found = (await index).search(words, {
    fuzzy: 0.2,
    prefix: true,
    boost: { title: 4, titles: 1, text: 2 },
  });
  return found.slice(0, 12).map(({ id, title, titles }) => ({
    id: String(id),
    title: String(title),
    titles: titles as readonly string[],
  }));
}
