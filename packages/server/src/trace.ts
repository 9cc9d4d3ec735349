const traceParent = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
const traceState = /^[\x20-\x7e]{1,512}$/;

/** W3C trace context of a request, to be passed on; only in the one form that cannot carry anything else. */
export function traceHeaders(headers: Headers): Record<string, string> | undefined {
  const parent = headers.get('traceparent') ?? '';
  if (!traceParent.test(parent)) return undefined;
  const state = headers.get('tracestate') ?? '';
  return { traceparent: parent, ...(traceState.test(state) && { tracestate: state }) };
}
