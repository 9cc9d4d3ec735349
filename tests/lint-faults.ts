/** Code with one fault for each rule of scripts/lint-rules.mjs. */
export const faults: Readonly<Record<string, string>> = {
  'typescript/await-thenable': 'export const f = async () => { await 1; };',
  'typescript/no-array-delete': 'export const f = (list: number[]) => { delete list[0]; };',
  'typescript/no-base-to-string': 'export const f = (value: { a: number }) => String(value);',
  'typescript/no-confusing-void-expression':
    'export const f = (run: () => void) => { const x = run(); return [x]; };',
  'typescript/no-deprecated': '/** @deprecated use g */ const old = () => 1; export const f = () => old();',
  'typescript/no-duplicate-type-constituents': "export type T = 'a' | 'b' | 'a';",
  'typescript/no-floating-promises': 'export const f = () => { Promise.resolve(1); };',
  'typescript/no-for-in-array': 'export const f = (list: number[]) => { for (const i in list) alert(i); };',
  'typescript/no-generated-empty-object-type':
    "interface A { readonly a: number } export type T = Omit<A, 'a'>; export const x: T = 5;",
  'typescript/no-implied-eval': "export const f = () => { setTimeout('alert(1)', 1); };",
  'typescript/no-meaningless-void-operator': 'export const f = (run: () => void) => { void run(); };',
  'typescript/no-misused-promises':
    'export const f = (list: number[]) => { list.forEach(async (x) => { await Promise.resolve(x); }); };',
  'typescript/no-misused-spread': 'export const f = (text: string) => [...text];',
  'typescript/no-mixed-enums': "export enum E { A = 1, B = 'b' }",
  'typescript/no-redundant-type-constituents': 'export type T = unknown | string;',
  'typescript/no-unnecessary-boolean-literal-compare':
    'export const f = (is: boolean) => { if (is === true) alert(1); };',
  'typescript/no-unnecessary-condition': "export const f = (text: 'a' | 'b') => { if (text) alert(1); };",
  'typescript/no-unnecessary-template-expression': 'export const f = (text: string) => `${text}`;',
  'typescript/no-unnecessary-type-arguments':
    'const g = <T = string>(x?: T) => x; export const f = () => g<string>();',
  'typescript/no-unnecessary-type-assertion': 'export const f = (text: string) => text as string;',
  'typescript/no-unnecessary-type-conversion': 'export const f = (text: string) => String(text);',
  'typescript/no-unnecessary-type-parameters': 'export const f = <T,>(x: T): void => { alert(x); };',
  'typescript/no-unsafe-argument': 'declare const x: any; export const f = () => parseInt(x);',
  'typescript/no-unsafe-assignment':
    'declare const x: any; export const f = () => { const y = x; return [y]; };',
  'typescript/no-unsafe-call': 'declare const x: any; export const f = () => { x(); };',
  'typescript/no-unsafe-enum-assignment': 'enum E { A, B } export const e: E = 1;',
  'typescript/no-unsafe-enum-comparison':
    'enum E { A, B } declare const e: E; export const f = () => e === 1;',
  'typescript/no-unsafe-member-access': 'declare const x: any; export const f = () => { x.a; };',
  'typescript/no-unsafe-return': 'declare const x: any; export const f = () => x;',
  'typescript/no-unsafe-unary-minus': 'declare const x: string; export const f = () => -x;',
  'typescript/no-useless-default-assignment': 'export const f = ({ a = 1 }: { a: number }) => a;',
  'typescript/only-throw-error': "export const f = () => { throw 'a'; };",
  'typescript/prefer-promise-reject-errors': "export const f = () => Promise.reject('a');",
  'typescript/prefer-reduce-type-parameter':
    'export const f = (list: number[]) => list.reduce((all, x) => [...all, x], [] as number[]);',
  'typescript/prefer-return-this-type': 'export class A { f(): A { return this; } }',
  'typescript/related-getter-setter-pairs':
    "export class A { get x(): string { return ''; } set x(value: number) { alert(value); } }",
  'typescript/require-await': 'export const f = async () => { alert(1); };',
  'typescript/restrict-plus-operands': 'export const f = (x: number, y: string) => x + y;',
  'typescript/restrict-template-expressions': 'export const f = (x: { a: 1 }) => `${x}`;',
  'typescript/return-await':
    'export const f = async () => { try { return Promise.resolve(1); } catch { return 2; } };',
  'typescript/unbound-method': 'class A { x = 1; f() { return this.x; } } export const f = new A().f;',
  'typescript/use-unknown-in-catch-callback-variable':
    'export const f = () => Promise.resolve(1).catch((error) => { alert(error); });',
  'typescript/switch-exhaustiveness-check':
    "export const f = (x: 'a' | 'b') => { switch (x) { case 'a': alert(1); } };",
  'no-var': 'export var x = 1;',
  'prefer-const': 'export const f = () => { let x = 1; return x; };',
  'prefer-rest-params': 'export function f() { return arguments; }',
  'prefer-spread': 'export const f = (list: number[]) => Math.max.apply(Math, list);',
  'typescript/ban-ts-comment': "// @ts-ignore\nexport const x: number = 'a';",
  'typescript/no-array-constructor': 'export const x = new Array(1, 2);',
  'typescript/no-duplicate-enum-values': 'export enum E { A = 1, B = 1 }',
  'typescript/no-dynamic-delete':
    'export const f = (x: Record<string, number>, name: string) => { delete x[name]; };',
  'typescript/no-empty-object-type': 'export const x: {} = 1;',
  'typescript/no-explicit-any': 'export const x: any = 1;',
  'typescript/no-extra-non-null-assertion': 'export const f = (x: { a: number } | null) => x!!.a;',
  'typescript/no-extraneous-class': 'export class A {}',
  'typescript/no-invalid-void-type': 'export const f = (x: void) => [x];',
  'typescript/no-misused-new': 'export interface A { constructor(): void; }',
  'typescript/no-namespace': 'export namespace A { export const x = 1; }',
  'typescript/no-non-null-asserted-nullish-coalescing': 'export const f = (x: { a?: number }) => x.a! ?? 1;',
  'typescript/no-non-null-asserted-optional-chain':
    'export const f = (x: { a: number } | undefined) => x?.a!;',
  'typescript/no-non-null-assertion': 'export const f = (x: number | null) => x!;',
  'typescript/no-require-imports': "export const x = require('a') as unknown;",
  'typescript/no-this-alias': 'export class A { f() { const self = this; return () => self; } }',
  'typescript/no-unnecessary-type-constraint': 'export const f = <T extends unknown>(x: T, y: T) => [x, y];',
  'typescript/no-unsafe-declaration-merging': 'export interface A { x: number } export class A { y = 1; }',
  'typescript/no-unsafe-function-type': 'export const f = (x: Function) => [x];',
  'typescript/no-unused-expressions': 'export const f = (x: number) => { x === 1; };',
  'typescript/no-unused-vars': 'const x = 1; export {};',
  'typescript/no-useless-constructor': 'export class A { x = 1; constructor() {} }',
  'typescript/no-wrapper-object-types': "export const x: String = 'a';",
  'typescript/prefer-as-const': "export const x = 'a' as 'a';",
  'typescript/prefer-literal-enum-member': "const one = '1'; export enum E { A = one.length }",
  'typescript/prefer-namespace-keyword': 'export {}; declare module A { const x: number; }',
  'typescript/triple-slash-reference':
    '/// <reference types="node" />\nimport * as x from \'node\'; export { x };',
  'typescript/unified-signatures': 'export interface A { f(x: number): void; f(x: string): void; }',
  'no-console': 'console.log(1);',
  'react/rules-of-hooks':
    "import { useState } from 'react'; export function A({ is }: { is: boolean }) { if (is) useState(1); return null; }",
  'react/exhaustive-deps':
    "import { useEffect } from 'react'; export function A({ x }: { x: number }) { useEffect(() => alert(x), []); return null; }",
  'react/static-components': 'export function A() { const B = () => <p />; return <B />; }',
  'react/use-memo':
    "import { useMemo } from 'react'; export function A() { return useMemo((x: number) => x, []); }",
  'react/void-use-memo':
    "import { useMemo } from 'react'; export function A() { useMemo(() => { alert(1); }, []); return null; }",
  'react/preserve-manual-memoization':
    "import { useMemo } from 'react'; declare const useB: () => { a: { b: number } }; export function useA() { const { a } = useB(); return useMemo(() => [a.b], [a?.b]); }",
  'react/incompatible-library':
    "import { useForm } from 'react-hook-form'; export function A() { const { watch } = useForm(); return <p>{watch('x')}</p>; }",
  'react/immutability': 'export function A({ x }: { x: { y: number } }) { x.y = 1; return <p />; }',
  'react/globals': 'let x = 1; export function A() { x = 2; return <p>{x}</p>; }',
  'react/refs':
    "import { useRef } from 'react'; export function A() { const ref = useRef(1); return <p>{ref.current}</p>; }",
  'react/set-state-in-effect':
    "import { useEffect, useState } from 'react'; export function A() { const [x, setX] = useState(1); useEffect(() => { setX(2); }, []); return <p>{x}</p>; }",
  'react/error-boundaries': 'export function A() { try { return <p />; } catch { return null; } }',
  'react/purity': 'export function A() { return <p>{Math.random()}</p>; }',
  'react/set-state-in-render':
    "import { useState } from 'react'; export function A() { const [x, setX] = useState(1); setX(2); return <p>{x}</p>; }",
  'react/unsupported-syntax': "export function A() { eval('1'); return <p />; }",
  'jsx-a11y/alt-text': 'export const a = <img src="a.png" />;',
  'jsx-a11y/anchor-has-content': 'export const a = <a href="/" />;',
  'jsx-a11y/anchor-is-valid': 'export const a = <a href="#">a</a>;',
  'jsx-a11y/aria-activedescendant-has-tabindex': 'export const a = <div aria-activedescendant="a" />;',
  'jsx-a11y/aria-props': 'export const a = <p aria-foo="a" />;',
  'jsx-a11y/aria-proptypes': 'export const a = <p aria-hidden="yes" />;',
  'jsx-a11y/aria-role': 'export const a = <p role="foo" />;',
  'jsx-a11y/aria-unsupported-elements': 'export const a = <meta aria-hidden="true" />;',
  'jsx-a11y/autocomplete-valid': 'export const a = <input type="text" autoComplete="foo" />;',
  'jsx-a11y/click-events-have-key-events':
    'export const a = <div role="button" tabIndex={0} onClick={() => alert(1)} />;',
  'jsx-a11y/heading-has-content': 'export const a = <h1 />;',
  'jsx-a11y/html-has-lang': 'export const a = <html />;',
  'jsx-a11y/iframe-has-title': 'export const a = <iframe src="a.html" />;',
  'jsx-a11y/img-redundant-alt': 'export const a = <img src="a.png" alt="image of a shop" />;',
  'jsx-a11y/interactive-supports-focus':
    'export const a = <div role="button" onClick={() => alert(1)} onKeyDown={() => alert(1)} />;',
  'jsx-a11y/label-has-associated-control': 'export const a = <label>a</label>;',
  'jsx-a11y/media-has-caption': 'export const a = <video src="a.mp4" />;',
  'jsx-a11y/mouse-events-have-key-events': 'export const a = <div onMouseOver={() => alert(1)} />;',
  'jsx-a11y/no-access-key': 'export const a = <button accessKey="a">a</button>;',
  'jsx-a11y/no-autofocus': 'export const a = <input autoFocus />;',
  'jsx-a11y/no-distracting-elements': 'export const a = <marquee />;',
  'jsx-a11y/no-interactive-element-to-noninteractive-role': 'export const a = <button role="img">a</button>;',
  'jsx-a11y/no-noninteractive-element-interactions':
    'export const a = <h1 onClick={() => alert(1)} onKeyDown={() => alert(1)}>a</h1>;',
  'jsx-a11y/no-noninteractive-element-to-interactive-role': 'export const a = <h1 role="button">a</h1>;',
  'jsx-a11y/no-noninteractive-tabindex': 'export const a = <p tabIndex={0}>a</p>;',
  'jsx-a11y/no-redundant-roles': 'export const a = <button role="button">a</button>;',
  'jsx-a11y/no-static-element-interactions': 'export const a = <div onClick={() => alert(1)} />;',
  'jsx-a11y/role-has-required-aria-props': 'export const a = <div role="checkbox" />;',
  'jsx-a11y/role-supports-aria-props': 'export const a = <ul aria-checked="true" />;',
  'jsx-a11y/scope': 'export const a = <p scope="col" />;',
  'jsx-a11y/tabindex-no-positive': 'export const a = <button tabIndex={1}>a</button>;',
  '@tanstack/query/exhaustive-deps':
    "import { queryOptions } from '@tanstack/react-query'; export const f = (id: string) => queryOptions({ queryKey: ['a'], queryFn: () => fetch(id) });",
  '@tanstack/query/no-rest-destructuring':
    "import { useQuery } from '@tanstack/react-query'; export function useA() { const { data, ...rest } = useQuery({ queryKey: ['a'] }); return [data, rest]; }",
  '@tanstack/query/stable-query-client':
    "import { QueryClient } from '@tanstack/react-query'; export function A() { const queryClient = new QueryClient(); return <p>{String(queryClient)}</p>; }",
  '@tanstack/query/no-unstable-deps':
    "import { useMutation } from '@tanstack/react-query'; import { useCallback } from 'react'; export function useA() { const mutation = useMutation({ mutationFn: () => fetch('a') }); return useCallback(() => { mutation.mutate(); }, [mutation]); }",
  '@tanstack/query/infinite-query-property-order':
    "import { infiniteQueryOptions } from '@tanstack/react-query'; export const a = infiniteQueryOptions({ queryKey: ['a'], getNextPageParam: () => 1, initialPageParam: 0, queryFn: () => fetch('a') });",
  '@tanstack/query/mutation-property-order':
    "import { useMutation } from '@tanstack/react-query'; export function useA() { return useMutation({ mutationFn: () => fetch('a'), onError: () => alert(1), onMutate: () => 1 }); }",
  'storybook/await-interactions':
    "import { userEvent } from '@storybook/test'; export default { title: 'A' }; export const B = { play: async ({ canvasElement }: { canvasElement: HTMLElement }) => { userEvent.click(canvasElement); } };",
  'storybook/context-in-play-function':
    "export default { title: 'A' }; export const C = { play: () => undefined }; export const B = { play: async ({ canvasElement }: { canvasElement: HTMLElement }) => { await C.play({}); } };",
  'storybook/default-exports': 'export const B = {};',
  'storybook/hierarchy-separator': "export default { title: 'A|B' }; export const C = {};",
  'storybook/no-redundant-story-name':
    "export default { title: 'A' }; export const Primary = { name: 'Primary' };",
  'storybook/no-renderer-packages':
    "import type { Meta } from '@storybook/react'; export default { title: 'A' } satisfies Meta; export const C = {};",
  'storybook/prefer-pascal-case': "export default { title: 'A' }; export const someStory = {};",
  'storybook/story-exports': "export default { title: 'A' };",
  'storybook/use-storybook-expect':
    "export default { title: 'A' }; export const B = { play: () => { expect(1).toBe(1); } };",
  'storybook/use-storybook-testing-library':
    "import { within } from '@testing-library/react'; export default { title: 'A' }; export const B = { play: () => { within(document.body); } };",
};
