// `stet verify`: one published post against the log, told step by step: whose key, what it signed, whether the post's leaf is in the log and
// its record belongs to it, whether the page says what the record says, what else happened to the story, and whether the log has only grown
// since. Everything that is fetched is somebody's word until its step has passed.

import { pageProblem } from '../log/audit-page.ts';
import { recordProblem, showsText } from '../log/audit-record.ts';
import { fromUtf8 } from '../log/bytes.ts';
import type { Link } from '../log/chain.ts';
import { followChainFile, parseChainFile } from '../log/chain-file.ts';
import { type Checkpoint, checkPolicy, type Policy } from '../log/checkpoint.ts';
import { type Leaf, parseLeaf } from '../log/leaf.ts';
import { leafHash, proveConsistency, verifyConsistency, verifyInclusion } from '../log/merkle.ts';
import { nodeCrypto } from '../log/node-crypto.ts';
import type { Verifier } from '../log/note.ts';
import { parseProof } from '../log/proof.ts';
import { parseRecord, recordHash, type WireRecord } from '../log/record.ts';
import { readNodesFromTiles } from '../log/tiles.ts';
import { StetError } from '../model/errors.ts';
import { givenLogKey } from './given-key.ts';
import { filesOfSite } from './log-audit/files.ts';
import { labelProblem } from './log-audit/page.ts';
import { pageReader, readPage } from './log-audit/page-parts.ts';
import { LONGEST_TILE, readTile } from './log-audit/tree.ts';
import type { Web } from './log-audit/web.ts';

export interface VerifyOptions {
  /** The post's address. */
  readonly url: URL;
  readonly web: Web;
  /** The log's keys and witnesses; without log keys the key that the site states is taken. */
  readonly policy: Policy;
}

export interface VerifyStep {
  /** `note`: right, and something one must know. */
  readonly outcome: 'passed' | 'note' | 'failed';
  /** A sentence. */
  readonly text: string;
}

/** Bytes. */
const LONGEST_PAGE = 2 ** 24;
const LONGEST_FILE = 2 ** 25;

/**
 * The steps up to the first that fails.
 * @throws {StetError} `audit-unreadable` when the site does not answer.
 */
export async function verifyPost(options: VerifyOptions): Promise<VerifyStep[]> {
  const first = await check(options);
  // A story may change just as it is looked at.
  return hasFailed(first) ? check(options) : first;
}

const hasFailed = (steps: readonly VerifyStep[]): boolean =>
  steps.some(({ outcome }) => outcome === 'failed');

async function check(options: VerifyOptions): Promise<VerifyStep[]> {
  const steps: VerifyStep[] = [];
  const say = (outcome: VerifyStep['outcome'], text: string): void => {
    steps.push({ outcome, text });
  };
  try {
    await checkStraightDown(options, say);
  } catch (error) {
    if (!(error instanceof StetError) || error.code === 'audit-unreadable') throw error;
    say('failed', sentence(error.message));
  }
  return steps;
}

/** @throws {StetError} at the first step that fails. */
async function checkStraightDown({ url, web, policy }: VerifyOptions, say: Say): Promise<void> {
  const post = url.origin + url.pathname;
  const [page, proofText, recordText, chainText, note] = await Promise.all([
    web.get(new URL(post), LONGEST_PAGE),
    text(web, `${post}.tlog-proof`),
    text(web, `${post}.record.json`),
    text(web, `${post}.chain.json`),
    text(web, `${url.origin}/log/checkpoint`),
  ]);
  const known = { ...policy, logKeys: await keysOf(url, web, policy, say) };
  const origin = known.logKeys[0]?.name ?? '';
  if (proofText === null) throw new StetError('verify-no-proof', `There is no proof at ${post}.tlog-proof`);
  const proof = parseProof(proofText);
  const signed = signedBy(proof.checkpoint, origin, known);
  say(
    'passed',
    `The log's key has signed a log of ${signed.size} leaves${witnessed(proof.checkpoint, origin, known)}.`,
  );

  const leaf = provedLeaf(proof, signed);
  say(
    'passed',
    `The story's leaf is in it, at place ${proof.index}: ${leaf.kind}, logged ${time(leaf.logged)}.`,
  );
  const record = recordOf(leaf, recordText, url);
  say('passed', 'The record is the one that the leaf commits to.');

  if (chainText === null) throw new StetError('verify-no-chain', `There is no chain at ${post}.chain.json`);
  const file = parseChainFile(chainText);
  const links = followChainFile(nodeCrypto, file, signedBy(file.checkpoint, origin, known));
  if (!links.some(({ index }) => index === proof.index)) {
    throw new StetError('verify-chain', `The story's chain leaves out its leaf at place ${proof.index}`);
  }
  checkPage(page.status, new TextDecoder().decode(page.bytes), leaf, record, isRead(links));
  say(
    'passed',
    showsText(leaf.kind)
      ? SHOWN
      : `Nothing of the story is public any more: its address answers ${page.status}.`,
  );
  say('passed', `The story's chain is whole: ${links.map(told).join(', ')}.`);
  const later = links.filter(({ index }) => index > proof.index);
  if (later.length > 0) say('note', `Since then: ${later.map(told).join(', ')}.`);

  if (note === null) throw new StetError('verify-no-checkpoint', 'The log shows no checkpoint');
  const newest = signedBy(note, origin, known);
  await checkGrowth(signed, newest, url, web);
  say('passed', `The log has only grown since: it has ${newest.size} leaves now.`);
}

