// What an audit finds wrong, and where. Each kind is counted to the end and kept in full up to a limit: a log that is wrong everywhere
// must not fill the auditor's memory.

export interface Finding {
  /** Stable, such as `silent-deletion`. */
  readonly code: FindingCode;
  /** For people. */
  readonly message: string;
  readonly leaf: number | null;
  /** A file of the log, such as `tile/0/x001/234`. */
  readonly file: string | null;
  readonly url: string | null;
}

/** Every kind of finding, in the order of a report, with its meaning. */
export const FINDING_CODES = {
  'checkpoint-wrong': 'the checkpoint is not one that the key and the policy vouch for',
  rollback: 'the log is shorter than it was',
  fork: 'the log is not the one that was seen before',
  'root-wrong': 'the tree is not the one whose root was signed',
  'file-missing': 'a tile or an entry bundle is not there',
  'tile-wrong': 'a tile does not hold the hashes that the tree has there',
  'entries-wrong': 'an entry bundle is not made as it should be',
  'entry-wrong': 'an entry is not the one that was logged',
  'leaf-wrong': 'an entry is not a leaf',
  'chain-wrong': "a leaf does not go on from its item's last",
  'records-wrong': 'a file of records is not made as it should be',
  'record-wrong': 'a record is not the one its leaf commits to, or says what it may not',
  'silent-deletion': 'a record is gone, and no takedown says why',
  'not-erased': 'a record is still there after a takedown',
  'page-missing': 'a story that should be public is not at its address',
  'page-wrong': 'a page does not show what was logged',
  'page-not-gone': 'a story that was taken away is still at its address',
  'page-without-leaf': 'the site has a page that is not in the log',
} as const;

export type FindingCode = keyof typeof FINDING_CODES;

export interface Findings {
  readonly total: number;
  add(code: FindingCode, message: string, where?: Partial<Pick<Finding, 'leaf' | 'file' | 'url'>>): void;
  has(...codes: readonly FindingCode[]): boolean;
  /** Those kept, in the order of the codes, then of the log. */
  list(): readonly Finding[];
  counts(): Readonly<Record<string, number>>;
  save(): { readonly kept: readonly Finding[]; readonly counts: Readonly<Record<string, number>> };
}

/** Findings of one kind that are kept. */
const KEPT = 1_000;
const CODES = Object.keys(FINDING_CODES);

export function openFindings(saved: ReturnType<Findings['save']> | null = null): Findings {
  const kept: Finding[] = [...(saved?.kept ?? [])];
  const counts = new Map<string, number>(Object.entries(saved?.counts ?? {}));
  return {
    get total() {
      return [...counts.values()].reduce((sum, count) => sum + count, 0);
    },
    add(code, message, { leaf = null, file = null, url = null } = {}) {
      const count = counts.get(code) ?? 0;
      const isListed = count < KEPT;
      // An audit that goes on after a break meets the edge of the log a second time.
      if (isListed && kept.some((one) => one.code === code && one.message === message)) return;
      counts.set(code, count + 1);
      if (isListed) kept.push({ code, message, leaf, file, url });
    },
    has: (...codes) => codes.some((code) => counts.has(code)),
    list: () =>
      kept.toSorted((a, b) => CODES.indexOf(a.code) - CODES.indexOf(b.code) || (a.leaf ?? 0) - (b.leaf ?? 0)),
    counts: () =>
      Object.fromEntries(
        CODES.filter((code) => counts.has(code)).map((code) => [code, counts.get(code) ?? 0]),
      ),
    save: () => ({ kept, counts: Object.fromEntries(counts) }),
  };
}
