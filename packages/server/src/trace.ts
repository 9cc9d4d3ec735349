const traceParent = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
const maxStateLength = 512;
const maxStateMembers = 32;
/** `vendor=value`, or nothing: W3C Trace Context allows empty members. */
const stateMember =
  /^[\t ]*([a-z0-9][a-z0-9_*/-]{0,255}(@[a-z][a-z0-9_*/-]{0,13})?=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e])?[\t ]*$/;

const openTelemetry = Symbol.for('opentelemetry.js.api.1');

/** Part of `node:diagnostics_channel`. */
interface DiagnosticsModule {
  readonly channel: (name: string) => { readonly hasSubscribers: boolean };
}

/** The channel on which fetch of Node, and undici, announce their requests. Undefined on other runtimes. */
const requestChannel = (() => {
  const { process } = globalThis as {
    process?: { getBuiltinModule?: (name: string) => DiagnosticsModule | undefined };
  };
  try {
    return process?.getBuiltinModule?.('node:diagnostics_channel')?.channel('undici:request:create');
  } catch {
    // The edge runtime of Next.js throws.
    return undefined;
  }
})();

/**
 * Whether OpenTelemetry or another agent, such as New Relic or Datadog, traces this process. It adds a `traceparent` of
 * its own to requests of fetch and undici, of a span below the one of the page, and a second one would make both invalid.
 */
export function isTraced(): boolean {
  const api = (globalThis as { [key: symbol]: unknown })[openTelemetry];
  return (
    (typeof api === 'object' && api !== null && 'trace' in api) || requestChannel?.hasSubscribers === true
  );
}

/** Returns the W3C trace context of a request to pass on, or undefined if it is not well-formed. */
export function traceHeaders(headers: Headers): Record<string, string> | undefined {
  const traceparent = headers.get('traceparent') ?? '';
  if (!traceParent.test(traceparent)) return undefined;
  const tracestate = headers.get('tracestate') ?? '';
  return isTraceState(tracestate) ? { traceparent, tracestate } : { traceparent };
}

function isTraceState(state: string): boolean {
  const members = state.split(',');
  return (
    state !== '' &&
    state.length <= maxStateLength &&
    members.length <= maxStateMembers &&
    members.every((member) => stateMember.test(member))
  );
}
