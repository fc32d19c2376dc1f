// Logs as Stet writes them, of any size, as a static mirror in a folder: invented stories, a chain per item, records beside, some of them
// erased. The same seed gives the same acts, so that a longer log goes on from a shorter one. Hooks change what is hashed and signed, for
// logs that are well signed and yet break a rule; files can be changed afterwards for the rest. The acts are planned before any bytes are
// made, so that a million leaves can be written; to follow one story act by act, test/verify/story-log.ts is the smaller log.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { utf8 } from '../../src/log/bytes.ts';
import { signCheckpoint } from '../../src/log/checkpoint.ts';
import { type Edge, emptyEdge, grow, rootOfEdge } from '../../src/log/growth.ts';
import { formatKeyRecord } from '../../src/log/key-record.ts';
import { formatLeaf, KEY_ITEM, LEAF_KINDS, type LeafKind } from '../../src/log/leaf.ts';
import { leafHash } from '../../src/log/merkle.ts';
import { nodeCrypto } from '../../src/log/node-crypto.ts';
import { formatVerifierKey } from '../../src/log/note.ts';
import { formatRecord, recordHash, type WireRecord } from '../../src/log/record.ts';
import { decodeEntries, encodeEntries, TILE_WIDTH, tilePath } from '../../src/log/tiles.ts';
import { sha256 } from '../../src/text/digest.ts';
import { textOfHtml } from '../../src/text/html.ts';
import { wireMarkup } from '../../src/text/wire-markup.ts';
import { logVerifier, testSigner } from '../support/log-keys.ts';

export const ORIGIN = 'daily.example/log';

export interface Act {
  /** Number of the invented story. */
  readonly item: number;
  readonly kind: LeafKind;
}

export interface SyntheticOptions {
  readonly size: number;
  readonly origin?: string;
  /** Of the acts. */
  readonly seed?: number;
  /** First byte of the key's seed. */
  readonly key?: number;
  /** The first acts, in place of dealt ones. */
  readonly acts?: readonly Act[];
  /** Changes an entry before it is hashed. */
  readonly entry?: (index: number, text: string) => string;
  /** Changes a record before it is hashed. */
  readonly record?: (index: number, record: WireRecord) => WireRecord;
  /** Records that a takedown leaves where they are. */
  readonly keepsErased?: boolean;
  /** A log of the same acts in the same folder, which this one goes on from. */
  readonly after?: SyntheticLog;
}

export interface PlacedAct extends Act {
  readonly index: number;
  readonly prev: number;
  readonly ver: number;
  readonly logged: number;
}

export interface SyntheticLog {
  readonly folder: string;
  readonly origin: string;
  readonly vkey: string;
  readonly size: number;
  readonly note: string;
  /** The tree of its whole tiles. */
  readonly edge: Edge;
  act(index: number): PlacedAct;
  isErased(index: number): boolean;
  /** Signs any tree of any origin with the log's key. */
  sign(size: number, root: Uint8Array, origin?: string): string;
}

const FIRST_ACT = Date.UTC(2031, 2, 4, 6);

/** Writes the log into a folder as `stet log export` does. */
export function writeSyntheticLog(folder: string, options: SyntheticOptions): SyntheticLog {
  const { size, origin = ORIGIN } = options;
  const plan = planOf(size, options.seed ?? 1, options.acts ?? []);
  const signer = testSigner(origin, options.key ?? 7);
  const signNoteOf = (of: number, root: Uint8Array, name = origin): string =>
    signCheckpoint(nodeCrypto, { origin: name, size: of, root, extensions: [] }, signer);
  const vkey = formatVerifierKey(logVerifier(signer));

  const { after } = options;
  let edge = after?.edge ?? emptyEdge;
  let whole = edge;
  for (let from = edge.size; from < size; from += TILE_WIDTH) {
    const width = Math.min(TILE_WIDTH, size - from);
    const indexes = Array.from({ length: width }, (_, at) => from + at);
    const records = indexes.map((index) => recordOf(plan.act(index), options));
    const entries = indexes.map((index, at) => {
      const text = leafOf(plan.act(index), records[at] ?? '');
      return utf8(options.entry?.(index, text) ?? text);
    });
    const grown = grow(
      nodeCrypto,
      edge,
      entries.map((entry) => leafHash(nodeCrypto, entry)),
    );
    edge = grown.edge;
    if (width === TILE_WIDTH) whole = edge;
    const bundle = { level: 'entries', index: from / TILE_WIDTH, width } as const;
    put(folder, tilePath(bundle), encodeEntries(entries));
    put(
      folder,
      recordsPath(bundle.index),
      indexes
        .filter((index) => options.keepsErased === true || !plan.isErased(index))
        .map((index) => `${JSON.stringify({ index, record: records[index - from] })}\n`)
        .join(''),
    );
    // A partial tile of a level above stands only at the end.
    for (const { level, index, hashes } of grown.tiles) {
      const isLast = from + width === size;
      if (hashes.length === TILE_WIDTH * 32 || isLast)
        put(folder, tilePath({ level, index, width: hashes.length / 32 }), hashes);
    }
  }
  // What did not change in the last step is partial too.
  for (const [level, hashes] of edge.tiles.entries()) {
    const index = Math.floor(size / TILE_WIDTH ** (level + 1));
    if (hashes.length > 0) put(folder, tilePath({ level, index, width: hashes.length / 32 }), hashes);
  }
  for (let index = 0; index < (after?.size ?? 0); index++) {
    if (plan.isErased(index) && after?.isErased(index) === false) changeRecord(folder, index, () => null);
  }
  const note = signNoteOf(size, rootOfEdge(nodeCrypto, edge));
  put(folder, 'key', `${vkey}\n`);
  put(folder, 'checkpoint', note);
  return { folder, origin, vkey, size, note, edge: whole, ...plan, sign: signNoteOf };
}

