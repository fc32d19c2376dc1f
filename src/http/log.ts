// The public log over HTTP (C2SP tlog-tiles): the checkpoint, hash tiles, entry bundles and records. Everything here may be read by scripts
// of other sites, kept by any cache, and copied.

import { readFile } from 'node:fs/promises';
import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import { keysOf } from '../flows/log-keys.ts';
import type { LogReader } from '../ledger/log-reader.ts';
import type { Verifier } from '../log/note.ts';
import { parseTilePath, TILE_WIDTH, type TileId } from '../log/tiles.ts';

export interface LogRoutesOptions {
  readonly log: LogReader;
  /** `null` when nobody knows the key. */
  readonly verifier: Verifier | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** One file that checks a story without this site, built from verify/; there is none where it was not built. */
export const CHECKER = new URL('../../dist/verify/stet-verify.html', import.meta.url);
/** A tile never changes, also a partial one: a larger one has another address. */
const LASTING = 'public, max-age=31536000, immutable';
const ASK_FIRST = 'public, no-cache';
const BYTES = 'application/octet-stream';
const TEXT = 'text/plain; charset=utf-8';
const JSON_TEXT = 'application/json; charset=utf-8';
const LINES = 'application/jsonl; charset=utf-8';

export function logRoutes({ log, verifier, now }: LogRoutesOptions): FastifyPluginAsync {
  return async (app) => {
    app.addHook('onSend', async (_request, reply) => {
      reply.header('Access-Control-Allow-Origin', '*').header('X-Content-Type-Options', 'nosniff');
    });
    app.get('/log/checkpoint', async (_request, reply) => {
      const latest = await log.latest();
      if (latest === null) return missing(reply);
      return reply
        .type(TEXT)
        .header('Cache-Control', ASK_FIRST)
        .send(latest.cosigned ?? latest.note);
    });
    app.get('/log/key', async (_request, reply) => {
      const listed = await keysOf(log, verifier);
      const keys = listed.filter(({ until }) => until === null || until > now());
      if (keys.length === 0) return missing(reply);
      return reply
        .type(TEXT)
        .header('Cache-Control', ASK_FIRST)
        .send(keys.map(({ key }) => `${key}\n`).join(''));
    });
    app.get('/log/keys.json', async (_request, reply) =>
      reply
        .type(JSON_TEXT)
        .header('Cache-Control', ASK_FIRST)
        .send(JSON.stringify({ v: 'wire-keys/1', keys: await keysOf(log, verifier) })),
    );
    app.get('/log/verify.html', async (_request, reply) => {
      const page = await readFile(CHECKER).catch(() => null);
      if (page === null) return missing(reply);
      // What the page may do it says itself, so that it is as safe from a disk; this cannot be said there.
      return reply
        .type('text/html; charset=utf-8')
        .header('Cache-Control', ASK_FIRST)
        .header('Content-Security-Policy', "frame-ancestors 'none'")
        .header('Referrer-Policy', 'no-referrer')
        .send(page);
    });
    app.get<{ Params: { '*': string } }>('/log/tile/*', async (request, reply) => {
      const tile = parseTilePath(`tile/${request.params['*']}`);
      const bytes = tile === null ? null : await tileBytes(tile);
      if (bytes === null) return missing(reply);
      return reply.type(BYTES).header('Cache-Control', LASTING).send(Buffer.from(bytes));
    });
    app.get<{ Params: { '*': string } }>('/log/records/*', async (request, reply) => {
      // The numbers of ranges are written as tiles' are.
      const range = parseTilePath(`tile/entries/${request.params['*']}`);
      const lines = range === null || range.width < TILE_WIDTH ? null : await recordLines(range.index);
      if (lines === null) return missing(reply);
      return reply.type(LINES).header('Cache-Control', ASK_FIRST).send(lines);
    });
  };

  async function tileBytes({ level, index, width }: TileId): Promise<Uint8Array | null> {
    return level === 'entries' ? log.entries(index, width) : log.tile(level, index, width);
  }

  async function recordLines(range: number): Promise<string | null> {
    const leaves = await log.leaves(range * TILE_WIDTH, TILE_WIDTH);
    if (leaves.length === 0) return null;
    return leaves
      .filter(({ index, record }) => record !== null && index < (range + 1) * TILE_WIDTH)
      .map(({ index, record }) => `${JSON.stringify({ index, record })}\n`)
      .join('');
  }
}

const missing = (reply: FastifyReply): FastifyReply =>
  reply
    .code(404)
    .type(TEXT)
    .header('Cache-Control', 'no-store')
    .send('The log has nothing at this address.\n');
