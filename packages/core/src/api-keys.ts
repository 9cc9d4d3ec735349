/** The API keys of requests, to find them in responses and errors. */
export interface ApiKeys {
  /**
   * Adds the key of an `authorization` header, and returns it. The last 16 are remembered, because a response may repeat the
   * key of another request.
   */
  readonly add: (authorization: string) => string;
  /** Returns whether a text has a remembered key or one of `own`, those of its request, also behind escapes. */
  readonly areIn: (text: string, own?: readonly string[]) => boolean;
}

const maxKeys = 16;
const escapes = /\\(?:u([0-9a-f]{4})|(.))|%([0-9a-f]{2})/gi;
/** An error quotes a request as JSON or a URL in JSON, at times once more. A limit, because shoppers may write any text. */
const maxLevels = 4;

/** Creates the memory of the keys of one client or handler. For servers that forward requests themselves. */
export function createApiKeys(): ApiKeys {
  let recent: readonly string[] = [];
  return {
    add: (authorization) => {
      const key = authorization.replace('Bearer ', '');
      if (recent.at(-1) !== key) recent = [...recent.filter((one) => one !== key), key].slice(-maxKeys);
      return key;
    },
    areIn: (text, own = []) => {
      const keys = own.length === 0 ? recent : [...own, ...recent.filter((key) => !own.includes(key))];
      const isIn = (spelling: string) => keys.some((key) => hasKey(spelling, key));
      return isIn(text) || spellings(text).some(isIn);
    },
  };
}

/** A key with escapes of its own may be decoded together with those around it. */
function hasKey(text: string, key: string): boolean {
  return text.includes(key) || spellings(key).some((spelling) => text.includes(spelling));
}

/**
 * Returns what a text is after its escapes were decoded once and more often: any letter of JSON or a URL can have one, and
 * some servers escape `+` and `/`. Empty for a text without escapes.
 */
function spellings(text: string): readonly string[] {
  // A regular expression takes 30 times as long, and this runs for each order.
  if (!text.includes('\\') && !text.includes('%')) return [];
  const found: string[] = [];
  let last = text;
  for (let level = 0; level < maxLevels; level++) {
    const decoded = decodeEscapes(last);
    if (decoded === last) break;
    found.push(decoded);
    last = decoded;
  }
  return found;
}

function decodeEscapes(text: string): string {
  return text.replace(
    escapes,
    (_, unit: string | undefined, letter: string | undefined, byte: string | undefined) =>
      letter ?? String.fromCharCode(Number.parseInt(unit ?? byte ?? '', 16)),
  );
}
