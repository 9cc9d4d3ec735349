import { handler } from '@/lib/norce';

export { handler as GET, handler as PATCH, handler as POST };
