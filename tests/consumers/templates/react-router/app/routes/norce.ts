import { handler } from '../lib/norce.server';
import type { Route } from './+types/norce';

export const loader = ({ request }: Route.LoaderArgs) => handler(request);
export const action = ({ request }: Route.ActionArgs) => handler(request);
