import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installDebian } from '../../scripts/debian.mjs';
import { freePort, start } from '../running.ts';
import type { Running } from '../running.ts';
import { isAnsweredOverHttp2 } from './send.ts';

const binary = '/usr/sbin/nginx';

/** Whether nginx is here, or could be installed. */
export const hasNginx = (): boolean => existsSync(binary) || (installDebian(['nginx']) && existsSync(binary));

/** Starts nginx with `shop.conf` of the folder. */
export async function startNginx(
  folder: string,
  isHttp2 = false,
): Promise<Running & { readonly origin: string }> {
  const port = await freePort();
  const listen = `127.0.0.1:${port}${isHttp2 ? ' http2' : ''}`;
  const shop = (await readFile(join(folder, 'shop.conf'), 'utf8')).replace('8080', listen);
  await mkdir(join(folder, 'temp'), { recursive: true });
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path temp/${name};`,
  );
  await writeFile(
    join(folder, 'nginx.conf'),
    `daemon off; master_process off; pid nginx.pid; error_log stderr;
     events { }
     http { access_log off; client_body_timeout 1s; ${temp.join(' ')} ${shop} }`,
  );
  const origin = `http://127.0.0.1:${port}`;
  const running = await start([binary, '-p', folder, '-c', 'nginx.conf', '-e', 'stderr'], {
    cwd: folder,
    env: {},
    url: origin,
    ...(isHttp2 && { isAnswered: isAnsweredOverHttp2 }),
  });
  return { ...running, origin };
}
