/** Code with one fault for each rule of .oxlintrc.json. */
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
};
