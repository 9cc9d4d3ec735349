import { resolveConnection } from './connection.ts';
import type { ConnectionOptions } from './connection.ts';
import { isOrderApiError, OrderApiError } from './errors.ts';
import { createHttp } from './http.ts';
import type { Call, Http } from './http.ts';
import { createApiKeys } from './api-keys.ts';
import type { TimeoutOptions } from './timeouts.ts';

type KeyedOptions = ConnectionOptions & TimeoutOptions;

/** Whether a text has a key of the call, or another one that was used lately. */
type HasKey = (text: string) => boolean;

/**
 * Creates the function that sends calls with the key. Errors that repeat a key, as some services and proxies do when they
 * reject it, lose their body.
 */
export function createKeyedHttp(options: KeyedOptions): Http {
  const { authorize, ...connection } = resolveConnection(options, 'createOrderAdmin: ');
  const keys = createApiKeys();
  const send = (call: Call, http: Http, own: readonly string[]) =>
    sendWithoutKeys(http, call, (text) => keys.areIn(text, own));
  if (authorize === undefined) {
    keys.add(connection.headers['authorization'] ?? '');
    const http = createHttp({ ...options, ...connection });
    return (call) => send(call, http, []);
  }
  return (call) => {
    // Each attempt has its own. Many other keys may follow while the call runs.
    const own: string[] = [];
    const fetch = async (request: Request): Promise<Response> => {
      // The code makes the outcome `not-applied`, because nothing was sent; the error of the shop may quote the key.
      const authorization = await authorize().catch(() => {
        throw Object.assign(new Error('no key'), { code: 'API_KEY_ENOTFOUND' });
      });
      own.push(keys.add(authorization));
      request.headers.set('authorization', authorization);
      return await (options.fetch ?? globalThis.fetch)(request);
    };
    return send(call, createHttp({ ...options, ...connection, fetch }), own);
  };
}

async function sendWithoutKeys(http: Http, call: Call, hasKey: HasKey): ReturnType<Http> {
  const { onRetry } = call.options ?? {};
  const options = onRetry && {
    ...call.options,
    onRetry: (error: OrderApiError) => onRetry(withoutKeys(error, hasKey)),
  };
  try {
    const response = await http(options ? { ...call, options } : call);
    const isRefusal = response.status === call.accepts;
    return isRefusal && hasKey(response.text) ? { ...response, text: '' } : response;
  } catch (error) {
    throw isOrderApiError(error) ? withoutKeys(error, hasKey) : error;
  }
}

/** Returns an error without what the response or `fetch` chose, if that has a key. */
function withoutKeys(error: OrderApiError, hasKey: HasKey): OrderApiError {
  const { kind, operation, outcome, status, correlationId, cause } = error;
  const body: readonly string[] = Object.values(error.problem ?? {});
  const texts = [...body, correlationId ?? '', cause instanceof Error ? cause.message : ''];
  if (!texts.some(hasKey)) return error;
  const isIdHidden = correlationId !== undefined && hasKey(correlationId);
  return new OrderApiError({ kind, operation, outcome, status, ...(!isIdHidden && { correlationId }) });
}
