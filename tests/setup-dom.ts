import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

afterEach(cleanup);

// The same timeout as in setup.ts, for `waitFor` and `findBy…`.
configure({ asyncUtilTimeout: 60_000 });
