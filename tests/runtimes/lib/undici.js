import { undiciTransport } from '@norce-kit/server/node';

export const transport = undiciTransport();
