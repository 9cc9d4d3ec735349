import type { ServerResponse } from 'node:http';
import type { Outcome } from './outcome.ts';
import { cutBody } from './outcome.ts';

/** Does to a socket what the outcome says. */
export function writeOutcome(outcome: Outcome, outgoing: ServerResponse): void {
  // Whoever asked has left already.
  if (outgoing.destroyed) return;
  switch (outcome.kind) {
    case 'answered':
      outgoing.writeHead(outcome.answer.status, outcome.answer.headers).end(outcome.answer.body ?? undefined);
      return;
    case 'truncated': {
      const { part, length } = cutBody(outcome.answer);
      outgoing.writeHead(outcome.answer.status, { ...outcome.answer.headers, 'content-length': length });
      outgoing.write(part, () => reset(outgoing));
      return;
    }
    case 'silent':
      outgoing.writeHead(outcome.answer.status, outcome.answer.headers).flushHeaders();
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
