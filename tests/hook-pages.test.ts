import { readdirSync, readFileSync } from 'node:fs';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { MemberTable } from '../.storybook/blocks/member-table.tsx';
import { groupMembers } from '../.storybook/blocks/members.ts';
import { readHookApi } from '../scripts/hook-api.mjs';

const folder = new URL('../stories/hooks/', import.meta.url);
const pages = readdirSync(folder)
  .filter((file) => file.endsWith('.mdx'))
  .map((file) => readFileSync(new URL(file, folder), 'utf8').replaceAll(/\s+/g, ' '));
const report = ['react', 'core']
  .map((name) => readFileSync(new URL(`../etc/api/${name}.api.md`, import.meta.url), 'utf8'))
  .join('\n');
const api = readHookApi();
const hooks = Object.values(api).filter(({ name }) => /^use[A-Z]/.test(name) || name === 'OrderProvider');

/** The names of an array in an attribute of a block: `names={['A', 'B']}`. */
const namesIn = (text: string, start: RegExp) =>
  [...text.matchAll(new RegExp(`${start.source}\\{\\[([^\\]]*)\\]\\}`, 'g'))].flatMap(({ 1: list = '' }) =>
    [...list.matchAll(/'([^']+)'/g)].map(({ 1: name = '' }) => name),
  );

const pageOf = (hook: string) => pages.find((text) => text.includes(`<Meta title="Hooks/${hook}"`));
const listed = new Set(pages.flatMap((text) => namesIn(text, /<Types names=/)));

/** The members of an interface or of an object type in the report of the API. */
function membersInReport(name: string): readonly string[] {
  const [, body = ''] =
    new RegExp(`^export (?:interface|type) ${name}\\b[^\\n]*\\{\\n(.*?)^\\}`, 'ms').exec(report) ?? [];
  return [...body.matchAll(/^ {4}(?:readonly )?"?([\w-]+)"?\??:/gm)].map(({ 1: member = '' }) => member);
}

const unique = (names: readonly string[]) => [...new Set(names)];

test('finds every hook, and the provider', async () => {
  const exported = Object.keys(await import('@norce-kit/react')).filter((name) => name.startsWith('use'));
  expect(hooks.map(({ name }) => name).sort()).toEqual(['OrderProvider', ...exported].sort());
});

test('the README of the package has every member and option of the hooks, and every event', () => {
  const readme = readFileSync(new URL('../packages/react/README.md', import.meta.url), 'utf8');
  const [, events = ''] = /^\*\*Events\*\*(.*?)^## /ms.exec(readme) ?? [];
  for (const { name, options, result } of hooks) {
    const row = readme.split('\n').find((line) => line.startsWith(`| \`${name}(`)) ?? '';
    const own = (shapes: typeof options) =>
      unique(
        shapes.flatMap(({ members }) =>
          members.filter(({ origin }) => origin === 'own').map((member) => member.name),
        ),
      );
    const missing =
      name === 'OrderProvider'
        ? []
        : own(result).filter((member) => !new RegExp(`\\b${member}\\b`).test(row));
    const places = own(options).filter(
      (option) =>
        option !== 'children' && !readme.includes(name === 'OrderProvider' ? `| \`${option}\`` : option),
    );
    expect([...missing, ...places], name).toEqual([]);
  }
  const types =
    api['OrderEvent']?.shapes.flatMap(({ members }) => members.filter((member) => member.name === 'type')) ??
    [];
  const values = types.flatMap(({ type }) => type.match(/[a-z]+(?:-[a-z]+)+/g) ?? []);
  expect(values).toContain('evidence-saved');
  expect(values.filter((value) => !events.includes(`\`${value}\``))).toEqual([]);
});

