const clock = /^(Date|performance)$/;
const message =
  'Elapsed time depends on the load of the machine. Use vi.useFakeTimers({ now: 0 }) and compare Date.now(), or measure in bench/.';

const impatience = 'A busy machine takes longer than the second that it waits. Use expect.poll.';

/**
 * No difference from the present time, no expectation of a difference of two times, no use of the process clock and no wait of
 * at most a second in a test.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
const elapsedTime = {
  create(context) {
    /** @param {any} node */
    const isNow = (node) =>
      node?.type === 'CallExpression' &&
      node.callee.property?.name === 'now' &&
      clock.test(node.callee.object?.name);
    /** @param {any} node */
    const isTime = (node) => {
      if (node.type !== 'Identifier') return isNow(node);
      for (let scope = context.sourceCode.getScope(node); scope; scope = /** @type {any} */ (scope.upper)) {
        const variable = scope.set.get(node.name);
        if (variable) return variable.references.some(({ writeExpr }) => isNow(writeExpr));
      }
      return false;
    };
    /** @param {any} node */
    const isExpected = (node) =>
      context.sourceCode
        .getAncestors(node)
        .some((one) => 'callee' in one && /** @type {any} */ (one.callee).name === 'expect');
    return {
      "BinaryExpression[operator='-']"(/** @type {any} */ { left, right }) {
        // A literal makes another time, `Date.now() - 1_000`.
        const isFromNow = isNow(right) || (isNow(left) && right.type !== 'Literal');
        const isElapsed = isFromNow || (isTime(left) && isTime(right) && isExpected(left));
        if (isElapsed) context.report({ node: left, message });
      },
      "MemberExpression[object.name='process'][property.name=/^(hrtime|cpuUsage)$/]"(
        /** @type {any} */ node,
      ) {
        context.report({ node, message });
      },
      "CallExpression[callee.object.name='vi'][callee.property.name=/^wait/]"(/** @type {any} */ node) {
        context.report({ node, message: impatience });
      },
    };
  },
};

/** A plugin of oxlint with the rule. */
export default { meta: { name: 'own' }, rules: { 'elapsed-time': elapsedTime } };
