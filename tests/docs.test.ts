import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { anchorsOf, withoutCode } from '../scripts/markdown.mjs';
import { findMessages } from './messages.ts';
import { findScripts } from './words.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const below = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md') && !/(^|\/)(api|node_modules|dist)\//.test(file))
    .map((file) => join(folder, file));
const top = readdirSync(root).filter((file) => file.endsWith('.md'));
const readmes = ['packages', 'examples'].flatMap((folder) =>
  readdirSync(join(root, folder)).map((name) => `${folder}/${name}/README.md`),
);
const pages = [...top, ...below('docs'), ...below('.changeset'), ...readmes, 'bench/README.md'].filter(
  (page) => existsSync(join(root, page)),
);

const read = (page: string) => readFileSync(join(root, page), 'utf8');

test('finds the pages', () => {
  expect(pages.length).toBeGreaterThan(20);
});

test.each(pages)('every link on %s has a target', (page) => {
  const links = [...withoutCode(read(page)).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(
    (match) => match[1] ?? '',
  );
  const broken = links.filter((link) => {
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? page : join(dirname(page), path);
    if (!existsSync(join(root, target))) return true;
    return anchor !== undefined && !anchorsOf(read(target)).includes(anchor);
  });
  expect(broken).toEqual([]);
});

test('every file that CONTRIBUTING.md names exists', () => {
  const files = [
    ...read('CONTRIBUTING.md').matchAll(
      /`((?:packages|tests|stories|bench|docs\/guides|docs\/decisions)\/[^`]*)`/g,
    ),
  ];
  expect(files.length).toBeGreaterThan(20);
  expect(files.map(({ 1: file = '' }) => file).filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

test.each(['core', 'react', 'server', 'sandbox'])(
  'the troubleshooting page lists each message of %s',
  (name) => {
    const page = read('docs/guides/troubleshooting.md').replaceAll('`', '');
    const isExplained = (words: string) => page.includes(words.replaceAll('`', ''));
    const messages = findMessages(name).filter((words) => words.length > 12);
    expect(messages.length).toBeGreaterThan(2);
    expect(messages.filter((words) => !isExplained(words))).toEqual([]);
  },
);

test('snippets that are copied together share one client', () => {
  const guides = below('docs/guides').filter((page) => !page.endsWith('testing.md'));
  const own = [...guides, 'README.md', 'packages/react/README.md'].flatMap((page) =>
    (read(page).match(/^const \w+ = createOrderClient\(\{ baseUrl: '\/.*$/gm) ?? []).map(
      (line) => `${page}: ${line}`,
    ),
  );
  expect(own).toEqual([]);
});

test('docs/promises.md explains each code in a test title, once', () => {
  const folders = ['packages', 'tests', 'stories', '.storybook', 'examples'];
  const titles = folders.flatMap(findScripts).filter((file) => !/\.d\.ts$/.test(file));
  const codes = titles.flatMap(
    (file) =>
      read(file).match(
        /\b(RT|NF|NV|GO|NJ|LZ|MT|SE|AU|HC|HB|SH|AX|LG|CL|DL|HI|OD|CH|BC|AT|VA|PO|ML|SK|SC|I)\d+(?=[:,])/g,
      ) ?? [],
  );
  const page = read('docs/promises.md');
  const explained: readonly string[] = page.match(/^\| [A-Z]{1,2}\d+(?= +\|)/gm) ?? [];
  expect(codes.length).toBeGreaterThan(100);
  expect([...new Set(codes)].filter((code) => !page.includes(`| ${code} `))).toEqual([]);
  expect(explained.filter((row, index) => explained.indexOf(row) !== index)).toEqual([]);
});

const reports = readdirSync(join(root, 'etc/api')).filter((file) => file.endsWith('.api.md'));

test.each(reports)('every public member in etc/api/%s has a docstring', (name) => {
  // Types generated from openapi.yaml are documented there, and a namespace has no docstring of its own.
  const ours = read(`etc/api/${name}`)
    .replaceAll(/\(undocumented\)\ninterface (components|operations|paths) \{\n.*?^\}/gms, '')
    .replaceAll(/\(undocumented\)\n(?=.*(components\["schemas"\]|^(export )?namespace ))/gm, '\n');
  expect(ours.match(/\(undocumented\)\n.*/g) ?? []).toEqual([]);
});

/** Returns the fields of an interface or a class in a report. */
function membersOf(report: string, name: string): readonly string[] {
  const [, body = ''] =
    new RegExp(`^(?:export )?(?:interface|class) ${name}\\b.*?\\{\\n(.*?)^\\}`, 'ms').exec(
      read(`etc/api/${report}.api.md`),
    ) ?? [];
  return [...body.matchAll(/^ {4}(?:readonly |get )?(\w+)(?:\??:|\(\):)/gm)].map(([, member = '']) => member);
}

/** Members that need no row: the address in messages for developers, and the form for logs. */
const unlisted: readonly string[] = ['baseUrl', 'toJSON'];

test.each([
  ['server', 'OrderHandlerOptions'],
  ['sandbox', 'SandboxOptions'],
  ['core', 'SharedOperations'],
  ['core-errors', 'OrderApiError'],
])('a table in the README of %s has each member of %s', (report, name) => {
  const rows = read(`packages/${report.replace(/-.*/, '')}/README.md`).match(/^\|.*$/gm) ?? [];
  const members = membersOf(report, name).filter((member) => !unlisted.includes(member));
  expect(members.length).toBeGreaterThan(3);
  expect(members.filter((member) => !new RegExp(`[\`{ ]${member}\\b`).test(rows.join('\n')))).toEqual([]);
});

test('no code of a page, a docstring, a story or an example has a button inside of a label', () => {
  const scripts = ['packages', 'stories', 'examples', 'bench'].flatMap(findScripts);
  const files = [...pages, ...scripts].filter((file) => !file.includes('.test.'));
  // A shopper who activates it would tick the box as well.
  const inside = /<label\b(?:(?!<\/label>)[^])*?<button/;
  expect(files.length).toBeGreaterThan(200);
  expect(files.filter((file) => inside.test(read(file)))).toEqual([]);
});

test('each link to an online sandbox opens a folder of this repository', () => {
  const { repository } = JSON.parse(read('package.json')) as {
    readonly repository: { readonly url: string };
  };
  const [, path = ''] = /github\.com\/([\w-]+\/[\w-]+)\.git$/.exec(repository.url) ?? [];
  const texts = [...pages, 'stories/start.mdx'].map(read).join('\n');
  const links = [
    ...texts.matchAll(/https:\/\/(?:stackblitz|codesandbox)\.\w+\/(?:p\/devbox\/)?github\/[^)"\s]+/g),
  ].map(([link]) => link);
  expect(links.length).toBeGreaterThanOrEqual(4);
  const isFound = (link: string) => {
    const [, owner, folder = 'none'] = /\/github\/([^/]+\/[^/]+)\/tree\/main\/(.+)$/.exec(link) ?? [];
    return owner === path && existsSync(join(root, folder, 'package.json'));
  };
  expect(links.filter((link) => !isFound(link))).toEqual([]);
});
