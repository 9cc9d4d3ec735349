import { readFileSync } from 'node:fs';
import { extractDescription, loadCsf } from 'storybook/internal/csf-tools';
import type { CsfFile } from 'storybook/internal/csf-tools';
import type { ComponentManifest, IndexEntry, Manifests, StoryIndexEntry } from 'storybook/internal/types';
import { readComponents } from '../../scripts/hook-api.mjs';
import type { Component } from '../../scripts/hook-api.mjs';
import { readDocsModules } from '../docs-markdown.ts';
import { groupProps } from '../props/prop-groups.ts';
import type { StoryModule } from '../stage/story-code.ts';
import { loadStories } from './load-stories.ts';
import type { LoadedStories } from './load-stories.ts';

/** The manifest of Storybook has the pages of a component, which its type leaves out. */
type Entry = ComponentManifest & { readonly docs?: unknown };

/**
 * Returns the manifests of Storybook with the code that the docs pages show, and with the props from types and docstrings.
 * Storybook reads the files of stories without running them, so it shows helpers of the stories in place of their code.
 */
export async function writeManifests(
  manifests: Manifests,
  entries: readonly IndexEntry[],
): Promise<Manifests> {
  const stories = entries.filter((entry) => entry.type === 'story');
  const files = [...new Set(stories.map(({ importPath }) => importPath))];
  const loaded = await loadStories(files);
  const statements = new Map(files.map((file) => [file, readStatements(file)]));
  const { components: theirs, docs } = manifests as Manifests & { readonly docs?: Docs };
  const pages = entries.filter((entry) => entry.type === 'docs');
  const api = readComponents();
  const ids = [...new Set(stories.map(({ id }) => idOf(id)))];
  const withStories = ids.map((id) => {
    const own = stories.filter((story) => idOf(story.id) === id);
    return toComponent(id, own, { ...loaded, statements, api });
  });
  const names = withStories.map(({ name }) => name);
  const others = api.flatMap((component) => {
    const page = pages.find(({ title }) => title.endsWith(`/${component.name}`));
    if (page === undefined || names.includes(component.name)) return [];
    const { id, importPath } = page;
    return [{ id: idOf(id), path: importPath, stories: [], jsDocTags: {}, ...describe(component) }];
  });
  const components = [...withStories, ...others].map((component): [string, Entry] => {
    const attached: Entry | undefined = theirs?.components[component.id];
    return [component.id, { ...component, ...(attached?.docs !== undefined && { docs: attached.docs }) }];
  });
  return {
    ...manifests,
    components: { v: 0, ...theirs, components: Object.fromEntries(components) },
    ...(docs && { docs: withContents(docs) }),
  };
}

/** Returns the id of a component in the id of a story or page. */
function idOf(id: string): string {
  return id.replace(/--.*/, '');
}

type Statements = CsfFile['_storyStatements'];

interface Sources extends LoadedStories {
  /** The parsed statements of the stories, by file. */
  readonly statements: ReadonlyMap<string, Statements>;
  readonly api: readonly Component[];
}

function readStatements(file: string): Statements {
  const csf = loadCsf(readFileSync(file, 'utf8'), { makeTitle: (title) => title });
  return csf.parse()._storyStatements;
}

function toComponent(
  id: string,
  stories: readonly StoryIndexEntry[],
  { modules, codeOf, statements, api }: Sources,
): ComponentManifest {
  const [first] = stories;
  const name = first?.title.split('/').at(-1) ?? '';
  const component = api.find((candidate) => candidate.name === name);
  const described = component && describe(component);
  return {
    id,
    name,
    path: first?.importPath ?? '',
    jsDocTags: {},
    ...described,
    stories: stories.map(({ id: storyId, name: title, importPath, exportName = '' }) => {
      const module = modules.get(importPath);
      if (module === undefined) throw new Error(`${importPath} has no stories.`);
      const description = descriptionOf(module, exportName, statements.get(importPath));
      const snippet = codeOf(module, exportName).trim();
      return { id: storyId, name: title, snippet, ...(description && { description }) };
    }),
  };
}

/** Returns the docstring of a story, or the description in its parameters. */
function descriptionOf(module: StoryModule, name: string, statements?: Statements): string {
  const { parameters } = module[name] as { readonly parameters?: { readonly docs?: StoryDocs } };
  return parameters?.docs?.description?.story ?? extractDescription(statements?.[name]);
}

interface StoryDocs {
  readonly description?: { readonly story?: string };
}

function describe({ name, from, text, propsText, props }: Component) {
  const groups = groupProps(
    props.map(({ name: prop, type, isOptional, text: summary, default: initial = '' }) => ({
      name: prop,
      type,
      isRequired: !isOptional,
      summary,
      initial,
    })),
  );
  const sections = groups.map(([group, members]) => {
    const lines = members.map(({ name: prop, type, isRequired, summary, initial }) => {
      const words = [summary.replaceAll(/\s+/g, ' '), initial && `Default: ${initial}.`];
      return `- \`${prop}${isRequired ? '' : '?'}: ${type}\`: ${words.filter(Boolean).join(' ')}`;
    });
    return `### ${group}\n\n${lines.join('\n')}`;
  });
  return {
    name,
    description: text,
    import: `import { ${name} } from '${from}';`,
    apiDescription: ['## Props', propsText, ...sections].join('\n\n'),
  };
}

interface Docs {
  readonly v: number;
  readonly docs: Readonly<Record<string, { readonly content?: string }>>;
}

/** Adds the Markdown of `docs/` to the pages that show only that. */
function withContents({ v, docs }: Docs): Docs {
  const modules = readDocsModules();
  const pages = Object.entries(docs).map(([id, page]) => {
    const [, name = ''] = /from '(virtual:docs\/\w+)'/.exec(page.content ?? '') ?? [];
    const content = modules[name];
    return [id, content === undefined ? page : { ...page, content }] as const;
  });
  return { v, docs: Object.fromEntries(pages) };
}
