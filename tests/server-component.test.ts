import { createOrderClient } from '@norce-kit/core';
import { createSandbox } from '@norce-kit/sandbox';
import { QueryClient } from '@tanstack/react-query';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { Plugin, Rolldown } from 'vite';
import { expect, test } from 'vitest';

type EntryPoint = typeof import('@norce-kit/react');

/** Replaces client code by references, as a framework with server components does. */
const clientReferences: Plugin = {
  name: 'client-references',
  transform: {
    order: 'post',
    handler(code) {
      if (!/^\s*['"]use client['"]/.test(code)) return undefined;
      const names = this.parse(code).body.flatMap((statement) => {
        if (statement.type !== 'ExportNamedDeclaration') return [];
        const { declaration, specifiers } = statement;
        const declared =
          declaration?.type === 'VariableDeclaration'
            ? declaration.declarations.map(({ id }) => id)
            : declaration !== null && 'id' in declaration
              ? [declaration.id]
              : specifiers.map(({ exported }) => exported);
        return declared.flatMap((id) => (id?.type === 'Identifier' ? id.name : []));
      });
      return names.map((name) => `export const ${name} = { isClientReference: '${name}' };`).join('\n');
    },
  },
};

/** Imports an entry point of the package as a server component does. */
async function importOnServer(file = 'index.ts'): Promise<EntryPoint> {
  const output = (await build({
    root: fileURLToPath(new URL('..', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    plugins: [clientReferences],
    resolve: { conditions: ['react-server', '@norce-kit/source', 'node', 'module', 'production'] },
    ssr: {
      noExternal: true,
      resolve: { conditions: ['react-server', '@norce-kit/source', 'node', 'module'] },
    },
    build: { write: false, ssr: `packages/react/src/${file}`, rolldownOptions: { treeshake: false } },
  })) as Rolldown.RolldownOutput;
  const { code } = output.output[0];
  return (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`)) as EntryPoint;
}

/** The names of an entry point, and whether each is a reference to client code. */
const kindsOf = (entry: object) =>
  Object.entries(entry).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'object' && value !== null && 'isClientReference' in value,
  ]);

const isClient = (name: string) => /^use|Provider$|^Consent|Consent$|Evidence$/.test(name);

test('SH6: a server component can import everything; hooks and components stay client references, options do not', async () => {
  const kinds = kindsOf(await importOnServer());
  expect(kinds.length).toBeGreaterThan(10);
  expect(kinds).toEqual(kinds.map(([name]) => [name, isClient(String(name))]));
});

test('SH6: the same holds for the entry points whose code comes later', async () => {
  const entries = await Promise.all(
    ['lazy.ts', 'lazy/evidence.ts', 'lazy/gate.ts', 'lazy/newsletter.tsx'].map(importOnServer),
  );
  expect(entries.flatMap(kindsOf).sort()).toEqual([
    ['ConsentCheckbox', true],
    ['NewsletterConsent', true],
    ['NewsletterConsent', true],
    ['OrderProvider', true],
    ['TermsConsent', true],
    ['consentEvidence', true],
    ['createOrderClient', false],
    ['useConsentGate', true],
  ]);
});

test('SH6: a server component reads the order with the same query options as the page', async () => {
  const { orderQueryOptions } = await importOnServer();
  const sandbox = createSandbox({ authenticate: false });
  const { id } = sandbox.orders.create();
  const client = createOrderClient({ baseUrl: 'https://sandbox.invalid', fetch: sandbox.fetch });
  const order = await new QueryClient().query(orderQueryOptions(client, id));
  expect(order).toMatchObject({ id });
});
