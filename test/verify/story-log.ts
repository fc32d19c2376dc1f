// A small log in memory with invented stories, made with the same functions as Stet's own, and what lies beside a story in it: act by act,
// with the texts a test gives, at any size, without files or a server.

import { toBase64, utf8 } from '../../src/log/bytes.ts';
import { cosign, signCheckpoint } from '../../src/log/checkpoint.ts';
import { formatLeaf, type Leaf, type LeafKind } from '../../src/log/leaf.ts';
import { leafHash, nodeHash, proveInclusion, type ReadNodes, rootAt } from '../../src/log/merkle.ts';
import { nodeCrypto } from '../../src/log/node-crypto.ts';
import { addSignatures, formatVerifierKey, type Signer } from '../../src/log/note.ts';
import { formatProof } from '../../src/log/proof.ts';
import { formatRecord, recordHash } from '../../src/log/record.ts';
import { sha256 } from '../../src/text/digest.ts';
import { buildFragment } from '../../src/text/fragment.ts';
import { wireMarkup } from '../../src/text/wire-markup.ts';
import { logVerifier, testSigner } from '../support/log-keys.ts';

export const ORIGIN = 'lantern.example/log';
/** When the first entry of every log was made. */
export const BEGAN = Date.UTC(2031, 4, 6, 9);

export interface Copy {
  readonly headline: string;
  /** As the agency sent it. */
  readonly html: string;
}

export interface StoryLog {
  /** vkey */
  readonly key: string;
  /** Appends an act about a story; what the public sees after it, `null` for nothing. Answers the index. */
  act(story: string, kind: LeafKind, copy: Copy | null): number;
  /** The signed checkpoint at this size. */
  note(size?: number): Promise<string>;
  proof(index: number, size?: number): Promise<string>;
  record(index: number): string;
  /** wire-chain/1, without the entries whose places are named. */
  chain(story: string, options?: { readonly without?: readonly number[] }): Promise<string>;
  size(): number;
}

interface Entry {
  readonly story: string;
  readonly leaf: Leaf;
  readonly text: string;
  readonly record: string;
}

export const vkeyOf = (signer: Signer): string => formatVerifierKey(logVerifier(signer));

export const cosigned = (note: string, witness: Signer, seconds: number): string =>
  addSignatures(note, [cosign(nodeCrypto, note, witness, seconds)]);

/** @param signers the log's key; behind it the one that it takes the place of. */
export function storyLog(signers: readonly Signer[] = [testSigner(ORIGIN, 7)], origin = ORIGIN): StoryLog {
  const entries: Entry[] = [];

  function act(story: string, kind: LeafKind, copy: Copy | null): number {
    const index = entries.length;
    const prev = entries.findLastIndex((entry) => entry.story === story);
    const before = entries[prev]?.leaf ?? null;
    const record = recordOf(story, index, copy);
    const leaf: Leaf = {
      item: before?.item ?? sha256(story).slice(0, 32),
      kind,
      logged: BEGAN + index * 60_000,
      prev,
      received: BEGAN,
      record: recordHash(nodeCrypto, record),
      src: 'lantern',
      v: 'wire-leaf/1',
      ver: (before?.ver ?? 0) + (kind === 'publish' || kind === 'correct' ? 1 : 0),
    };
    entries.push({ story, leaf, text: formatLeaf(leaf), record });
    return index;
  }

  const readNodes: ReadNodes = async (ids) =>
    ids.map(({ level, index }) => treeOf(entries.slice(index * 2 ** level, (index + 1) * 2 ** level)));

  const at = (index: number): Entry => {
    const entry = entries[index];
    if (entry === undefined) throw new Error(`no entry ${index}`);
    return entry;
  };

  async function note(size = entries.length): Promise<string> {
    const root = await rootAt(nodeCrypto, size, readNodes);
    return signCheckpoint(nodeCrypto, { origin, size, root, extensions: [] }, ...signers);
  }

  return {
    key: vkeyOf(signers[0] ?? testSigner(origin, 7)),
    act,
    note,
    size: () => entries.length,
    record: (index) => at(index).record,
    async proof(index, size = entries.length) {
      const hashes = await proveInclusion(nodeCrypto, index, size, readNodes);
      return formatProof({ extra: utf8(at(index).text), index, hashes, checkpoint: await note(size) });
    },
    async chain(story, { without = [] } = {}) {
      const own = [...entries.entries()].filter(
        ([index, entry]) => entry.story === story && !without.includes(index),
      );
      const leaves = own.map(async ([index, { text }]) => {
        const proof = await proveInclusion(nodeCrypto, index, entries.length, readNodes);
        return { index, leaf: text, proof: proof.map(toBase64) };
      });
      return JSON.stringify({
        v: 'wire-chain/1',
        checkpoint: await note(),
        leaves: await Promise.all(leaves),
      });
    },
  };
}

/** The hash over a perfect subtree. */
function treeOf(entries: readonly Entry[]): Uint8Array {
  const [first] = entries;
  if (first === undefined) throw new Error('an empty subtree');
  if (entries.length === 1) return leafHash(nodeCrypto, utf8(first.text));
  const half = entries.length / 2;
  return nodeHash(nodeCrypto, treeOf(entries.slice(0, half)), treeOf(entries.slice(half)));
}

export const pathOf = (story: string): string => `/world/${story}-00000000000000a1`;

function recordOf(story: string, index: number, copy: Copy | null): string {
  const fragment = copy === null ? null : buildFragment(copy.html, { baseUrl: null });
  return formatRecord({
    v: 'wire-record/1',
    salt: sha256(`salt ${index}`),
    provider: 'lantern.example',
    guid: `urn:lantern:${story}`,
    version: String(index),
    status: 'usable',
    kind: 'story',
    transport: 'push',
    fetched: BEGAN,
    raw_sha256: sha256(`bytes ${index}`),
    charset: 'utf-8',
    profile: 'ninjs',
    path: pathOf(story),
    reason: '',
    reference: '',
    text_sha256: fragment?.textSha256 ?? '',
    html_sha256: fragment === null ? '' : sha256(wireMarkup(fragment.html)),
    headline_sha256: copy === null ? '' : sha256(copy.headline),
  });
}
