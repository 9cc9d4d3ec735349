// server/routes/api/norce/[...path].js
import { defineEventHandler, toWebRequest } from 'h3';
import { handler } from '../../../../lib/handler.js';

export default defineEventHandler((event) => handler(toWebRequest(event)));
