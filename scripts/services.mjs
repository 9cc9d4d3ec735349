import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installDebian } from './debian.mjs';

/**
 * @typedef {{ name: string, packages: readonly string[], find: () => string | undefined }} Service
 */

const postgresFolder = '/usr/lib/postgresql';
/** Keeps Debian's packages from starting their services: the tests start their own, on ports of their own. */
const startPolicy = '/usr/sbin/policy-rc.d';

/** @param {readonly string[]} programs */
const onPath = (...programs) =>
  [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin']
    .flatMap((folder) => programs.map((program) => join(folder, program)))
    .find(existsSync);

/** @type {Readonly<Record<'postgres' | 'pgbouncer' | 'valkey' | 'nginx', Service>>} */
const services = {
  postgres: { name: 'PostgreSQL', packages: ['postgresql'], find: findPostgres },
  pgbouncer: { name: 'PgBouncer', packages: ['pgbouncer'], find: () => onPath('pgbouncer') },
  // Debian 13 has Valkey, Debian 12 has Redis.
  valkey: {
    name: 'Valkey or Redis',
    packages: ['valkey-server', 'redis-server'],
    find: () => onPath('valkey-server', 'redis-server'),
  },
  nginx: { name: 'nginx', packages: ['nginx-light', 'nginx'], find: () => onPath('nginx') },
};

/** Returns the folder with the programs of the newest PostgreSQL. */
function findPostgres() {
  if (!existsSync(postgresFolder)) return undefined;
  const versions = readdirSync(postgresFolder).sort((one, other) => Number(other) - Number(one));
  return versions
    .map((version) => join(postgresFolder, version, 'bin'))
    .find((folder) => existsSync(join(folder, 'postgres')));
}

/** Returns the paths of the services that are installed: of PostgreSQL the folder with its programs. */
export function findServices() {
  const { postgres, pgbouncer, valkey, nginx } = services;
  return {
    postgres: postgres.find(),
    pgbouncer: pgbouncer.find(),
    valkey: valkey.find(),
    nginx: nginx.find(),
  };
}

/** Installs the services that are missing, from the Debian packages. Returns the names of those that are still missing. */
export function provideServices() {
  const missing = Object.values(services).filter(({ find }) => find() === undefined);
  for (const { name, packages, find } of missing) {
    console.log(`Installing ${name} from the Debian packages …`);
    withoutStart(() => packages.some((one) => installDebian([one]) && find() !== undefined));
  }
  return missing.filter(({ find }) => find() === undefined).map(({ name }) => name);
}

/** @param {() => unknown} install */
function withoutStart(install) {
  const isOurs = process.getuid?.() === 0 && !existsSync(startPolicy);
  if (isOurs) writeFileSync(startPolicy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    install();
  } finally {
    if (isOurs) rmSync(startPolicy);
  }
}
