import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/**
 * @typedef {{ name: string, type: string, isOptional: boolean, default?: string, text: string, origin: 'own' | 'library' }} Member
 *   `text` is the docstring; members of TanStack Query and React have the origin `library`.
 * @typedef {{ title?: string | undefined, members: readonly Member[] }} Shape Members of an object type, or of one type of a union.
 * @typedef {{
 *   name: string,
 *   text: string,
 *   signature?: string,
 *   options: readonly Shape[],
 *   result: readonly Shape[],
 *   shapes: readonly Shape[],
 *   values: readonly string[],
 * }} Entry An exported function with its options and result, or an exported type with its shapes or its values.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const entryPoints = ['packages/react/src/index.ts', 'packages/core/src/index.ts'];

/** Entry points with components, by import path. */
const withComponents = {
  '@norce-kit/react': 'packages/react/src/index.ts',
  '@norce-kit/react/history': 'packages/react/src/history.tsx',
};

/**
 * @typedef {{ name: string, from: string, text: string, propsText: string, props: readonly Member[] }} Component
 *   A component with the docstrings of itself and of its props, and its own props.
 */

const flags = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope;

/**
 * Reads the functions and types of `@norce-kit/react` and `@norce-kit/core` from their sources, without the components.
 *
 * @returns {Readonly<Record<string, Entry>>}
 */
export function readHookApi() {
  const checker = sharedChecker();
  const entries = entryPoints.flatMap((file) =>
    exportsOf(file, checker).flatMap((symbol) => toEntry(symbol, checker) ?? []),
  );
  return Object.fromEntries(entries.map((entry) => [entry.name, entry]));
}

/**
 * Reads the components of `@norce-kit/react` and its `history` from their sources.
 *
 * @returns {readonly Component[]}
 */
export function readComponents() {
  const checker = sharedChecker();
  return Object.entries(withComponents).flatMap(([from, file]) => {
    const exported = exportsOf(file, checker);
    return exported.flatMap(({ name }) => {
      const [component, props] = [name, `${name}Props`].map((wanted) => {
        const found = exported.find((symbol) => symbol.name === wanted);
        return found && resolveAlias(found, checker);
      });
      if (component === undefined || props === undefined) return [];
      const [text, propsText] = [component, props].map((symbol) => textOf(symbol, checker));
      return [{ name, from, text: text ?? '', propsText: propsText ?? '', props: propsOf(props, checker) }];
    });
  });
}

/**
 * Returns the props that this repository declares. A prop that accepts no value is left out.
 *
 * @param {ts.Symbol} symbol
 * @param {Checker} checker
 * @returns {readonly Member[]}
 */
function propsOf(symbol, checker) {
  const [place] = symbol.declarations ?? [];
  if (place === undefined) return [];
  const type = checker.getDeclaredTypeOfSymbol(symbol);
  const parts = type.isUnion() ? type.types : [type];
  const members = parts.flatMap((part) =>
    checker.getPropertiesOfType(part).map((member) => toMember(member, place, checker)),
  );
  const own = members.filter(
    ({ name, origin, type: shown }) =>
      origin === 'own' && !name.startsWith('__@') && !/^(Refused<|undefined$)/.test(shown),
  );
  // The types of a union share most of their props.
  const names = [...new Set(own.map(({ name }) => name))];
  return names.flatMap((name) => {
    const found = own.filter((member) => member.name === name);
    return found.slice(0, 1).map((member) => ({
      ...member,
      isOptional: found.length < parts.length || found.some(({ isOptional }) => isOptional),
    }));
  });
}

/**
 * @param {string} file
 * @param {Checker} checker
 */
