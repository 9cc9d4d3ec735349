import { index, route } from '@react-router/dev/routes';
import type { RouteConfig } from '@react-router/dev/routes';

export default [index('routes/checkout.tsx'), route('api/norce/*', 'routes/norce.ts')] satisfies RouteConfig;
