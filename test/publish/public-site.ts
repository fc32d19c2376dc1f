// The public site on a real server on 127.0.0.1, over posts in memory.

import { createServer, type RequestListener } from 'node:http';
import fastify from 'fastify';
import type { StoryProofs } from '../../src/flows/story-proof.ts';
import { type PublicOptions, type PublicSite, publicRoutes } from '../../src/http/public.ts';
import type { PublicLogFacts } from '../../src/model/public-log.ts';
import type { PostReader } from '../../src/views/posts.ts';
import { BRIDGE_POST, BRIDGE_VERSIONS, NOW, POSTS, SITE, SOURCES } from './invented.ts';
import { memoryReader } from './memory-reader.ts';

/** Stories that no log knows of. */
const NO_PROOFS: StoryProofs = { check: async () => null, chain: async () => null };

/** A log with a key, an earlier one, and two witnesses. */
export const LOG: PublicLogFacts = {
  isOpen: true,
  newest: {
    size: 12_345,
    root: 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=',
    at: new Date(NOW - 3 * 60_000).toISOString(),
    witnesses: ['courier.example/witness', 'gazette.example/witness'],
  },
  keys: [
    {
      key: 'daily.example/log+1b2c3d4e+AUoga9GfuG0T+MnthpkmjZG+SwsKQRurvQ5u+2wdRXxo',
      until: null,
      reason: null,
    },
    {
      key: 'daily.example/log+5f6a7b8c+AT/JA5xoyDW+4yKrKaIZQZ5n90WbmHpAHUITKsgrV1y1',
      until: NOW + 20 * 86_400_000,
      reason: 'rotation',
    },
  ],
  firstTile: { hashes: 'tile/0/000', entries: 'tile/entries/000' },
  hasChecker: true,
};

export interface RunningSite {
  readonly origin: string;
  readonly site: PublicSite;
  /** How many answers came from `serveCached`. */
  cachedAnswers(): number;
  close(): Promise<void>;
}

export const inventedReader = () => memoryReader(POSTS, new Map([[BRIDGE_POST.item, BRIDGE_VERSIONS]]));

export async function startSite(
  reader: PostReader,
  {
    cacheBytes = 16_000_000,
    now = () => NOW,
    log = LOG,
    takenDown = { takenDownAt: async () => null, noticeAt: async () => null },
  }: Partial<Pick<PublicOptions, 'cacheBytes' | 'now' | 'takenDown'>> & { log?: PublicLogFacts } = {},
): Promise<RunningSite> {
  const site = publicRoutes({
    site: SITE,
    sources: SOURCES,
    reader,
    takenDown,
    proofs: NO_PROOFS,
    log: async () => log,
    now,
    trust: [{ variable: 'belongto', value: 'https://press-association.example/' }],
    cacheBytes,
  });
  let cached = 0;
  const inFront =
    (routed: RequestListener): RequestListener =>
    (request, response) => {
      if (site.serveCached(request, response)) cached += 1;
      else routed(request, response);
    };
  const app = fastify({ serverFactory: (routed) => createServer(inFront(routed)) });
  await app.register(site.plugin);
  const origin = await app.listen({ port: 0, host: '127.0.0.1' });
  return { origin, site, cachedAnswers: () => cached, close: () => app.close() };
}
