// app/routes/norce.js
import { handler } from '../../lib/handler.js';

export const loader = ({ request }) => handler(request);
export const action = ({ request }) => handler(request);
