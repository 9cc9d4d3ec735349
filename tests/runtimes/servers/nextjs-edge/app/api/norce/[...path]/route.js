// app/api/norce/[...path]/route.js
import { handler } from '../../../../lib/handler.js';

export const runtime = 'edge';
export { handler as GET, handler as PATCH, handler as POST, handler as OPTIONS };
