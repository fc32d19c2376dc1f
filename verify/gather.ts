// Everything the check of one story is made with: what came inside the page, what lies beside it on the site, and what is remembered.

import type { WireRecord } from '../src/log/record.ts';
import { parseRecord } from '../src/log/record.ts';
import { attempt } from '../src/model/errors.ts';
import { readProof } from './log-steps.ts';
import type { FoundPage } from './read-page.ts';
import type { Story, TrustedKeys } from './story.ts';

/** Where what lies beside a story is found. */
export interface Addresses {
  readonly proof: string;
  readonly record: string;
  readonly chain: string;
  readonly checkpoint: string;
  readonly key: string;
}

/** The texts of it; `null` for what was not found. */
export interface Beside {
  readonly proof: string | null;
  readonly record: string | null;
  readonly chain: string | null;
  readonly checkpoint: string | null;
  readonly key: string | null;
}

export const NOTHING_BESIDE: Beside = { proof: null, record: null, chain: null, checkpoint: null, key: null };

/** For a story at this address of a site that Stet serves from the root of its host. */
export function addressesOf(story: URL): Addresses {
  const post = story.origin + story.pathname;
  return {
    proof: `${post}.tlog-proof`,
    record: `${post}.record.json`,
    chain: `${post}.chain.json`,
    checkpoint: `${story.origin}/log/checkpoint`,
    key: `${story.origin}/log/key`,
  };
}

/** Asks for all at once. Never rejects. */
export async function fetchBeside({ proof, record, chain, checkpoint, key }: Addresses): Promise<Beside> {
  const texts = await Promise.all([proof, record, chain, checkpoint, key].map(fetchText));
  const [proofText = null, recordText = null, chainText = null, note = null, keyText = null] = texts;
  return {
    proof: proofText,
    record: recordText,
    chain: chainText,
    checkpoint: note,
    // The key that signs now; below it, while a key is being replaced, the one before.
    key: keyText?.split('\n')[0]?.trim() ?? null,
  };
}

/** Milliseconds: what has not come by then is taken for not there. */
const PATIENCE = 15_000;

/** `null` for whatever is not there, a story that was taken down included (410). */
export async function fetchText(address: string): Promise<string | null> {
  try {
    const answer = await fetch(address, {
      cache: 'no-cache',
      credentials: 'omit',
      signal: AbortSignal.timeout(PATIENCE),
    });
    return answer.ok ? await answer.text() : null;
  } catch {
    return null;
  }
}

export interface Gathered {
  readonly page: FoundPage | null;
  readonly beside: Beside;
  readonly trusted: TrustedKeys | null;
  /** Checkpoints of earlier visits. */
  readonly seen: readonly string[];
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
}

/**
 * The page is checked against the newest entry of the story while that speaks of the same text. When the story has changed since, it is
 * checked against the entry that it was made with, and the chain tells what came later.
 */
export function storyOf({ page, beside, trusted, seen, now }: Gathered): Story {
  const embedded = page?.embedded ?? null;
  const own = embedded === null ? null : readProof(embedded.proof);
  const fresh = beside.proof === null ? null : readProof(beside.proof);
  const useOwn =
    embedded !== null &&
    own !== null &&
    (beside.proof === null ||
      beside.record === null ||
      (fresh !== null && fresh.index > own.index && !haveSameText(embedded.record, beside.record)));
  return {
    key: embedded?.key ?? beside.key,
    trusted,
    proof: (useOwn ? embedded.proof : beside.proof) ?? embedded?.proof ?? null,
    record: useOwn ? embedded.record : beside.record,
    page: page?.parts ?? null,
    madeWith: own?.index ?? null,
    chain: beside.chain,
    latest: beside.checkpoint,
    seen: own === null ? seen : [...seen, own.checkpoint],
    now,
    origin: null,
  };
}

function haveSameText(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => attempt(() => parseRecord(text)));
  if (a === null || a === undefined || b === null || b === undefined) return false;
  return DIGESTS.every((name) => a[name] === b[name]);
}

const DIGESTS: readonly (keyof WireRecord)[] = ['headline_sha256', 'text_sha256', 'html_sha256'];