describe.each(hooks)('the page of $name', ({ name, options, result }) => {
  const text = pageOf(name) ?? '';

  test('has signature, options, result and an example that runs', () => {
    expect(text).toContain(`<Signature of="${name}" />`);
    expect(options.length).toBeGreaterThan(0);
    expect(text).toContain(`<Options of="${name}"`);
    if (name !== 'OrderProvider') expect(text).toContain(`<Result of="${name}" essentials={`);
    expect(text).toMatch(/<Canvas of=\{stories\.\w+\}/);
    expect(text).toMatch(/\.example\.tsx\?raw'/);
  });

  test('has every member of the public types, each with a type, and with a description if it is of the kit', () => {
    const types = [`${name[0]?.toUpperCase()}${name.slice(1)}`].flatMap((base) =>
      name === 'OrderProvider' ? ['OrderProviderProps'] : [`${base}Options`, `${base}Result`],
    );
    const known = [...types, ...(name === 'useOrderConsent' ? ['OrderConsent'] : [])];
    const members = [...options, ...result].flatMap((shape) => shape.members);
    const names = members.map((member) => member.name);
    expect(known.flatMap(membersInReport).filter((member) => !names.includes(member))).toEqual([]);
    const poor = members.filter((member) => member.type === '' || member.text === '');
    expect(poor.map((member) => member.name)).toEqual([]);
  });

  test('shows each member once, the essentials first', () => {
    const essentials = namesIn(text, new RegExp(`<(?:Result|Options) of="${name}" essentials=`));
    const shown = name === 'OrderProvider' ? options : result;
    expect(essentials.length).toBeGreaterThan(0);
    for (const { members } of shown) {
      const groups = groupMembers(members, essentials);
      const inGroups = groups.flatMap((group) => group.members.map((member) => member.name));
      expect(inGroups.slice(0, essentials.length)).toEqual(essentials);
      expect([...inGroups].sort()).toEqual(members.map((member) => member.name).sort());
      const html = groups.map((group) =>
        renderToStaticMarkup(createElement(MemberTable, { members: group.members })),
      );
      for (const member of inGroups) expect(html.join('')).toMatch(new RegExp(`<code>${member}\\??</code>`));
    }
  });
});

test('each exported type that a hook or its page names has a table', () => {
  const parts = [...hooks.flatMap(({ options, result }) => [...options, ...result])].flatMap(
    (shape) => shape.members,
  );
  const own = parts.filter(({ origin }) => origin === 'own');
  const named = unique(own.flatMap(({ type }) => type.match(/\b[A-Z]\w+/g) ?? []));
  const types = named.filter((name) => (api[name]?.shapes.length ?? 0) + (api[name]?.values.length ?? 0) > 0);
  // The language of the texts has pages of its own.
  const elsewhere = ['Locale', 'Messages', 'OwnMessages'];
  expect(types).toContain('ConsentSubmitProps');
  expect(types.filter((name) => !listed.has(name) && !elsewhere.includes(name))).toEqual([]);
});

test('each name in a table is an export with members or values', () => {
  expect(listed.size).toBeGreaterThan(10);
  const empty = [...listed].filter(
    (name) => (api[name]?.shapes.length ?? 0) + (api[name]?.values.length ?? 0) === 0,
  );
  expect(empty).toEqual([]);
});

test('the members of each listed type match the report of the API', () => {
  const names = [...listed].filter((name) => membersInReport(name).length > 0);
  expect(names.length).toBeGreaterThan(8);
  for (const name of names) {
    const members = api[name]?.shapes.flatMap((shape) => shape.members.map((member) => member.name)) ?? [];
    expect(
      membersInReport(name).filter((member) => !members.includes(member)),
      name,
    ).toEqual([]);
  }
});

test('the page of own queries has each function that returns options', () => {
  const text = pageOf('Own queries') ?? '';
  const names = Object.keys(api).filter((name) =>
    /^[a-z]\w*(MutationOptions|Query(Options|Key))$/.test(name),
  );
  expect(names.length).toBeGreaterThanOrEqual(6);
  expect(names.filter((name) => !text.includes(`<Signature of="${name}" />`))).toEqual([]);
});
