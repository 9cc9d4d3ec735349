import type { ServerResponse } from 'node:http';
import type { Outcome } from './outcome.ts';
import { cutBody } from './outcome.ts';

/** Writes an outcome to the socket of a Node server. */
export function writeOutcome(outcome: Outcome, outgoing: ServerResponse): void {
  // The client has closed the connection.
  if (outgoing.destroyed) return;
  switch (outcome.kind) {
    case 'complete': {
      const { status, headers, body } = outcome.response;
      outgoing.writeHead(status, headers).end(body ?? undefined);
      return;
    }
    case 'truncated': {
      const { status, headers } = outcome.response;
      const { part, length } = cutBody(outcome.response);
      outgoing.writeHead(status, { ...headers, 'content-length': length });
      outgoing.write(part, () => reset(outgoing));
      return;
    }
    case 'silent':
      outgoing.writeHead(outcome.response.status, outcome.response.headers).flushHeaders();
      return;
    case 'dropped':
      reset(outgoing);
      return;
    case 'hung':
      return;
  }
}

function reset(outgoing: ServerResponse): void {
  outgoing.socket?.resetAndDestroy();
}
