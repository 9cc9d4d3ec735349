import { parentPort } from 'node:worker_threads';
import { handler } from '../lambda.js';

parentPort.on('message', async (event) => parentPort.postMessage(await handler(event, {})));
