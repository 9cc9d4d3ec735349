import { createOrderClient } from '@norce-kit/core';

/** The client of the browser, one for all pages. It has no key. */
export const client = createOrderClient({ baseUrl: '/api/norce' });
