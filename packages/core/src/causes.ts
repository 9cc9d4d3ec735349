const noConnection = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/** Whether nothing can have reached the server; Node says so, browsers do not. */
export function neverConnected(error: unknown): boolean {
  return noConnection.has(codeOf(rootOf(error)) ?? '');
}

/** What may be kept of a foreign error: not itself, which can lead to the request, and no message that quotes from it. */
export function safeCause(error: unknown, secrets: string): Error | undefined {
  const root = rootOf(error);
  if (!(root instanceof Error)) return undefined;
  const cause = new Error(
    quotes(root.message, secrets) ? 'withheld, for it quotes the request' : root.message,
  );
  cause.name = root.name;
  const code = codeOf(root);
  return code === undefined ? cause : Object.assign(cause, { code });
}

/** A word for machines, such as a code; undefined where it could be something else. */
export function safeWord(
  word: string | null | undefined,
  pattern: RegExp,
  secrets: string,
): string | undefined {
  return word && pattern.test(word) && !quotes(word, secrets) ? word : undefined;
}

/** Whether `text` holds a word of `secrets`, which may be JSON. */
function quotes(text: string, secrets: string): boolean {
  // Without the escapes of JSON, which would be part of a word.
  const words = secrets.replaceAll(/\\./g, ' ').match(/[\p{L}\p{N}@._+/=-]{3,}/gu) ?? [];
  return words.some((word) => text.includes(word));
}

// Fetch hides what happened behind a TypeError of its own.
function rootOf(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error ? error.cause : error;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
