const traceParent = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
const mostState = 512;
const mostMembers = 32;
/** `vendor=words`, or nothing: empty members are allowed. */
const stateMember =
  /^[\t ]*([a-z0-9][a-z0-9_*/-]{0,255}(@[a-z][a-z0-9_*/-]{0,13})?=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e])?[\t ]*$/;

/** W3C trace context of a request, to be passed on; only in the one form that cannot carry anything else. */
export function traceHeaders(headers: Headers): Record<string, string> | undefined {
  const parent = headers.get('traceparent') ?? '';
  if (!traceParent.test(parent)) return undefined;
  const state = headers.get('tracestate') ?? '';
  return { traceparent: parent, ...(isTraceState(state) && { tracestate: state }) };
}

function isTraceState(state: string): boolean {
  const members = state.split(',');
  return (
    state !== '' &&
    state.length <= mostState &&
    members.length <= mostMembers &&
    members.every((member) => stateMember.test(member))
  );
}