function exportsOf(file, checker) {
  const source = checker.program.getSourceFile(`${root}${file}`);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${file} has no exports.`);
  return checker.getExportsOfModule(module);
}

/**
 * @param {ts.Symbol} symbol
 * @param {Checker} checker
 */
function resolveAlias(symbol, checker) {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** @typedef {ts.TypeChecker & { program: ts.Program }} Checker */

/** @type {Checker | undefined} */
let shared;

/** Returns the checker of all entry points, which are compiled once. */
function sharedChecker() {
  shared ??= createChecker();
  return shared;
}

/** @returns {Checker} */
function createChecker() {
  const file = `${root}packages/react/tsconfig.json`;
  const { config, error } = ts.readConfigFile(file, ts.sys.readFile);
  if (error) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, '\n'));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, `${root}packages/react`);
  const program = ts.createProgram(
    [...new Set([...entryPoints, ...Object.values(withComponents)])].map((entry) => `${root}${entry}`),
    { ...options, noEmit: true, composite: false, incremental: false },
  );
  return Object.assign(program.getTypeChecker(), { program });
}

/**
 * Returns the entry of an export; undefined for a component and for a class.
 *
 * @param {ts.Symbol} exported
 * @param {Checker} checker
 * @returns {Entry | undefined}
 */
function toEntry(exported, checker) {
  const symbol = resolveAlias(exported, checker);
  const [declaration] = symbol.declarations ?? [];
  if (declaration === undefined) return undefined;
  const entry = {
    name: exported.name,
    text: textOf(symbol, checker),
    options: [],
    result: [],
    shapes: [],
    values: [],
  };
  if (ts.isFunctionDeclaration(declaration)) {
    const [signature] = checker.getTypeOfSymbol(symbol).getCallSignatures();
    if (signature === undefined) return undefined;
    const given = signature.parameters.map((parameter) => checker.getTypeOfSymbol(parameter));
    return {
      ...entry,
      signature: signatureOf(exported.name, declaration),
      options: given.flatMap((type) => (isOwnObject(type) ? shapesOf(type, declaration, checker) : [])),
      result: /^use[A-Z]/.test(exported.name)
        ? shapesOf(signature.getReturnType(), declaration, checker)
        : [],
    };
  }
  if (!ts.isInterfaceDeclaration(declaration) && !ts.isTypeAliasDeclaration(declaration)) return undefined;
  const type = checker.getDeclaredTypeOfSymbol(symbol);
  const parts = type.isUnion() ? type.types : [type];
  const values = parts.flatMap((part) => (part.isStringLiteral() ? [part.value] : []));
  if (values.length > 0) return { ...entry, values };
  // Results of hooks are on the pages of the hooks, props of components on theirs.
  const shapes = shapesOf(type, declaration, checker).filter(({ members }) =>
    members.every(({ origin }) => origin === 'own'),
  );
  return { ...entry, shapes };
}

/**
 * Whether a parameter is an object of options: an object type that this repository declares.
 *
 * @param {ts.Type} given
 */
function isOwnObject(given) {
  const type = given.getNonNullableType();
  const symbol = type.aliasSymbol ?? type.getSymbol();
  return /(Options|Props)$/.test(symbol?.name ?? '');
}

/**
 * Returns the members of a type. A union of objects of this repository has a shape for each of its types; the types of a
 * result of TanStack Query have the same members.
 *
 * @param {ts.Type} given
 * @param {ts.Node} place
 * @param {Checker} checker
 * @returns {readonly Shape[]}
 */
function shapesOf(given, place, checker) {
  const type = given.getNonNullableType();
  const members = (/** @type {ts.Type} */ part) =>
    checker.getPropertiesOfType(part).map((member) => toMember(member, place, checker));
  const shared = members(type);
  if (!type.isUnion() || shared.some(({ origin }) => origin === 'library')) {
    // Without types of the language, such as an array, and without a key of its own, such as a brand.
    return shared.some(({ name, origin }) => origin === 'own' && !name.startsWith('__@')) || isOfHook(shared)
      ? [{ members: shared }]
      : [];
  }
  return type.types.map((part) => ({ title: titleOf(part, checker), members: members(part) }));
}

/**
 * Whether these are the members of a result of TanStack Query.
 *
 * @param {readonly Member[]} members
 */
function isOfHook(members) {
  return members.some(({ name }) => name === 'isPending');
}

/**
 * Returns the name of a type, or the member that differs between the types of its union.
 *
 * @param {ts.Type} type
 * @param {Checker} checker
 */
function titleOf(type, checker) {
  const name = type.aliasSymbol?.name ?? type.getSymbol()?.name ?? '__type';
  if (!name.startsWith('__')) return name;
  const [mark] = checker.getPropertiesOfType(type);
  return mark && `${mark.name}: ${checker.typeToString(checker.getTypeOfSymbol(mark), undefined, flags)}`;
}

/**
 * @param {ts.Symbol} symbol
 * @param {ts.Node} place
 * @param {Checker} checker
 * @returns {Member}
 */
function toMember(symbol, place, checker) {
  const declaration = symbol.valueDeclaration ?? symbol.declarations?.[0];
  const file = declaration?.getSourceFile().fileName ?? '';
  const isOwn = !file.includes('/node_modules/');
  const isOptional = (symbol.flags & ts.SymbolFlags.Optional) !== 0;
  const own = isOwn && declaration && ts.isPropertySignature(declaration) ? declaration.type : undefined;
  const type =
    own?.getText() ?? checker.typeToString(checker.getTypeOfSymbolAtLocation(symbol, place), place, flags);
  const tag = symbol.getJsDocTags(checker).find(({ name }) => name === 'default');
  const standard = tag && ts.displayPartsToString(tag.text);
  return {
    name: symbol.name,
    type: plain(isOptional ? type.replace(/ \| undefined$/, '') : type),
    isOptional,
    ...(standard && { default: standard }),
    text: isOwn ? textOf(symbol, checker) : textOfLibrary(symbol, checker),
    origin: isOwn ? 'own' : 'library',
  };
}

/**
 * Returns the parameters and the result of a function as its source has them.
 *
 * @param {string} name
 * @param {ts.FunctionDeclaration} declaration
 */
function signatureOf(name, { parameters, type }) {
  const list = parameters.map((parameter) => {
    const shown = ts.isIdentifier(parameter.name) ? parameter.name.text : 'options';
    const mark = parameter.questionToken || parameter.initializer ? '?' : '';
    return `${shown}${mark}: ${plain(parameter.type?.getText() ?? 'unknown')}`;
  });
  return `${name}(${list.join(', ')}): ${plain(type?.getText() ?? 'unknown')}`;
}

/**
 * @param {ts.Symbol} symbol
 * @param {Checker} checker
 */
function textOf(symbol, checker) {
  return ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim();
}

/**
 * Returns the first paragraph of the docstring of a library's member. The types of a union describe their own case each, so
 * the interface that all of them extend comes first.
 *
 * @param {ts.Symbol} symbol
 * @param {Checker} checker
 */
function textOfLibrary(symbol, checker) {
  const [declaration] = symbol.declarations ?? [];
  const parent = declaration?.parent;
  const isQuery = parent && ts.isInterfaceDeclaration(parent) && parent.name.text.startsWith('Query');
  const bases = isQuery ? ['QueryObserverBaseResult'] : ['MutationObserverBaseResult', 'MutationState'];
  const base = declaration
    ?.getSourceFile()
    .statements.filter(ts.isInterfaceDeclaration)
    .filter(({ name }) => bases.includes(name.text))
    .flatMap(({ members }) => [...members])
    .find((member) => member.name?.getText() === symbol.name);
  const known = base && checker.getSymbolAtLocation(/** @type {ts.Node} */ (base.name));
  const deprecated = symbol.getJsDocTags(checker).find(({ name }) => name === 'deprecated');
  const note = deprecated && `Deprecated: ${ts.displayPartsToString(deprecated.text)}`;
  const text = (known && textOf(known, checker)) || textOf(symbol, checker) || note || '';
  return text.split(/\n(?=- |\n)/)[0]?.trim() ?? '';
}

/**
 * Returns the text of a type on one line, without comments.
 *
 * @param {string} type
 */
function plain(type) {
  return type
    .replaceAll(/\/\*.*?\*\//gs, '')
    .replaceAll(/import\("[^"]*"\)\./g, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/^\| /, '')
    .trim();
}
