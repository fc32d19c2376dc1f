// `stet log audit`: reads a whole log, trusting nothing but a key that the auditor has. The checkpoint first, then every tile, entry, leaf,
// chain and record from left to right, then the site's pages both ways, then the records that takedowns must have removed. A log at work
// grows meanwhile: what looks wrong is looked at again by its newest checkpoint before it is called so.

import { equal, toBase64 } from '../log/bytes.ts';
import { checkPolicy, type OpenCheckpoint, openCheckpoint, type Policy } from '../log/checkpoint.ts';
import { proveConsistency, verifyConsistency } from '../log/merkle.ts';
import { nodeCrypto } from '../log/node-crypto.ts';
import { LONGEST_NOTE } from '../log/note.ts';
import { readNodesFromTiles } from '../log/tiles.ts';
import { StetError } from '../model/errors.ts';
import { judgeTree } from './log-audit/edge.ts';
import { checkErasures } from './log-audit/erasures.ts';
import type { LogFiles } from './log-audit/files.ts';
import type { Finding, Findings } from './log-audit/findings.ts';
import { leavesRead, readLeaves, type Tally } from './log-audit/leaves.ts';
import { lookAgain, lookAtPages, type Site, strangers } from './log-audit/pages.ts';
import { removeStanding, resume, type Standing, save } from './log-audit/standing.ts';
import { LONGEST_TILE, openTree, readTile } from './log-audit/tree.ts';

export interface AuditOptions {
  readonly files: LogFiles;
  /** The log's name. */
  readonly origin: string;
  readonly policy: Policy;
  /** A signed note that the auditor kept; `null` for none. */
  readonly since: string | null;
  /** `null` to leave pages aside. */
  readonly site: Site | null;
  /** File in which the audit's state is kept while it runs; `null` for none. */
  readonly state: string | null;
  readonly progress: (done: number, total: number, note: string) => void;
  /** Milliseconds that never go back. */
  readonly monotonic: () => number;
  readonly signal: AbortSignal;
}

export interface AuditReport {
  readonly origin: string;
  readonly place: string;
  /** The newest one that was audited; `null` when there is none that counts. */
  readonly checkpoint: { readonly size: number; readonly root: string; readonly note: string } | null;
  readonly cosigned: readonly { readonly witness: string; readonly time: string }[];
  readonly checked: Tally & { readonly items: number };
  readonly findings: readonly Finding[];
  /** How many of each kind there are, also those beyond the thousand of a kind that are listed. */
  readonly counts: Readonly<Record<string, number>>;
}

type Signed = ReturnType<typeof checkPolicy> & { readonly note: string };

/** Milliseconds between two savings of the state. */
const SAVE_EVERY = 10_000;
/** Rounds in which a growing log is caught up with. */
const MOST_ROUNDS = 4;
/** Items whose pages are looked at again. */
const MOST_DOUBTFUL = 10_000;

/**
 * @throws {StetError} `audit-no-checkpoint`, `audit-since-wrong`, `audit-unreadable`, `audit-state-wrong`; the signal's reason when
 * stopped. The state has been saved then, and the same call goes on.
 */
export async function auditLog(options: AuditOptions): Promise<AuditReport> {
  const since = options.since === null ? null : openSince(options.since, options);
  const standing = await resume(options.state, options.origin);
  const signed = openSigned(await readNote(options.files), options, standing.findings);
  if (signed === null) return reportOf(options, standing, null);
  if (signed.checkpoint.size < leavesRead(standing.position)) {
    const read = leavesRead(standing.position);
    standing.findings.add('rollback', `the log has ${signed.checkpoint.size} leaves, and had ${read} before`);
    return reportOf(options, standing, signed);
  }
  try {
    const last = await auditRounds(signed, standing, options);
    await conclude(last, since, standing, options);
    if (options.state !== null) await removeStanding(options.state);
    return reportOf(options, standing, last);
  } catch (error) {
    // After a mistake of the program the state could not be relied on.
    if (options.state !== null && (error instanceof StetError || options.signal.aborted)) {
      await save(options.state, standing);
    }
    throw error;
  }
}

