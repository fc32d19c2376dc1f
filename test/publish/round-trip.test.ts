// The feeds read back by Stet's own parsers: what one desk publishes, another must receive to the letter.

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ParsedItem } from '../../src/model/item.ts';
import { DEFAULT_LIMITS } from '../../src/model/parse-result.ts';
import { parse } from '../../src/parse/parse.ts';
import { HOSTILE_POST, NOW, POSTS, SITE } from './invented.ts';
import { inventedReader, type RunningSite, startSite } from './public-site.ts';

let running: RunningSite;
beforeAll(async () => {
  running = await startSite(inventedReader());
});
afterAll(() => running.close());

async function readBack(path: string): Promise<readonly ParsedItem[]> {
  const response = await fetch(running.origin + path);
  const steps = parse(new Uint8Array(await response.arrayBuffer()), {
    format: 'auto',
    provider: 'ledger.example',
    timezone: 'UTC',
    charset: null,
    emptyEmbargo: 'hold',
    conventions: [],
    language: null,
    contentType: response.headers.get('content-type'),
    baseUrl: SITE.url + path,
    receivedAt: new Date(NOW).toISOString(),
    guid: null,
    version: null,
    limits: DEFAULT_LIMITS,
  });
  return [...steps].map((step) => {
    if (step.type === 'failure') throw new Error(step.failure.message);
    return step.item;
  });
}

test.each(['/rss.xml', '/atom.xml', '/feed.json'])('%s gives every story back', async (path) => {
  const items = new Map((await readBack(path)).map((item) => [item.guid, item]));
  expect(items.size).toBe(POSTS.length);
  for (const post of POSTS) {
    const item = items.get(SITE.url + post.path);
    expect(item?.text, post.path).toBe(post.parsed.text);
    expect(item?.textSha256, post.path).toBe(post.parsed.textSha256);
    expect(item?.refusal ?? null, post.path).toBeNull();
    if (post !== HOSTILE_POST) expect(item?.headline, post.path).toBe(post.title);
    expect(item?.firstCreated, post.path).toBe(post.publishedAt);
  }
});