const SHOWN =
  'The page shows the headline, the text, the markup and the label that were logged, to the letter.';

type Say = (outcome: VerifyStep['outcome'], text: string) => void;

async function keysOf(url: URL, web: Web, { logKeys }: Policy, say: Say): Promise<readonly Verifier[]> {
  if (logKeys.length > 0) {
    say('passed', `The key is the one that you gave: ${logKeys.map(({ name }) => name).join(', ')}.`);
    return logKeys;
  }
  const stated = await text(web, `${url.origin}/log/key`);
  if (stated === null) throw new StetError('verify-no-key', 'The site states no key: give one with --vkey');
  const keys = stated.split('\n').filter((line) => line !== '');
  say(
    'note',
    `The key is the one that the site itself states, and nobody has vouched for it: ${keys.join(' ')}.`,
  );
  return keys.map(givenLogKey);
}

const signedBy = (note: string, origin: string, policy: Policy): Checkpoint =>
  checkPolicy(nodeCrypto, note, origin, policy).checkpoint;

function witnessed(note: string, origin: string, policy: Policy): string {
  const { cosigned } = checkPolicy(nodeCrypto, note, origin, policy);
  if (cosigned.length === 0) return '';
  return `, and so have ${cosigned.map(({ witness, time: at }) => `${witness.name} (${time(at * 1000)})`).join(', ')}`;
}

function provedLeaf(
  { extra, index, hashes }: ReturnType<typeof parseProof>,
  { size, root }: Checkpoint,
): Leaf {
  if (extra === null)
    throw new StetError('verify-no-leaf', 'The proof comes without the leaf that it proves');
  verifyInclusion(nodeCrypto, { leafHash: leafHash(nodeCrypto, extra), index, size, root, proof: hashes });
  return parseLeaf(fromUtf8(extra));
}

function recordOf(leaf: Leaf, recordText: string | null, { pathname }: URL): WireRecord {
  const wrong = (what: string): StetError => new StetError('verify-record', what);
  if (recordText === null) throw wrong('The record is not there');
  if (recordHash(nodeCrypto, recordText) !== leaf.record)
    throw wrong('The record is not the one that the leaf commits to: it was changed');
  const record = parseRecord(recordText);
  // After a takedown the record's path has lost the words that named the story.
  const end = leaf.kind === 'takedown' ? (record.path.split('/').at(-1) ?? '') : record.path;
  if (!pathname.endsWith(end)) throw wrong(`This is the proof of another story: ${record.path}`);
  if (recordProblem(leaf, record) !== null) throw wrong('The record says what it may not');
  return record;
}

function checkPage(status: number, html: string, leaf: Leaf, record: WireRecord, read: boolean): void {
  const wrong = (what: string): StetError => new StetError('verify-page', `The page ${what}`);
  if (!showsText(leaf.kind)) {
    if (status !== 410) throw wrong(`answers ${status}, though the story was taken away (${leaf.kind})`);
    return;
  }
  if (status !== 200) throw wrong(`answers ${status}, though the story is public by the log`);
  const page = readPage(html);
  const problem = pageProblem(nodeCrypto, page, record, pageReader) ?? labelProblem(page, read);
  if (problem !== null) throw wrong(problem);
}

/** A review follows the last text that was shown. */
function isRead(links: readonly Link[]): boolean {
  const last = links.findLast(({ leaf }) => leaf.kind !== 'review' && showsText(leaf.kind));
  return links.some(({ index, leaf }) => leaf.kind === 'review' && index > (last?.index ?? 0));
}

/** @throws {StetError} unless the newer of the two goes on from the older. */
async function checkGrowth(one: Checkpoint, other: Checkpoint, url: URL, web: Web): Promise<void> {
  if (other.size < one.size) {
    throw new StetError(
      'verify-rollback',
      `The log shows ${other.size} leaves, and has signed ${one.size}: it was set back`,
    );
  }
  const files = filesOfSite(new URL('/log/', url), web);
  const readNodes = readNodesFromTiles(
    nodeCrypto,
    async (tile) => {
      const read = await readTile(files, tile, LONGEST_TILE);
      return read?.bytes.subarray(0, tile.width * 32) ?? new Uint8Array(0);
    },
    other.size,
  );
  const proof = await proveConsistency(nodeCrypto, one.size, other.size, readNodes);
  verifyConsistency(nodeCrypto, {
    from: one.size,
    fromRoot: one.root,
    to: other.size,
    toRoot: other.root,
    proof,
  });
}

/** `null` when nothing is there. The record of a takedown comes with 410, as that of the story is gone. */
async function text(web: Web, address: string): Promise<string | null> {
  const { status, bytes } = await web.get(new URL(address), LONGEST_FILE);
  return status === 200 || status === 410 ? fromUtf8(bytes) : null;
}

const told = ({ leaf: { kind, logged } }: Link): string => `${kind} (${time(logged)})`;

const time = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

const sentence = (message: string): string =>
  `${message.charAt(0).toUpperCase()}${message.slice(1)}${message.endsWith('.') ? '' : '.'}`;
