// worker.js
import { handler } from './lib/handler.js';

export default { fetch: handler };
