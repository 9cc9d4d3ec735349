import { fileURLToPath } from 'node:url';
import { Application } from 'typedoc';
import { folders } from './build.mjs';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { titleOf } from './markdown.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Writes the API reference from the docstrings as Markdown, one page for each entry point with types.
 *
 * @param {string} folder The folder of the site's pages.
 * @returns {Promise<import('./site-pages.mjs').Group>}
 */
export async function writeApi(folder) {
  const entries = findEntryPoints();
  const app = await Application.bootstrapWithPlugins({
    options: `${root}typedoc.config.mjs`,
    plugin: ['typedoc-plugin-markdown'],
    entryPoints: entries.map(({ source }) => source),
    out: join(folder, 'api'),
    logLevel: 'Error',
    groupOrder: ['Functions', 'Variables', 'Classes', 'Interfaces', '*'],
    ...{
      outputFileStrategy: 'modules',
      entryFileName: 'index',
      hidePageHeader: true,
      hideBreadcrumbs: true,
      hideGroupHeadings: false,
      useCodeBlocks: true,
      expandObjects: false,
      parametersFormat: 'table',
      interfacePropertiesFormat: 'table',
      propertyMembersFormat: 'table',
      typeDeclarationFormat: 'table',
      tableColumnSettings: {
        hideSources: true,
        hideInherited: true,
        hideOverrides: true,
        hideModifiers: true,
      },
      textContentMappings: { 'title.modulePage': '{name}' },
    },
  });
  const project = await app.convert();
  if (project === undefined) throw new Error('TypeDoc found no entry points.');
  // TypeDoc names a module after its source; its name becomes that of the page.
  for (const module of project.children ?? []) {
    const entry = entries.find((one) => one.module === module.name);
    if (entry === undefined) throw new Error(`${module.name} is no entry point.`);
    module.name = entry.slug;
  }
  await app.generateOutputs(project);
  const names = new Map(entries.map(({ name, slug }) => [slug, name]));
  const files = readdirSync(join(folder, 'api'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md') && file !== 'index.md')
    .sort();
  const texts = new Map(files.map((file) => [file, readFileSync(join(folder, 'api', file), 'utf8')]));
  const pages = files.map((file) => {
    const name = names.get(file.replace(/(\/index)?\.md$/, ''));
    const titled = (texts.get(file) ?? '').replace(/^# (.*)$/m, (_, title) => `# \`${name ?? title}\``);
    const markdown = withKnownAnchors(withNamedParameters(titled), file, texts);
    writeFileSync(join(folder, 'api', file), markdown);
    return { path: `api/${file}`, title: titleOf(markdown), summary: '' };
  });
  const lines = pages.map(({ path, title }) => `- [\`${title}\`](./${path.slice('api/'.length)})`);
  const intro = 'Made from the docstrings, one page for each entry point.';
  const index = `# API reference\n\n${intro}\n\n${lines.join('\n')}\n`;
  writeFileSync(join(folder, 'api/index.md'), index);
  return {
    title: 'API reference',
    pages: [{ path: 'api/index.md', title: titleOf(index), summary: intro }, ...pages],
  };
}

/**
 * The entry points with types. Locales share their types, so the page of one describes all.
 *
 * @returns {readonly { name: string, slug: string, source: string, module: string }[]}
 */
function findEntryPoints() {
  return folders.flatMap((folder) => {
    const { exports } = JSON.parse(readFileSync(`${root}packages/${folder}/package.json`, 'utf8'));
    return Object.entries(exports).flatMap(([path, target]) => {
      const file = target?.['@norce-kit/source'] ?? '';
      if (!/\.tsx?$/.test(file)) return [];
      const source = `packages/${folder}/${file.slice(2).replace('*', 'sv')}`;
      return [
        {
          name: `@norce-kit/${folder}${path.slice(1)}`,
          slug: `${folder}${path.slice(1).replace('/*', '').replaceAll('/', '-')}`,
          source,
          // As TypeDoc names it.
          module: source.replace(/^packages\//, '').replace(/(\/index)?\.tsx?$/, ''),
        },
      ];
    });
  });
}

/**
 * Names a destructured parameter after its type: `options`, `props`.
 *
 * @param {string} markdown
 */
function withNamedParameters(markdown) {
  return markdown
    .split(/^(?=### )/m)
    .map((section) => {
      const [, word = 'Options'] = /`__namedParameters\??` \| \[`\w*?([A-Z][a-z]+)`\]/.exec(section) ?? [];
      return section.replaceAll('__namedParameters', word.toLowerCase());
    })
    .join('');
}

/**
 * Corrects links to a second heading of a name that a page has once: the plugin counts a constant and its type as two.
 *
 * @param {string} markdown
 * @param {string} file the page of the links
 * @param {ReadonlyMap<string, string>} texts all pages by file
 */
function withKnownAnchors(markdown, file, texts) {
  return markdown.replaceAll(/\(([\w-]+\.md)?#([a-z]+)-1\)/g, (link, target = '', name) => {
    const headings = [...(texts.get(target || file) ?? '').matchAll(/^#+ (.+)$/gm)];
    const same = headings.filter(
      ([, heading = '']) => heading.toLowerCase().replaceAll(/[^a-z]/g, '') === name,
    );
    return same.length === 1 ? `(${target}#${name})` : link;
  });
}
