// A cached article page against nginx with one worker sending the same bytes, in the same coding, from a file; and against a bare Fastify. Rates are
// taken for a whole server and for a second of its CPU time, since the program may use more than one core and the machine may be shared.

import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import type { Context } from './context.ts';
import { closedLoad } from './load.ts';
import { startProgram } from './program.ts';
import { type Figure, figure, percentile } from './report.ts';
import { pathsFrom } from './start.ts';
import { bareFastify } from './yardsticks.ts';

const NGINX = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/usr/local/bin/nginx'].find((path) =>
  existsSync(path),
);
const WRK = ['/usr/bin/wrk', '/usr/local/bin/wrk'].find((path) => existsSync(path));
const CONNECTIONS = 32;
const ROUND_SECONDS = 4;
const ROUNDS = 3;
const CODING = 'gzip';
const TICKS = 100;

interface Server {
  readonly name: string;
  readonly url: string;
  /** The process whose CPU time is counted. */
  readonly pid: number;
  stop(): Promise<void>;
}

interface Measured {
  readonly rate: number;
  /** Requests in a second of the server's own CPU time. */
  readonly perCpuSecond: number;
}

export async function benchPages(context: Context): Promise<Figure[]> {
  const { dataDir } = await context.archive();
  const folder = join(context.folder, 'pages');
  mkdirSync(folder, { recursive: true });
  const program = await startProgram({ folder: context.folder, dataDir });
  const servers: Server[] = [];
  try {
    const [path = '/'] = await pathsFrom(program.url);
    const { file, type, bytes } = await savePage(program.url + path, folder);
    servers.push({ name: 'Stet', url: program.url + path, pid: program.pid, stop: program.stop });
    const bare = await bareFastify(file, type, CODING);
    servers.push({ name: 'bare Fastify', ...bare, url: `${bare.url}/page` });
    if (NGINX === undefined) context.skip('pages', 'nginx is not installed');
    else {
      servers.push(await startNginx(NGINX, 'nginx', folder, file, type));
      servers.push(await startNginx(NGINX, PLAIN_NGINX, folder, file, type));
    }
    if (WRK === undefined) context.note('wrk is not installed: the load comes from Node');

    const rounds = new Map<string, Measured[]>();
    for (let round = 0; round < ROUNDS; round++) {
      for (const server of servers) {
        rounds.set(server.name, [...(rounds.get(server.name) ?? []), await measure(server)]);
      }
    }
    const median = (name: string, of: keyof Measured): number =>
      percentile(
        (rounds.get(name) ?? []).map((measured) => measured[of]),
        0.5,
      );
    return servers.flatMap(({ name }) => {
      const against = (of: keyof Measured, nginx: string) =>
        name.startsWith('nginx') || NGINX === undefined
          ? {}
          : { ratio: { value: median(name, of) / median(nginx, of), of: nginx } };
      const rate = median(name, 'rate');
      const perCpuSecond = median(name, 'perCpuSecond');
      const title = `${name}: cached article of ${bytes} bytes (${CODING})`;
      const figures = [
        figure('pages', title, rate, '1/s', against('rate', 'nginx')),
        figure(
          'pages',
          `${name}: the same a CPU second`,
          perCpuSecond,
          '1/CPU s',
          against('perCpuSecond', 'nginx'),
        ),
      ];
      if (name.startsWith('nginx')) return figures;
      const goal = name === 'Stet' ? { goal: '≥ 0.5 × nginx' } : {};
      const beside = { ...goal, ...against('perCpuSecond', PLAIN_NGINX) };
      return [
        ...figures,
        figure('pages', `${name}: the same a CPU second, again`, perCpuSecond, '1/CPU s', beside),
      ];
    });
  } finally {
    for (const server of servers) await server.stop();
    if (servers.length === 0) await program.stop();
  }
}

async function savePage(url: string, folder: string): Promise<{ file: string; type: string; bytes: number }> {
  const { statusCode, headers, body } = await request(url, { headers: { 'accept-encoding': CODING } });
  const bytes = Buffer.from(await body.arrayBuffer());
  if (statusCode !== 200 || headers['content-encoding'] !== CODING)
    throw new Error(`${url} answered ${statusCode}`);
  const file = join(folder, 'page.gz');
  writeFileSync(file, bytes);
  return { file, type: String(headers['content-type']), bytes: bytes.length };
}

/** As distributions configure it: every request logged, every file opened anew. The other is tuned for this one page. */
const PLAIN_NGINX = 'nginx with an access log and no file cache';

async function startNginx(
  nginx: string,
  name: string,
  folder: string,
  file: string,
  type: string,
): Promise<Server> {
  const port = await freePort();
  const pidFile = join(folder, `nginx-${port}.pid`);
  const conf = join(folder, `nginx-${port}.conf`);
  const tuning =
    name === PLAIN_NGINX ? `access_log ${folder}/access.log;` : 'access_log off; open_file_cache max=10;';
  writeFileSync(
    conf,
    `daemon off; worker_processes 1; pid ${pidFile}; error_log ${folder}/error.log;${process.getuid?.() === 0 ? ' user root;' : ''}
events { worker_connections 1024; }
http {
  ${tuning} sendfile on; tcp_nopush on; keepalive_requests 1000000000;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ')}
  server {
    listen 127.0.0.1:${port};
    location = /page { alias ${file}; types { } default_type "${type}"; add_header Content-Encoding ${CODING}; add_header Vary Accept-Encoding; }
  }
}
`,
  );
  const child = spawn(nginx, ['-c', conf, '-p', folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  const url = `http://127.0.0.1:${port}/page`;
  await answers(url);
  const worker = Number(execFileSync('pgrep', ['-P', String(child.pid)], { encoding: 'utf8' }).trim());
  return {
    name,
    url,
    pid: worker,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
    },
  };
}

async function answers(url: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const status = await request(url).then(
      async ({ statusCode, body }) => {
        await body.dump();
        return statusCode;
      },
      () => null,
    );
    if (status === 200) return;
    await sleep(50);
  }
  throw new Error(`${url} does not answer`);
}

async function measure({ url, pid }: Server): Promise<Measured> {
  const cpuBefore = cpuSeconds(pid);
  const rate = WRK === undefined ? await nodeLoad(url) : await wrkLoad(WRK, url);
  return { rate, perCpuSecond: (rate * ROUND_SECONDS) / (cpuSeconds(pid) - cpuBefore) };
}

async function wrkLoad(wrk: string, url: string): Promise<number> {
  const args = ['-t1', `-c${CONNECTIONS}`, `-d${ROUND_SECONDS}s`, '-H', `Accept-Encoding: ${CODING}`, url];
  const child = spawn(wrk, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  await new Promise((resolve) => child.once('close', resolve));
  const rate = Number(/Requests\/sec:\s+([\d.]+)/.exec(output)?.[1]);
  if (!(rate > 0) || output.includes('Non-2xx')) throw new Error(`wrk said: ${output}`);
  return rate;
}

async function nodeLoad(url: string): Promise<number> {
  const { origin, pathname } = new URL(url);
  const headers = { 'accept-encoding': CODING };
  const result = await closedLoad(origin, CONNECTIONS, ROUND_SECONDS * 1000, () => ({
    method: 'GET',
    path: pathname,
    headers,
  }));
  return result.rate;
}

/** CPU time of a process with all its threads, from /proc (proc(5): utime and stime, in ticks). */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = address === null || typeof address === 'string' ? 0 : address.port;
      server.close(() => resolve(port));
    });
  });
}