async function readNote(files: LogFiles): Promise<string> {
  const bytes = await files.read('checkpoint', LONGEST_NOTE);
  if (bytes === null) {
    throw new StetError('audit-no-checkpoint', `There is no checkpoint in ${files.place}: is a log there?`, {
      place: files.place,
    });
  }
  return Buffer.from(bytes).toString('utf8');
}

function openSigned(note: string, { origin, policy }: AuditOptions, findings: Findings): Signed | null {
  try {
    return { ...checkPolicy(nodeCrypto, note, origin, policy), note };
  } catch (error) {
    if (!(error instanceof StetError) || error.code === 'log-policy-wrong') throw error;
    findings.add('checkpoint-wrong', `the checkpoint does not count: ${error.message}`, {
      file: 'checkpoint',
    });
    return null;
  }
}

function openSince(note: string, { origin, policy }: AuditOptions): OpenCheckpoint {
  try {
    return openCheckpoint(nodeCrypto, note, { origin, verifiers: policy.logKeys });
  } catch (error) {
    if (!(error instanceof StetError)) throw error;
    throw new StetError(
      'audit-since-wrong',
      `The checkpoint kept from earlier does not count: ${error.message}.`,
    );
  }
}

/** @returns the newest checkpoint, by which all was read in the end. */
async function auditRounds(first: Signed, standing: Standing, options: AuditOptions): Promise<Signed> {
  let signed = first;
  for (let round = 1; ; round++) {
    await readTo(signed, standing, options);
    if (options.site !== null) await readSite(options.site, signed.checkpoint.size, round, standing, options);
    if (round === MOST_ROUNDS || !hasQuestions(standing)) return signed;
    const newer = openSigned(await readNote(options.files), options, standing.findings);
    if (newer === null || isBehind(newer, signed, standing.findings)) return signed;
    // A page may also have changed just as it was read.
    const looksAgain = options.site !== null && round === 1;
    if (newer.checkpoint.size === signed.checkpoint.size && !looksAgain) return signed;
    signed = newer;
  }
}

async function readTo({ checkpoint }: Signed, standing: Standing, options: AuditOptions): Promise<void> {
  const { files, monotonic, progress, signal, state } = options;
  const { size, root } = checkpoint;
  const { findings, resumedAt } = standing;
  const tree = await openTree(files, { size, root }, findings);
  let saved = monotonic();
  for await (const position of readLeaves(tree, standing.position, { files, ...standing })) {
    standing.position = position;
    progress(leavesRead(position), size, notes(findings));
    signal.throwIfAborted();
    if (state === null || monotonic() - saved < SAVE_EVERY) continue;
    await save(state, standing);
    saved = monotonic();
  }
  judgeTree(tree, root, standing.position, resumedAt, findings);
}

async function readSite(
  site: Site,
  size: number,
  round: number,
  standing: Standing,
  options: AuditOptions,
): Promise<void> {
  const { files, monotonic, progress, signal, state } = options;
  const { chains, doubtful, findings, paths, tally } = standing;
  const reading = { files, site, chains, paths };
  for await (const { item, trouble } of lookAgain([...doubtful.keys()], size, reading)) {
    if (trouble === null) doubtful.delete(item);
    else doubtful.set(item, trouble);
  }
  let saved = monotonic();
  for await (const { to, pages } of lookAtPages(standing.pagesTo, size, reading)) {
    for (const { item, trouble } of pages) {
      tally.pages += 1;
      if (trouble === null) continue;
      if (doubtful.size < MOST_DOUBTFUL) doubtful.set(item, trouble);
      else findings.add(trouble.code, trouble.message, trouble);
    }
    standing.pagesTo = to;
    progress(to, size, `${tally.pages} pages, ${doubtful.size} in doubt`);
    signal.throwIfAborted();
    if (state === null || monotonic() - saved < SAVE_EVERY) continue;
    await save(state, standing);
    saved = monotonic();
  }
  if (round === 1)
    for await (const { href, pathname } of strangers(site, paths, tally))
      standing.strangers.set(pathname, href);
  for (const path of standing.strangers.keys()) if (paths.has(path)) standing.strangers.delete(path);
}

