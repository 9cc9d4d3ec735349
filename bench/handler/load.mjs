import autocannon from 'autocannon';
import { answer } from './processes.mjs';
import { createRequests } from './traffic.mjs';

/** As many requests as a number of connections can ask for, one after the other on each. */
async function run({ origin, method, connections, seconds }) {
  const requests = await createRequests(method, origin);
  const {
    start,
    finish,
    requests: done,
    errors,
    timeouts,
    non2xx,
  } = await autocannon({
    url: origin,
    connections,
    duration: seconds,
    requests,
  });
  return {
    count: done.total,
    perSecond: done.total / ((finish.getTime() - start.getTime()) / 1000),
    failures: errors + timeouts + non2xx,
  };
}

answer('ready', { run });
