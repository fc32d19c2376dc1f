// Where an audit stands: in memory while it runs, and in a file, so that one which was cut off goes on. The file is a line of JSON, then
// the chains of all items and the addresses of their pages as they lie in memory.

import { randomInt } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { type Chains, openChains } from '../../log/audit-chains.ts';
import { fromBase64, toBase64 } from '../../log/bytes.ts';
import { StetError } from '../../model/errors.ts';
import { type Findings, openFindings } from './findings.ts';
import { leavesRead, type Position, START, type Tally } from './leaves.ts';
import type { PageTrouble } from './page.ts';
import { openPaths, type Paths } from './paths.ts';

export interface Standing {
  readonly origin: string;
  position: Position;
  /** Leaves that an earlier run had read. */
  readonly resumedAt: number;
  readonly chains: Chains;
  readonly findings: Findings;
  /** Takedowns of items whose records were there when they were read. */
  readonly suspects: Set<number>;
  /** Ranges of 256 leaves in which not all could be read. */
  readonly gaps: Set<number>;
  readonly tally: Tally;
  /** Leaves whose items' pages have been looked at, where this is their last. */
  pagesTo: number;
  /** Of the pages met. */
  readonly paths: Paths;
  /** Items whose page was not as logged when it was looked at. */
  readonly doubtful: Map<string, PageTrouble>;
  /** Pages of the sitemap that the log does not know, by their path. */
  readonly strangers: Map<string, string>;
}

const FORMAT = 'stet-audit-state/1';

/**
 * @param file `null` to begin at the beginning.
 * @throws {StetError} `audit-state-wrong`, also for the state of another log.
 */
export async function resume(file: string | null, origin: string): Promise<Standing> {
  const seed = randomInt(2 ** 31);
  const saved = file === null ? null : await read(file, origin);
  const position = saved?.position ?? START;
  return {
    origin,
    position,
    resumedAt: leavesRead(position),
    chains: openChains(seed, saved?.chains),
    findings: openFindings(saved?.head.findings),
    suspects: new Set(saved?.head.suspects),
    gaps: new Set(saved?.head.gaps),
    tally: saved?.head.tally ?? { leaves: 0, tiles: 0, records: 0, pages: 0, listed: 0 },
    pagesTo: saved?.head.pagesTo ?? 0,
    paths: openPaths(saved?.paths),
    doubtful: new Map(saved?.head.doubtful),
    strangers: new Map(),
  };
}

export async function save(file: string, standing: Standing): Promise<void> {
  const { position, chains, paths, findings, suspects, gaps, doubtful, origin, tally, pagesTo } = standing;
  const [chainBytes, pathBytes] = [chains.save(), paths.save()];
  const head: Head = {
    format: FORMAT,
    origin,
    size: position.edge.size,
    tiles: position.edge.tiles.map(toBase64),
    tail: toBase64(position.tail),
    findings: findings.save(),
    suspects: [...suspects],
    gaps: [...gaps],
    tally,
    pagesTo,
    doubtful: [...doubtful],
    chainBytes: chainBytes.length,
    pathBytes: pathBytes.length,
  };
  await writeFile(
    `${file}.part`,
    Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), chainBytes, pathBytes]),
  );
  await rename(`${file}.part`, file);
}

export const removeStanding = (file: string): Promise<void> => rm(file, { force: true });

interface Head {
  readonly format: string;
  readonly origin: string;
  readonly size: number;
  readonly tiles: readonly string[];
  readonly tail: string;
  readonly findings: ReturnType<Findings['save']>;
  readonly suspects: readonly number[];
  readonly gaps: readonly number[];
  readonly tally: Tally;
  readonly pagesTo: number;
  readonly doubtful: readonly (readonly [string, PageTrouble])[];
  readonly chainBytes: number;
  readonly pathBytes: number;
}

async function read(file: string, origin: string) {
  const bytes = await readFile(file).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw wrong(file, `it can't be read (${String(error)})`);
  });
  if (bytes === null) return null;
  const end = bytes.indexOf('\n') + 1;
  const head = parseHead(bytes.toString('utf8', 0, end));
  if (head === null) throw wrong(file, 'it is no such file');
  if (head.origin !== origin) throw wrong(file, `it is of another log, ${head.origin}`);
  const chains = bytes.subarray(end, end + head.chainBytes);
  const paths = bytes.subarray(end + head.chainBytes);
  const [tail, ...tiles] = [head.tail, ...head.tiles].map(fromBase64);
  if (paths.length !== head.pathBytes || tail == null || tiles.includes(null))
    throw wrong(file, 'it is cut off');
  const edge = { size: head.size, tiles: tiles.flatMap((tile) => tile ?? []) };
  return { head, position: { edge, tail }, chains: new Uint8Array(chains), paths: new Uint8Array(paths) };
}

/** The auditor's own file: its format's name vouches for the rest. */
function parseHead(line: string): Head | null {
  try {
    const head: Head = JSON.parse(line);
    return head.format === FORMAT ? head : null;
  } catch {
    return null;
  }
}

const wrong = (file: string, why: string): StetError =>
  new StetError(
    'audit-state-wrong',
    `The state file ${file} can't be used: ${why}. Remove it to begin again.`,
    {
      file,
    },
  );
