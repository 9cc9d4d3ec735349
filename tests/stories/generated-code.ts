const html = new Set('a b i p q s u br dd dl dt em h1 h2 h3 h4 h5 h6 hr li ol td th tr ul'.split(' '));

/** Returns the parts of a code that no person writes: names of minified code, empty functions, tests, helpers of the stage. */
export function findGenerated(code: string): readonly string[] {
  const elements = [...code.matchAll(/<([A-Za-z]\w?)(?=[\s/>])/g)]
    .filter(([, name = '']) => !html.has(name))
    .map(([element]) => element);
  const functions = [...code.matchAll(/function [A-Za-z]\w?\(|(?:function \w*\(\)|=>) ?\{ ?\}/g)];
  const helpers = [
    ...code.matchAll(/\bplay\b ?[:(]|\bcanvas(Element)?\b|\.storybook|\b(useStage|stageOf|ownProps)\b/g),
  ];
  return [...elements, ...[...functions, ...helpers].map(([found]) => found)];
}
