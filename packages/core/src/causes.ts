const noConnection = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/** Whether nothing can have reached the server; Node says so, browsers do not. */
export function neverConnected(error: unknown): boolean {
  return noConnection.has(codeOf(rootOf(error)) ?? '');
}

/**
 * What may be kept of a foreign error: not itself, which can lead to the request and its headers, and no message that
 * quotes a word of `secrets`.
 */
export function safeCause(error: unknown, secrets: string): Error | undefined {
  const root = rootOf(error);
  if (!(root instanceof Error)) return undefined;
  // Without the escapes of JSON, which would be part of a word.
  const words = secrets.replaceAll(/\\./g, ' ').match(/[\p{L}\p{N}@._+/=-]{3,}/gu) ?? [];
  const isQuote = words.some((word) => root.message.includes(word));
  const cause = new Error(isQuote ? 'withheld, for it quotes the request' : root.message);
  cause.name = root.name;
  const code = codeOf(root);
  return code === undefined ? cause : Object.assign(cause, { code });
}

// Fetch hides what happened behind a TypeError of its own.
function rootOf(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error ? error.cause : error;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
