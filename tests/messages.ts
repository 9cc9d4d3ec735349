import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Functions that take a message for developers, with the index of that argument. */
const tellers: Readonly<Record<string, number>> = {
  Error: 0,
  TypeError: 0,
  RangeError: 0,
  optionError: 0,
  refuse: 1,
  warnOnce: 0,
  within: 2,
};

/** Returns the fixed parts of each message that a package can throw or warn with. */
export function findMessages(name: string): readonly string[] {
  const folder = join(root, 'packages', name, 'src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => /^(?!.*(\.test|\.gen)).*\.tsx?$/.test(file))
    .flatMap((file) => read(join(folder, file)));
}

function read(file: string): readonly string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), {
    languageVersion: ts.ScriptTarget.ES2022,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  });
  const found: string[] = [];
  const isCore = file.startsWith(join(root, 'packages/core'));
  const named = new Map<string, ts.Expression>();
  const wordsIn = (message: ts.Expression) => wordsOf(message, named);
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer)
      named.set(node.name.text, node.initializer);
    if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
      const place = ts.isIdentifier(node.expression) ? tellers[node.expression.text] : undefined;
      const message = place === undefined ? undefined : node.arguments?.[place];
      if (message !== undefined) found.push(...wordsIn(message));
    }
    // The constructor of OrderApiError builds its message from these; elsewhere a reason is part of another message.
    if (isCore && ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && node.name.text === 'reason')
      found.push(...wordsIn(node.initializer));
    if (isCore && ts.isShorthandPropertyAssignment(node) && node.name.text === 'reason')
      found.push(...wordsIn(node.name));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.map((words) => words.trim()).filter((words) => /\p{L}{2}.* .*\p{L}{2}/u.test(words));
}

/** `named` are the constants in scope that a message may use. */
function wordsOf(message: ts.Expression, named: ReadonlyMap<string, ts.Expression>): readonly string[] {
  const constant = ts.isIdentifier(message) ? named.get(message.text) : undefined;
  if (constant) return wordsOf(constant, named);
  if (ts.isArrowFunction(message) && !ts.isBlock(message.body)) return wordsOf(message.body, named);
  if (ts.isStringLiteralLike(message)) return [message.text];
  if (ts.isTemplateExpression(message))
    return [message.head.text, ...message.templateSpans.map(({ literal }) => literal.text)];
  if (ts.isBinaryExpression(message)) {
    const [left, right] = [wordsOf(message.left, named), wordsOf(message.right, named)];
    return [...left.slice(0, -1), `${left.at(-1) ?? ''}${right[0] ?? ''}`, ...right.slice(1)];
  }
  return [];
}
