import type { NextConfig } from 'next';

const config: NextConfig = {
  // This folder, also when it lies in the folder of another project.
  turbopack: { root: import.meta.dirname },
};

export default config;
