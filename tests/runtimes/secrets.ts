/** Key of the order API. It must appear in no response. */
export const apiKey = 'canary-key-5d1f08';
export const cookieSecret = 'c'.repeat(32);
