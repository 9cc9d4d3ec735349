import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as admin from './admin.ts';
import * as forwarding from './forwarding.ts';
import * as core from './index.ts';

interface Manifest {
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string | null>>>>;
  readonly sideEffects: boolean;
  readonly dependencies: Readonly<Record<string, string>>;
}
const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as Manifest;

test('the entry point for browsers exports these names', () => {
  expect(Object.keys(core).sort()).toEqual([
    'OrderApiError',
    'UnsavedAnswersError',
    'addListener',
    'appendEvidence',
    'attributeChecksum',
    'createAnswers',
    'createAttributeWriter',
    'createOrderClient',
    'evidenceKey',
    'hashWording',
    'isOrderApiError',
    'isRegisteredAddress',
    'isUnsavedAnswersError',
    'lateWindow',
    'mayArriveLate',
    'notifyListeners',
    'onPageHide',
    'readDroppedAnswers',
    'readEvidence',
    'toBuyerConsent',
    'toConsentRecord',
  ]);
});

test('the entry point for servers exports createOrderAdmin', () => {
  expect(Object.keys(admin)).toEqual(['createOrderAdmin']);
});

test('the entry point for servers that forward requests exports these names', () => {
  expect(Object.keys(forwarding).sort()).toEqual([
    'attributeChecksum',
    'createApiKeys',
    'evidenceKey',
    'isConsentId',
    'isRegisteredAddress',
    'readValidationFailures',
    'resolveConnection',
  ]);
});

test('package.json lists these entry points', () => {
  expect(Object.keys(manifest.exports)).toEqual([
    '.',
    './admin',
    './errors',
    './forwarding',
    './history',
    './package.json',
  ]);
});

test.each(['admin', 'forwarding', 'history'])(
  'SC3: browsers cannot import %s, workers can, although their bundlers set the browser condition',
  (name) => {
    const entry = manifest.exports[`./${name}`] ?? {};
    const conditions = Object.keys(entry).filter((condition) => condition !== '@norce-kit/source');
    expect(conditions).toEqual(['types', 'workerd', 'worker', 'edge-light', 'browser', 'default']);
    const file = `./dist/${name}.js`;
    expect(entry).toMatchObject({ browser: null, workerd: file, default: file });
  },
);

test.each([
  ['a browser', ['browser'], 'ERR_PACKAGE_PATH_NOT_EXPORTED'],
  ['Cloudflare Workers', ['workerd', 'worker', 'browser'], 'dist/admin.js'],
  ['a service worker of the shop', ['worker', 'browser'], 'dist/admin.js'],
  ['an edge runtime', ['edge-light', 'browser'], 'dist/admin.js'],
  ['Node', [], 'dist/admin.js'],
])(
  'AU2: browsers cannot import the entry point with the key, servers and workers can: %s',
  (_, conditions, found) => {
    const script = `try { console.log(import.meta.resolve('@norce-kit/core/admin')) } catch (e) { console.log(e.code) }`;
    const flags = conditions.map((condition) => `--conditions=${condition}`);
    // NODE_OPTIONS sets the condition that resolves to sources in this repository's tests.
    const env = { ...process.env, NODE_OPTIONS: '' };
    const options = { cwd: new URL('../../server', import.meta.url), env, encoding: 'utf8' } as const;
    const output = execFileSync(process.execPath, [...flags, '--input-type=module', '-e', script], options);
    expect(output.trim()).toMatch(new RegExp(`${found}$`));
  },
);

test('SC1: the package depends on ky alone and has no side effects', () => {
  expect(Object.keys(manifest.dependencies)).toEqual(['ky']);
  expect(manifest.sideEffects).toBe(false);
});
