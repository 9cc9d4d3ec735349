import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  cacheComponents: true,
  reactCompiler: true,
  headers: () =>
    Promise.resolve([
      {
        source: '/:path*',
        headers: [
          // Prevents clickjacking.
          {
            key: 'content-security-policy',
            value: "frame-ancestors 'none'; base-uri 'none'; object-src 'none'",
          },
          { key: 'x-content-type-options', value: 'nosniff' },
        ],
      },
    ]),
};

export default config;
