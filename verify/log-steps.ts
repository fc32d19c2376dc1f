// The steps about the log: its signature under the checkpoint, the story's entry in it, the record of that entry, and whether the log has
// grown as a log grows.

import { equal, fromUtf8 } from '../src/log/bytes.ts';
import { type Checkpoint, verifyCosignature } from '../src/log/checkpoint.ts';
import { type Leaf, parseLeaf } from '../src/log/leaf.ts';
import { leafHash, verifyInclusion } from '../src/log/merkle.ts';
import { type Proof, parseProof } from '../src/log/proof.ts';
import { parseRecord, recordHash, type WireRecord } from '../src/log/record.ts';
import { attempt, StetError } from '../src/model/errors.ts';
import { scriptCrypto } from './crypto.ts';
import type { LogKey } from './keys.ts';
import { type Checked, type Code, type Facts, stepOf, without } from './steps.ts';
import type { Story } from './story.ts';

/** A leaf that is in the log. */
export interface Entry {
  readonly index: number;
  readonly text: string;
  readonly leaf: Leaf;
}

/** `null` for none, or one that can't be read. */
export function readProof(text: string | null): Proof | null {
  return text === null ? null : attempt(() => parseProof(text));
}

export function checkSignature(
  { proof: proofText }: Story,
  key: LogKey | null,
  proof: Proof | null,
): Checked<Checkpoint> {
  if (proofText === null) return without('signature', 'proof-missing');
  if (proof === null) return without('signature', 'proof-malformed');
  if (key === null) return without('signature', 'not-reached');
  try {
    const checkpoint = key.open(proof.checkpoint);
    const { origin, size } = checkpoint;
    const times = key.witnesses.flatMap(
      (witness) => verifyCosignature(scriptCrypto, proof.checkpoint, witness) ?? [],
    );
    const facts = { origin, size };
    const step =
      times.length === 0
        ? stepOf('signature', 'signed', facts)
        : stepOf('signature', 'cosigned', {
            ...facts,
            witnesses: times.length,
            cosigned: Math.max(...times) * 1000,
          });
    return { step, value: checkpoint };
  } catch (error) {
    return without('signature', signatureTrouble(error), originsOf(error));
  }
}

function signatureTrouble(error: unknown): Code {
  if (!(error instanceof StetError)) throw error;
  switch (error.code) {
    case 'log-origin-wrong':
      return 'origin-wrong';
    case 'log-signature-missing':
      return 'signature-missing';
    case 'log-signature-wrong':
      return 'signature-wrong';
    default:
      return 'checkpoint-malformed';
  }
}

function originsOf(error: unknown): Facts {
  if (!(error instanceof StetError) || error.code !== 'log-origin-wrong') return {};
  return { origin: String(error.facts.expected), found: String(error.facts.origin) };
}

export function checkLog(proof: Proof | null, checkpoint: Checkpoint | null): Checked<Entry> {
  if (proof === null || checkpoint === null) return without('log', 'not-reached');
  const { index, extra, hashes } = proof;
  if (extra === null) return without('log', 'leaf-missing', { index });
  const { size, root } = checkpoint;
  if (!isIncluded(extra, { index, size, root, proof: hashes })) {
    return without('log', 'not-included', { index, size });
  }
  const text = attempt(() => fromUtf8(extra));
  const leaf = text === null ? null : attempt(() => parseLeaf(text));
  if (text === null || leaf === null) return without('log', 'leaf-malformed', { index });
  return {
    step: stepOf('log', 'included', { index, size, logged: leaf.logged }),
    value: { index, text, leaf },
  };
}

export function isIncluded(
  leaf: Uint8Array,
  claim: {
    readonly index: number;
    readonly size: number;
    readonly root: Uint8Array;
    readonly proof: readonly Uint8Array[];
  },
): boolean {
  return (
    attempt(() => {
      verifyInclusion(scriptCrypto, { ...claim, leafHash: leafHash(scriptCrypto, leaf) });
      return true;
    }) ?? false
  );
}

export function checkRecord({ record: text, page }: Story, entry: Entry | null): Checked<WireRecord> {
  if (entry === null) return without('record', 'not-reached');
  if (text === null) return without('record', 'record-missing');
  const expected = entry.leaf.record;
  const computed = recordHash(scriptCrypto, text);
  if (computed !== expected) return without('record', 'record-differs', { expected, computed });
  const record = attempt(() => parseRecord(text));
  if (record === null) return without('record', 'record-malformed');
  const { path } = record;
  // A site may stand under a path of its own, which the record does not know.
  if (page?.path != null && !page.path.endsWith(path)) {
    return without('record', 'other-story', { path, found: page.path });
  }
  return { step: stepOf('record', 'record-fits', { expected, path }), value: record };
}

/** More than this a reader's clock may be slow, milliseconds. */
const CLOCK_SLACK = 10 * 60 * 1000;

/** The value is the newest checkpoint that the key has signed. */
export function checkAge(
  { latest, seen, now }: Story,
  key: LogKey | null,
  entry: Entry | null,
  others: readonly string[],
): Checked<string> {
  if (key === null) return without('age', 'not-reached');
  const asked = latest === null ? null : attempt(() => key.open(latest));
  if (latest !== null && asked === null) return without('age', 'latest-wrong');
  const notes = [...(latest === null ? [] : [latest]), ...others, ...seen].flatMap((note) => {
    const checkpoint = attempt(() => key.open(note));
    return checkpoint === null ? [] : [{ note, checkpoint }];
  });
  const newest = notes.reduce<(typeof notes)[number] | null>(
    (best, one) => (best === null || one.checkpoint.size > best.checkpoint.size ? one : best),
    null,
  );
  const forked = forkIn(notes.map(({ checkpoint }) => checkpoint));
  if (forked !== null) return without('age', 'log-forked', { size: forked });
  if (newest === null) return without('age', 'not-reached');
  if (asked !== null && newest.checkpoint.size > asked.size) {
    return without('age', 'log-gone-back', { size: asked.size, seen: newest.checkpoint.size });
  }
  const logged = entry === null ? {} : { logged: entry.leaf.logged };
  const facts = asked === null ? logged : { size: asked.size, asked: now, ...logged };
  const ahead = entry !== null && entry.leaf.logged > now + CLOCK_SLACK;
  const code = ahead ? 'log-ahead-of-clock' : asked === null ? 'log-not-asked' : 'log-asked';
  return { step: stepOf('age', code, facts), value: newest.note };
}

/** A size that two checkpoints with different roots have. */
function forkIn(checkpoints: readonly Checkpoint[]): number | null {
  const roots = new Map<number, Uint8Array>();
  for (const { size, root } of checkpoints) {
    const known = roots.get(size);
    if (known !== undefined && !equal(known, root)) return size;
    roots.set(size, root);
  }
  return null;
}
