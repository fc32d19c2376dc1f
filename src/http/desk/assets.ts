// Serves the desk as Vite built it: the page for every address under /desk, and its hashed files, which never change under one name.

import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { StetError } from '../../model/errors.ts';
import { notBuiltPage, PAGE_HEADERS } from './pages.ts';
import type { Sessions } from './session.ts';

const compress = promisify(brotliCompress);

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

interface Asset {
  readonly type: string;
  readonly plain: Buffer;
  readonly brotli: Buffer;
}

interface Build {
  readonly page: Buffer;
  readonly files: ReadonlyMap<string, Asset>;
}

export async function assetRoutes(app: FastifyInstance, distDir: string, sessions: Sessions): Promise<void> {
  const build = await readBuild(distDir);

  app.get<{ Params: { file: string } }>('/desk/assets/:file', async (request, reply) => {
    const asset = build?.files.get(request.params.file);
    if (asset === undefined) throw new StetError('not-found', 'There is no such file.');
    const brotli = /\bbr\b/.test(request.headers['accept-encoding'] ?? '');
    reply.headers({
      'content-type': asset.type,
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    });
    if (brotli) reply.header('content-encoding', 'br');
    return reply.send(brotli ? asset.brotli : asset.plain);
  });

  for (const url of ['/desk', '/desk/', '/desk/*']) {
    app.get(url, async (request, reply) => {
      if ((await sessions.find(request)) === null) {
        const [path = '/desk'] = request.url.split('?');
        return reply.redirect(`/desk/sign-in?next=${encodeURIComponent(path)}`, 303);
      }
      if (build === null) return reply.code(503).headers(PAGE_HEADERS).send(notBuiltPage());
      return reply
        .headers({ ...PAGE_HEADERS, 'content-security-policy': CONTENT_SECURITY_POLICY })
        .send(build.page);
    });
  }
}

/** Reads the whole build into memory (some hundred kilobytes); `null` when there is none. */
async function readBuild(distDir: string): Promise<Build | null> {
  try {
    const page = await readFile(join(distDir, 'index.html'));
    const names = await readdir(join(distDir, 'assets'));
    const files = names.map(async (name) => [name, await readAsset(join(distDir, 'assets', name))] as const);
    return { page, files: new Map(await Promise.all(files)) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

async function readAsset(path: string): Promise<Asset> {
  const plain = await readFile(path);
  const type = TYPES[extname(path)] ?? 'application/octet-stream';
  return { type, plain, brotli: await compress(plain) };
}
