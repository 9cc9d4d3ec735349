let last: Event | undefined;

function noteReset(event: Event): void {
  last = event;
}

/** Notes when a form of the page is reset. */
export function watchResets(): void {
  document.addEventListener('reset', noteReset, true);
}

/**
 * Whether a form is being reset, which is no act of the shopper: React does it after each form action. Checkboxes of Radix,
 * React Aria and Ark UI then report the value that they had first.
 */
export function isResetting(): boolean {
  return last !== undefined && last.eventPhase > 0;
}
