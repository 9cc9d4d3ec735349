export type Scheme = 'light' | 'dark';

const darkSystem = '(prefers-color-scheme: dark)';

/** Returns the theme of the stories: the choice of the toolbar, or else that of the operating system. */
export function themeOf(choice: unknown): 'light' | 'dark' | 'high-contrast' {
  if (choice === 'light' || choice === 'dark' || choice === 'high-contrast') return choice;
  return matchMedia(darkSystem).matches ? 'dark' : 'light';
}

/** Returns the scheme of the interface for the choice of the toolbar. */
export function schemeOf(choice: unknown): Scheme {
  return themeOf(choice) === 'dark' ? 'dark' : 'light';
}

/** Calls `onChange` when the operating system changes between light and dark. Returns a function that stops it. */
export function observeSystem(onChange: () => void): () => void {
  const query = matchMedia(darkSystem);
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}