interface Plan {
  act(index: number): PlacedAct;
  isErased(index: number): boolean;
}

/** Which act is in which place, in flat arrays: a million of them are planned in a blink. */
function planOf(size: number, seed: number, given: readonly Act[]): Plan {
  const random = randomFrom(seed);
  const items = new Uint32Array(size);
  const kinds = new Uint8Array(size);
  const prevs = new Int32Array(size);
  const vers = new Uint32Array(size);
  const erased = new Uint8Array(size);
  const last: number[] = [];
  for (let index = 0; index < size; index++) {
    const { item, kind } = given[index] ?? deal(random, last, kinds);
    const prev = last[item] ?? -1;
    const grows = kind === 'publish' || kind === 'correct';
    items[index] = item;
    kinds[index] = LEAF_KINDS.indexOf(kind);
    prevs[index] = prev;
    vers[index] = kind === 'key' ? 0 : (vers[prev] ?? 0) + (grows ? 1 : 0);
    last[item] = index;
    if (kind === 'takedown') for (let at = prev; at >= 0; at = prevs[at] ?? -1) erased[at] = 1;
  }
  return {
    act: (index) => ({
      index,
      item: items[index] ?? 0,
      kind: LEAF_KINDS[kinds[index] ?? 0] ?? 'publish',
      prev: prevs[index] ?? -1,
      ver: vers[index] ?? 0,
      logged: FIRST_ACT + index * 1_000,
    }),
    isErased: (index) => erased[index] === 1,
  };
}

/** Of acts on what is shown, with how often each comes up. */
const ON_SHOWN: readonly LeafKind[] = [
  ...Array<LeafKind>(8).fill('publish'),
  ...Array<LeafKind>(4).fill('correct'),
  ...Array<LeafKind>(6).fill('review'),
  'withhold',
  'withhold',
  'kill',
  'expire',
  'takedown',
];
const ON_TAKEN_AWAY: readonly LeafKind[] = ['restore', 'restore', 'restore', 'kill', 'takedown'];

function deal(random: () => number, last: readonly number[], kinds: Uint8Array): Act {
  const item = Math.floor(random() * last.length * 2);
  const end = last[item];
  const pick = random();
  if (end === undefined) return { item: last.length, kind: 'publish' };
  const shown = ['publish', 'correct', 'review', 'restore'].includes(LEAF_KINDS[kinds[end] ?? 0] ?? '');
  if (!shown && LEAF_KINDS[kinds[end] ?? 0] === 'takedown') return { item: last.length, kind: 'publish' };
  const choices = shown ? ON_SHOWN : ON_TAKEN_AWAY;
  return { item, kind: choices[Math.floor(pick * choices.length)] ?? 'publish' };
}

/** Mulberry32: small, and the same everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Story {
  readonly path: string;
  readonly headline: string;
  readonly html: string;
}

/** The invented story in its `ver`th text. */
export const storyOf = (item: number, ver: number): Story => ({
  path: `/news/lantern-festival-${item}`,
  headline: `Lantern festival ${item} opens & closes`,
  html: `<p>SALTMARCH – Text ${ver} of the story about festival ${item}.</p><p>See <a href="https://harbour.example/${item}">the “programme”</a>.</p>`,
});

export const isShown = (kind: LeafKind): boolean =>
  ['publish', 'correct', 'review', 'restore'].includes(kind);

export const itemName = (item: number): string => sha256(`item ${item}`).slice(0, 32);

const digests = new Map<string, Pick<WireRecord, 'text_sha256' | 'html_sha256' | 'headline_sha256'>>();

