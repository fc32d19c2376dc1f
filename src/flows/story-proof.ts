// What a reader needs to check one story against the public log: the proof of its last leaf, that leaf's record, and the story's whole chain.

import type { LogReader, StoredCheckpoint, StoredLeaf } from '../ledger/log-reader.ts';
import { toBase64, utf8 } from '../log/bytes.ts';
import { proveInclusion } from '../log/merkle.ts';
import { nodeCrypto } from '../log/node-crypto.ts';
import { formatVerifierKey, type Verifier } from '../log/note.ts';
import { formatProof } from '../log/proof.ts';
import type { ItemId } from '../model/ids.ts';
import type { StoryCheck } from '../model/post.ts';
import { isSignedBy } from './log-keys.ts';

export interface StoryProofs {
  /** `null` for a story that the log knows nothing of. */
  check(item: ItemId): Promise<StoryCheck | null>;
  /** All leaves of a story with proofs to one checkpoint, as JSON (wire-chain/1). */
  chain(item: ItemId): Promise<string | null>;
}

/**
 * @param verifier the key that signs; `null` when nobody knows it: then there is nothing to check a proof with.
 * @param ready when the log has been opened: a key that is new has signed nothing before.
 */
export function storyProofs(
  log: LogReader,
  verifier: Verifier | null,
  ready: Promise<void> = Promise.resolve(),
): StoryProofs {
  const key = verifier === null ? null : formatVerifierKey(verifier);
  return {
    async check(item) {
      const leaf = await log.lastLeafOf(item);
      if (leaf === null || key === null) return null;
      const checkpoint = await covering(leaf.index);
      const hashes = await inclusion(leaf, checkpoint);
      const { index, body, record } = leaf;
      const proof = formatProof({ extra: utf8(body), index, hashes, checkpoint: noteOf(checkpoint) });
      return { proof, record, key };
    },
    async chain(item) {
      const leaves = await log.leavesOf(item);
      const last = leaves.at(-1);
      if (last === undefined) return null;
      const checkpoint = await covering(last.index);
      const proved = leaves.map(async (leaf) => ({
        index: leaf.index,
        leaf: leaf.body,
        proof: (await inclusion(leaf, checkpoint)).map(toBase64),
      }));
      return JSON.stringify({
        v: 'wire-chain/1',
        checkpoint: noteOf(checkpoint),
        leaves: await Promise.all(proved),
      });
    },
  };

  async function covering(index: number): Promise<StoredCheckpoint> {
    const checkpoint = await signedFor(index);
    if (checkpoint === null || checkpoint.size <= index)
      throw new Error(`no checkpoint covers leaf ${index}, though they are written together`);
    return checkpoint;
  }

  /** While the key is being changed the newest cosigned checkpoint, or even the newest of all, may still be the old key's alone. */
  async function signedFor(index: number): Promise<StoredCheckpoint | null> {
    const cosigned = await log.checkpointFor(index);
    const isNow = (one: StoredCheckpoint | null): boolean =>
      verifier === null || one === null || isSignedBy(one.note, verifier);
    if (isNow(cosigned)) return cosigned;
    const latest = await log.latest();
    if (isNow(latest)) return latest;
    await ready.catch(() => undefined);
    return log.latest();
  }

  function inclusion({ index }: StoredLeaf, { size }: StoredCheckpoint): Promise<Uint8Array[]> {
    return proveInclusion(nodeCrypto, index, size, log.readNodes(size));
  }
}

const noteOf = ({ cosigned, note }: StoredCheckpoint): string => cosigned ?? note;
