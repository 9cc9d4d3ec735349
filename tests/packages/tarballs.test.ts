import { checkPackage } from '@arethetypeswrong/core';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { describe, expect, inject, test } from 'vitest';
import { anchorsOf, withoutCode } from '../../scripts/markdown.mjs';
import { repository } from '../../scripts/repository.mjs';
import { openTarball } from './tarball.ts';
import type { Manifest } from './tarball.ts';

const root = new URL('../../', import.meta.url);

const packages = readdirSync(new URL('../../packages', import.meta.url)).map((name) => ({
  name,
  ...openTarball(inject('tarballs')[name] ?? `no tarball of ${name}`),
}));
const agreed: Readonly<Record<string, readonly string[]>> = {
  core: ['ky'],
  react: ['@norce-kit/core'],
  server: [
    '@hono/node-server',
    '@norce-kit/core',
    '@standard-schema/spec',
    'hono',
    'ipaddr.js',
    'jose',
    'undici',
  ],
  sandbox: ['@hono/node-server', 'ajv', 'ajv-formats', 'hono', 'yaml'],
};

const peers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  server: { pg: '^8.0.0', 'pg-boss': '^12.38.0', 'rate-limiter-flexible': '^11.0.0' },
  react: { '@tanstack/react-query': '^5.89.0', react: '^18.2.0 || ^19.0.0' },
};

/** The sources of a source map, as paths in the tarball. */
const sourcesOf = (map: string, text: string) =>
  (JSON.parse(text) as { sources: readonly string[] }).sources.map((source) =>
    posix.join(posix.dirname(map), source),
  );

/** The targets of the links of a page, outside of code blocks. */
const linksOf = (markdown: string) =>
  [...withoutCode(markdown).matchAll(/\]\(([^)\s]+)\)/g)].map(({ 1: link = '' }) => link);