/** What may be answered by a newer checkpoint. */
const hasQuestions = ({ chains, doubtful, strangers: unknown, suspects }: Standing): boolean =>
  doubtful.size > 0 || unknown.size > 0 || suspects.size > 0 || chains.unexplained().next().done === false;

function isBehind(newer: Signed, signed: Signed, findings: Findings): boolean {
  const [now, before] = [newer.checkpoint, signed.checkpoint];
  if (now.size < before.size) {
    findings.add('rollback', `the log has ${now.size} leaves, and had ${before.size} a moment before`);
    return true;
  }
  if (now.size > before.size || equal(now.root, before.root)) return false;
  findings.add('fork', `two checkpoints of ${now.size} leaves with different roots are signed`);
  return true;
}

/** What only the whole of it tells. */
async function conclude(
  { checkpoint }: Signed,
  since: OpenCheckpoint | null,
  standing: Standing,
  { files }: AuditOptions,
): Promise<void> {
  const { chains, doubtful, findings, suspects } = standing;
  if (since !== null) await checkSince(files, since, checkpoint, findings);
  await checkErasures(files, suspects, checkpoint.size, findings);
  for (const { item, index, count } of chains.unexplained()) {
    const more = count === 1 ? '' : ` and of ${count - 1} more leaves of item ${item}`;
    findings.add('silent-deletion', `the record of leaf ${index}${more} is gone, and no takedown follows`, {
      leaf: index,
    });
  }
  for (const { code, message, url } of doubtful.values()) findings.add(code, message, { url });
  for (const url of standing.strangers.values()) {
    findings.add('page-without-leaf', `${url} is in the sitemap, and the log does not know it`, { url });
  }
}

async function checkSince(
  files: LogFiles,
  since: OpenCheckpoint,
  { size, root }: { readonly size: number; readonly root: Uint8Array },
  findings: Findings,
): Promise<void> {
  const from = since.checkpoint;
  if (from.size > size) {
    findings.add('rollback', `the log has ${size} leaves, and the checkpoint kept from earlier ${from.size}`);
    return;
  }
  try {
    const readNodes = readNodesFromTiles(
      nodeCrypto,
      async (tile) => {
        const read = await readTile(files, tile, LONGEST_TILE);
        return read?.bytes.subarray(0, tile.width * 32) ?? new Uint8Array(0);
      },
      size,
    );
    const proof = await proveConsistency(nodeCrypto, from.size, size, readNodes);
    verifyConsistency(nodeCrypto, { from: from.size, fromRoot: from.root, to: size, toRoot: root, proof });
  } catch (error) {
    if (!(error instanceof StetError) || error.code === 'audit-unreadable') throw error;
    // A tile that lacks has been named.
    if (error.code === 'log-tile-wrong' && findings.has('file-missing', 'tile-wrong')) return;
    findings.add(
      'fork',
      `the log of ${size} leaves does not go on from the ${from.size} of the checkpoint kept from earlier`,
    );
  }
}

const notes = ({ total }: Findings): string => (total === 0 ? 'nothing wrong so far' : `${total} findings`);

function reportOf({ files, origin }: AuditOptions, standing: Standing, signed: Signed | null): AuditReport {
  const { chains, findings, tally } = standing;
  return {
    origin,
    place: files.place,
    checkpoint:
      signed === null
        ? null
        : { size: signed.checkpoint.size, root: toBase64(signed.checkpoint.root), note: signed.note },
    cosigned: (signed?.cosigned ?? []).map(({ witness, time }) => ({
      witness: witness.name,
      time: new Date(time * 1000).toISOString(),
    })),
    checked: { ...tally, items: chains.items },
    findings: findings.list(),
    counts: findings.counts(),
  };
}
