// The public log over HTTP, on the whole program: what stands where, with which headers, and that it proves what the pages show.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningApp } from '../../src/app.ts';
import { concat, fromUtf8, toHex, utf8 } from '../../src/log/bytes.ts';
import { openCheckpoint } from '../../src/log/checkpoint.ts';
import { parseLeaf } from '../../src/log/leaf.ts';
import { leafHash, rootAt, verifyInclusion } from '../../src/log/merkle.ts';
import { nodeCrypto } from '../../src/log/node-crypto.ts';
import { parseVerifierKey } from '../../src/log/note.ts';
import { parseProof, verifyProof } from '../../src/log/proof.ts';
import { parseRecord, recordHash } from '../../src/log/record.ts';
import { decodeEntries, readNodesFromTiles, tilePath } from '../../src/log/tiles.ts';
import { push, startTestApp } from '../support/app.ts';

const folder = mkdtempSync(join(tmpdir(), 'stet-log-http-'));
let app: RunningApp;
beforeAll(async () => {
  app = await startTestApp({ folder });
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const get = (path: string): Promise<Response> => fetch(`${app.url}${path}`);
const text = async (path: string): Promise<string> => (await get(path)).text();

const STORY = `Ferry timetable for the winter

PORT ELLEN: The winter timetable of the island ferries begins on Monday, the harbour office said.

The first boat leaves at six.`;
/** In a script that gives no words for an address. */
const URDU_STORY = `کشتیوں کا موسم سرما کا نظام الاوقات

پورٹ ایلن: جزیرے کی کشتیوں کا موسم سرما کا نظام الاوقات پیر سے شروع ہو گا، بندرگاہ کے دفتر نے کہا۔`;

async function published(story: string, guid: string): Promise<string> {
  const answer = await push(app, story, { 'stet-guid': guid, 'stet-version': '1' });
  const told = await answer.text();
  expect(answer.status, told).toBe(201);
  const { items } = JSON.parse(told) as { items: { url: string | null }[] };
  const url = items[0]?.url ?? null;
  if (url === null) throw new Error('the story is public');
  return new URL(url).pathname;
}

async function opened() {
  const verifier = parseVerifierKey(nodeCrypto, (await text('/log/key')).trim());
  const note = await text('/log/checkpoint');
  return { verifier, ...openCheckpoint(nodeCrypto, note, { origin: verifier.name, verifiers: [verifier] }) };
}

test('an empty log has a key and no checkpoint', async () => {
  expect((await get('/log/key')).status).toBe(200);
  expect((await get('/log/checkpoint')).status).toBe(404);
});

test.each([
  ['a story with words in its address', STORY, 'ferry-1'],
  ['a story whose address is its number alone', URDU_STORY, 'ferry-2'],
])('%s has a proof, a record and a chain that hold', async (_name, story, guid) => {
  const path = await published(story, guid);
  const proof = await text(`${path}.tlog-proof`);
  const record = await text(`${path}.record.json`);
  const { verifier, checkpoint } = await opened();
  const leafBytes = parseProof(proof).extra ?? new Uint8Array();
  const policy = { logKeys: [verifier], witnesses: [], quorum: 0 };
  expect(verifyProof(nodeCrypto, proof, leafBytes, { origin: verifier.name, policy }).checkpoint.size).toBe(
    checkpoint.size,
  );
  const leaf = parseLeaf(fromUtf8(leafBytes));
  expect(leaf).toMatchObject({ kind: 'publish', prev: -1, ver: 1, record: recordHash(nodeCrypto, record) });
  expect(parseRecord(record)).toMatchObject({ guid, path, transport: 'push' });

  const chain = JSON.parse(await text(`${path}.chain.json`));
  expect(chain).toMatchObject({ v: 'wire-chain/1', leaves: [{ leaf: fromUtf8(leafBytes) }] });
  const html = await text(path);
  const data = /id="stet-proof">(.*?)<\/script>/s.exec(html)?.[1] ?? '{}';
  expect(JSON.parse(data)).toEqual({ proof, record, key: (await text('/log/key')).trim() });
  expect((await get(`${path}.ninjs.json`)).status, 'the wire formats stand there too').toBe(200);
});

test('the tiles give the root that was signed, and the entries are their leaves', async () => {
  await published(STORY.replace('winter', 'summer'), 'ferry-3');
  const { checkpoint } = await opened();
  const bytes = async (path: string): Promise<Uint8Array> => {
    const answer = await get(`/log/${path}`);
    expect(answer.status, path).toBe(200);
    expect(answer.headers.get('cache-control')).toContain('immutable');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    return new Uint8Array(await answer.arrayBuffer());
  };
  const nodes = readNodesFromTiles(nodeCrypto, (tile) => bytes(tilePath(tile)), checkpoint.size);
  expect(toHex(await rootAt(nodeCrypto, checkpoint.size, nodes))).toBe(toHex(checkpoint.root));
  const width = checkpoint.size;
  const entries = decodeEntries(await bytes(tilePath({ level: 'entries', index: 0, width })), width);
  const hashes = await bytes(tilePath({ level: 0, index: 0, width }));
  expect(toHex(concat(...entries.map((entry) => leafHash(nodeCrypto, entry))))).toBe(toHex(hashes));
  const records = (await text('/log/records/000'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(records.map(({ index }) => index)).toEqual(entries.map((_entry, at) => at));
  for (const { index, record } of records)
    expect(parseLeaf(fromUtf8(entries[index] ?? new Uint8Array())).record).toBe(
      recordHash(nodeCrypto, record),
    );
});

test('a proof of one story does not fit another', async () => {
  const [one, other] = await Promise.all([published(STORY, 'ferry-4'), published(STORY, 'ferry-5')]);
  const proof = parseProof(await text(`${one}.tlog-proof`));
  const { extra } = parseProof(await text(`${other}.tlog-proof`));
  const { checkpoint } = await opened();
  const { index, hashes } = proof;
  const { size, root } = checkpoint;
  const leaf = leafHash(nodeCrypto, extra ?? utf8(''));
  expect(() => verifyInclusion(nodeCrypto, { leafHash: leaf, index, size, proof: hashes, root })).toThrow(
    expect.objectContaining({ code: 'log-inclusion-wrong' }),
  );
});

test.each([
  '/log/tile/0/001',
  '/log/tile/0/000.p/200',
  '/log/tile/0/0',
  '/log/tile/entries/x001/000',
  '/log/tile/7/000.p/1',
  '/log/records/009',
  '/log/records/000.p/2',
  '/news/no-such-story-0123456789abcdef.tlog-proof',
])('%s answers 404', async (path) => {
  expect((await get(path)).status).toBe(404);
});