function digestsOf({
  headline,
  html,
}: Story): Pick<WireRecord, 'text_sha256' | 'html_sha256' | 'headline_sha256'> {
  const known = digests.get(html);
  if (known !== undefined) return known;
  const text = textOfHtml(html);
  if (!text.ok) throw new Error(text.message);
  const made = {
    text_sha256: sha256(text.text),
    html_sha256: sha256(wireMarkup(html)),
    headline_sha256: sha256(headline),
  };
  if (digests.size < 100_000) digests.set(html, made);
  return made;
}

function recordOf(
  { index, item, kind, ver, logged }: PlacedAct,
  { record, origin = ORIGIN }: SyntheticOptions,
): string {
  if (kind === 'key') return keyRecord(index, origin, logged);
  const story = storyOf(item, ver);
  const isTakedown = kind === 'takedown';
  const made: WireRecord = {
    v: 'wire-record/1',
    salt: sha256(`salt ${index}`),
    provider: isTakedown ? '' : 'harbour.example',
    guid: isTakedown ? '' : `tag:harbour.example,2031:${item}`,
    version: String(ver),
    status: kind === 'kill' ? 'canceled' : 'usable',
    kind: 'story',
    transport: 'push',
    fetched: logged,
    raw_sha256: sha256(`bytes ${index}`),
    charset: 'utf-8',
    profile: 'rss',
    path: story.path,
    reason: isTakedown ? 'court-order' : '',
    reference: isTakedown ? 'Saltmarch District Court 7/31' : '',
    ...(isShown(kind) ? digestsOf(story) : { text_sha256: '', html_sha256: '', headline_sha256: '' }),
  };
  return formatRecord(record?.(index, made) ?? made);
}

function keyRecord(index: number, name: string, logged: number): string {
  const [old = '', next = ''] = [index, index + 1].map((seed) =>
    formatVerifierKey(logVerifier(testSigner(name, seed % 256))),
  );
  return formatKeyRecord(nodeCrypto, {
    v: 'wire-key/1',
    old,
    new: next,
    both_until: logged,
    reason: 'rotation',
  });
}

const leafOf = ({ item, kind, logged, prev, ver }: PlacedAct, record: string): string =>
  formatLeaf({
    item: kind === 'key' ? KEY_ITEM : itemName(item),
    kind,
    logged,
    prev,
    received: logged,
    record: recordHash(nodeCrypto, record),
    src: kind === 'key' ? 'stet' : 'harbour',
    v: 'wire-leaf/1',
    ver,
  });

/** Such as `records/x001/234`. */
export const recordsPath = (index: number): string =>
  tilePath({ level: 'entries', index, width: TILE_WIDTH }).replace('tile/entries/', 'records/');

export function put(folder: string, path: string, content: string | Uint8Array): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

export function remove(folder: string, path: string): void {
  rmSync(join(folder, path));
}

/** Changes a file of a mirror where it lies. */
export function change(folder: string, path: string, to: (bytes: Uint8Array) => string | Uint8Array): void {
  put(folder, path, to(new Uint8Array(readFileSync(join(folder, path)))));
}

/** The bundle, tile or records that a leaf stands in. */
export function pathOf(kind: 'entries' | 'records' | 'hashes', leaf: number, size: number): string {
  const index = Math.floor(leaf / TILE_WIDTH);
  const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
  if (kind === 'records') return recordsPath(index);
  return tilePath({ level: kind === 'entries' ? kind : 0, index, width });
}

/** Changes one entry of a mirror and leaves the tree as it was. */
export function changeEntry(folder: string, leaf: number, size: number, to: (text: string) => string): void {
  change(folder, pathOf('entries', leaf, size), (bytes) => {
    const width = Math.min(TILE_WIDTH, size - Math.floor(leaf / TILE_WIDTH) * TILE_WIDTH);
    const entries = decodeEntries(bytes, width).map((entry) => new TextDecoder().decode(entry));
    entries[leaf % TILE_WIDTH] = to(entries[leaf % TILE_WIDTH] ?? '');
    return encodeEntries(entries.map(utf8));
  });
}

/** Changes one record of a mirror; `null` takes it away. */
export function changeRecord(folder: string, leaf: number, to: (record: string) => string | null): void {
  change(folder, pathOf('records', leaf, 0), (bytes) =>
    new TextDecoder()
      .decode(bytes)
      .split('\n')
      .flatMap((line) => {
        if (line === '') return [];
        const held: { readonly index: number; readonly record: string } = JSON.parse(line);
        if (held.index !== leaf) return [`${line}\n`];
        const record = to(held.record);
        return record === null ? [] : [`${JSON.stringify({ index: leaf, record })}\n`];
      })
      .join(''),
  );
}
