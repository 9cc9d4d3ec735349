/** Name and version of this package, as its `package.json` has them. */
export const kit = '@norce-kit/react 0.0.0';
