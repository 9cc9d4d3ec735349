/** The tested Node releases: the oldest that the packages declare, and the two newest LTS lines. */
export const nodes = ['22.12.0', '24.21.0', '26.10.0'] as const;

/** A release older than `engines` of the packages. */
export const oldNode = '20.20.2';

export type Node = (typeof nodes)[number] | typeof oldNode;

/** The npm package with the binary of a Node release for this machine. */
export const nodePackage = (node: string) => `node-${process.platform}-${process.arch}@${node}`;

export const compilers = ['5.4.5', '6.0.3', '7.0.2'] as const;

export interface PackageManager {
  readonly package: string;
  readonly install: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
}

/** Package managers with strict engines, if they support them. Yarn 1 is always strict, Yarn 4 never. */
export const managers = {
  npm: {
    package: 'npm@11.19.1',
    install: [
      'npm',
      'install',
      '--engine-strict',
      '--prefer-offline',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ],
  },
  pnpm: {
    package: 'pnpm@12.21.0',
    install: ['pnpm', 'install', '--ignore-scripts', '--no-frozen-lockfile', '--prefer-offline'],
  },
  'yarn 1': {
    package: 'yarn@1.22.22',
    install: ['yarn', 'install', '--ignore-scripts', '--non-interactive', '--prefer-offline'],
  },
  'yarn 4': {
    package: '@yarnpkg/cli-dist@4.18.1',
    install: ['yarn', 'install'],
    env: {
      YARN_NODE_LINKER: 'node-modules',
      YARN_ENABLE_GLOBAL_CACHE: 'false',
      YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
      YARN_ENABLE_SCRIPTS: 'false',
      YARN_ENABLE_TELEMETRY: 'false',
    },
  },
} as const satisfies Readonly<Record<string, PackageManager>>;

export type Manager = keyof typeof managers;
