// app/routes.js
import { route } from '@react-router/dev/routes';

export default [route('api/norce/*', 'routes/norce.js')];
