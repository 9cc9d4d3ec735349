let last: Event | undefined;

/** Notes when a form of the page is reset. Returns the function that stops it. */
export function watchResets(): () => void {
  const note = (event: Event) => {
    last = event;
  };
  document.addEventListener('reset', note, true);
  return () => document.removeEventListener('reset', note, true);
}

/**
 * Whether a form is being reset, which is no act of the shopper: React does it after each form action. Checkboxes of Radix,
 * React Aria and Ark UI then report the value that they had first.
 */
export function isResetting(): boolean {
  return last !== undefined && last.eventPhase > 0;
}