describe.each(packages)('the tarball of $name', ({ name, data, contents, manifest, files, read }) => {
  const maps = files.filter((file) => file.endsWith('.map'));
  const sources = new Set(maps.flatMap((map) => sourcesOf(map, read(map))));

  test('publint reports nothing', async () => {
    const { messages, pkg } = await publint({ pack: { tarball: data.buffer }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });

  test('SC3: types and code resolve to the same modules in each ESM resolution', async () => {
    const locales = files.flatMap((file) => /^dist\/(locales\/[a-z]+)\.js$/.exec(file)?.[1] ?? []);
    const result = await checkPackage(contents, {
      includeEntrypoints: locales.filter((locale) => !locale.endsWith('messages')),
      excludeEntrypoints: [/\.(css|json|sql)$/],
    });
    if (result.types === false) throw new Error('There are no types.');
    // Node 22.12 loads ESM by `require`. The node10 resolution does not support `exports`.
    const problems = result.problems.filter(
      (problem) =>
        problem.kind !== 'CJSResolvesToESM' &&
        !('resolutionKind' in problem && problem.resolutionKind === 'node10'),
    );
    expect(problems).toEqual([]);
    expect(Object.keys(result.entrypoints)).toContain('.');
  });

  test('SC1: has no install script', () => {
    const lifecycle = /^(pre|post)?(install|prepare|publish|pack)$|^prepublishOnly$|^dependencies$/;
    expect(Object.keys(manifest.scripts ?? {}).filter((script) => lifecycle.test(script))).toEqual([]);
    expect(files.filter((file) => file.endsWith('binding.gyp'))).toEqual([]);
  });

  test('SC1: has the agreed dependencies only', () => {
    expect(Object.keys(manifest.dependencies ?? {})).toEqual(agreed[name]);
    expect(manifest.optionalDependencies).toBeUndefined();
    expect(manifest.peerDependencies).toEqual(peers[name]);
    const ranges = Object.values({ ...manifest.dependencies, ...manifest.peerDependencies });
    expect(ranges.filter((range) => !/^[\d^][\d.^ |]*$/.test(range))).toEqual([]);
  });

  test('SC1: contains build, sources, documentation, licence and manifest only', () => {
    const known = [
      /^(LICENSE|README\.md|CHANGELOG\.md|AGENTS\.md|package\.json)$/,
      /^docs\/(guides\/)?[\w-]+\.md$/,
      /^dist\/[\w/.-]+\.(js|d\.ts|js\.map|d\.ts\.map)$/,
      /^src\/[\w/.-]+\.tsx?$/,
      ...(name === 'react' ? [/^dist\/((styles\.layered|[a-z]+)\.css|(tokens|wordings)\.json)$/] : []),
      ...(name === 'server' ? [/^consent-(log|delivery)\.sql$/] : []),
      ...(name === 'sandbox' ? [/^dist\/openapi\.yaml$/, /^page\/[a-z]+\.(js|css|html)$/] : []),
    ];
    expect(files.filter((file) => !known.some((pattern) => pattern.test(file)))).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'AGENTS.md', 'package.json']));
    expect(files.filter((file) => /[.-]test|conformance|stories|\/\./.test(file))).toEqual([]);
  });

  test('every source map points to a source in the tarball', () => {
    expect(maps.length).toBeGreaterThan(2);
    expect([...sources].filter((source) => !files.includes(source))).toEqual([]);
  });

  test('every docstring of the types begins a line, because the compiler attaches no other to what follows', () => {
    const types = files.filter((file) => file.endsWith('.d.ts'));
    const lost = types.flatMap((file) =>
      [...read(file).matchAll(/^.*\S \/\*\*.*/gm)].map(([line]) => `${file}: ${line}`),
    );
    expect(lost).toEqual([]);
  });

  test('every entry point and each of its files exists', () => {
    const targets = Object.values(manifest.exports).flatMap((entry) =>
      typeof entry === 'string' ? [entry] : Object.values(entry ?? {}),
    );
    const named = [...targets, ...Object.values(manifest.bin ?? {})].filter((target) => target !== null);
    const isThere = (target: string) => {
      const [start = '', end] = target.replace(/^\.\//, '').split('*');
      return end === undefined
        ? files.includes(start)
        : files.some((file) => file.startsWith(start) && file.endsWith(end));
    };
    expect(named.filter((target) => !isThere(target))).toEqual([]);
  });

  test('SC3: the exports match those of the sources, in order, without the source condition', () => {
    const local = JSON.parse(
      readFileSync(new URL(`packages/${name}/package.json`, root), 'utf8'),
    ) as Manifest;
    const pathsOf = (text: Manifest['exports']) =>
      Object.entries(text).map(([path, target]) => [path, JSON.stringify(target)]);
    const withoutSource = pathsOf(local.exports).map(([path, target = '']) => [
      path,
      target.replace(/"@norce-kit\/source":"[^"]*",/, ''),
    ]);
    expect(pathsOf(manifest.exports)).toEqual(withoutSource);
    expect(JSON.stringify(manifest)).not.toContain('@norce-kit/source');
  });

  test('the manifest has repository, homepage and bugs', () => {
    const { homepage, bugs } = manifest;
    expect(repository).toMatch(/^https:\/\/[\w.-]+\/[\w.-]+\/[\w.-]+$/);
    expect(manifest.repository).toEqual({
      type: 'git',
      url: `git+${repository}.git`,
      directory: `packages/${name}`,
    });
    expect(homepage).toBe(`${repository}/blob/HEAD/packages/${name}/README.md`);
    expect(bugs).toBe(`${repository}/issues`);
  });

  test('the readme has no relative link, and its links to the repository point to files', () => {
    const readme = read('README.md');
    const links = [
      ...readme.matchAll(/\]\(([^)\s]+)[^)]*\)|^\[[^\]]+\]:\s*(\S+)|\b(?:src|href)=["']([^"']+)/gm),
    ]
      .map(([, inline, reference, attribute]) => inline ?? reference ?? attribute ?? '')
      .filter((link) => !link.startsWith('#'));
    expect(links.filter((link) => !link.startsWith('https://'))).toEqual([]);
    const own = links.filter((link) => link.startsWith(`${repository}/`));
    const pathOf = (link: string) => link.replace(/^.*\/(blob|raw|tree)\/HEAD\//, '').replace(/#.*/, '');
    expect(own.filter((link) => !existsSync(new URL(pathOf(link), root)))).toEqual([]);
    expect(own.length).toBeGreaterThanOrEqual(name === 'core' ? 0 : 1);
  });

  test('the first page of the documentation needs no clone of the repository', () => {
    const start = read('docs/start.md');
    expect(start).toMatch(/^## Quick start$/m);
    expect(start).not.toMatch(/npm (start|test|run) |node scripts/);
  });

  test('the readme names the folder with the documentation', () => {
    expect(read('README.md')).toContain(`node_modules/@norce-kit/${name}/docs`);
  });

  test('every link in the documentation leads to a page of the tarball or to a file of the repository', () => {
    const documents = files.filter((file) => /^(AGENTS|docs\/.*)\.md$/.test(file));
    expect(documents.length).toBeGreaterThan(5);
    const broken = documents.flatMap((file) =>
      linksOf(read(file))
        .filter((link) => {
          const [path = '', anchor] = link.split('#');
          if (!/^[a-z]+:/.test(path)) {
            const page = path === '' ? file : posix.join(posix.dirname(file), path);
            return !files.includes(page) || (anchor !== undefined && !anchorsOf(read(page)).includes(anchor));
          }
          const [, target] = /\/(?:blob|raw|tree)\/HEAD\/(.*)/.exec(path) ?? [];
          return path.startsWith(`${repository}/`) && !existsSync(new URL(target ?? 'none', root));
        })
        .map((link) => `${file}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  test('AGENTS.md lists every page of the documentation', () => {
    const pages = files.filter((file) => file.startsWith('docs/'));
    expect(linksOf(read('AGENTS.md'))).toEqual(expect.arrayContaining(pages));
  });

  test('has description, keywords and engines', () => {
    expect(manifest).toMatchObject({ license: 'MIT', type: 'module', engines: { node: '>=22.12' } });
    expect(manifest.description.length).toBeGreaterThan(40);
    expect(manifest.keywords).toEqual(expect.arrayContaining(['norce', 'checkout']));
    expect(read('README.md')).toContain(`npm install`);
    expect(read('LICENSE')).toContain('MIT License');
  });

  test.runIf(name === 'react')('evidence records have the version of the package', () => {
    const built = files.filter((file) => file.endsWith('.js')).map(read);
    expect(built.filter((text) => text.includes(`${manifest.name} ${manifest.version}`))).toHaveLength(1);
  });

  test('no module has a bare import of another one', () => {
    // Modules have no side effects. esbuild drops such an import, and warns about it if the package is linked.
    const modules = files.filter((file) => /^dist\/.*\.js$/.test(file));
    expect(modules.filter((file) => /^import\s*['"]/m.test(read(file)))).toEqual([]);
  });

  test('a bundler may drop all unused modules except styles', () => {
    expect(manifest.sideEffects).toEqual(name === 'react' ? ['**/*.css'] : false);
  });

  test("SH6: 'use client' is in client modules, and in no module that a server component may call", () => {
    const modules = files.filter((file) => /^dist\/.*\.js$/.test(file));
    const heads = modules.filter((file) => /^(['"])use client\1/.test(read(file)));
    const needsBrowser =
      /\b(use[A-Z]\w+|createContext|forwardRef|Component)\b[^;]*\bfrom ['"](react|@tanstack\/react-query)['"]/;
    const needy = modules.filter((file) => needsBrowser.test(read(file)));
    expect(needy.length > 10).toBe(name === 'react');
    expect(needy.filter((file) => !heads.includes(file))).toEqual([]);
    expect(heads.filter((file) => /\/(index|options|order-query)\.js$|\/locales\//.test(file))).toEqual([]);
    if (name !== 'react') expect(heads).toEqual([]);
  });
});
