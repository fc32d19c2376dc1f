// PostReader over the database.

import type { Database, SqlRow, SqlValue } from '../ledger/database.ts';
import { isFact } from '../ledger/entries.ts';
import type { LedgerReader } from '../ledger/reader.ts';
import type { Entry, VersionFact } from '../model/facts.ts';
import { itemId, type Seq, seq } from '../model/ids.ts';
import type { Label, Post, PostSummary, PostVersion } from '../model/post.ts';
import type { PageQuery, PostReader, SearchHit, SearchQuery } from './posts.ts';
import { excerptOf, matchExpression } from './search-index.ts';
import { withoutWords } from './taken-down.ts';

const SITEMAP_PAGE = 1_000;
/** A place after everything that `sort` can hold. */
const TOP = '~';

/** @param generation a number that grows with every commit that the public can see. */
export function openPostReader(db: Database, ledger: LedgerReader, generation: () => number): PostReader {
  return {
    generation,
    async page(query) {
      const rows = await pageRows(query, 'sort, summary');
      const last = rows.at(-1);
      return {
        posts: rows.map(summaryOf),
        next: rows.length === query.limit && last !== undefined ? String(last.sort) : null,
      };
    },
    async posts(query) {
      const rows = await pageRows(query, 'version, summary');
      return withVersions(rows);
    },
    async byPath(path) {
      const rows = await db.query('SELECT version, summary FROM view_post WHERE path = ?', [path]);
      const [post] = await withVersions(rows);
      return post ?? null;
    },
    async itemAt(path) {
      const rows = await db.query(
        "SELECT item FROM view_item WHERE path = ? OR (path = ? AND decision = 'takedown') LIMIT 1",
        [path, withoutWords(path)],
      );
      return rows[0] === undefined ? null : itemId(String(rows[0].item));
    },
    async versions(item) {
      return shownVersions(await ledger.ofItem(item));
    },
    async sections() {
      const rows = await db.query(
        'SELECT section, posts FROM view_section WHERE posts > 0 ORDER BY posts DESC, section',
      );
      return rows.map((row) => ({ slug: String(row.section), posts: Number(row.posts) }));
    },
    async search(query) {
      const expression = matchExpression(query.text, db.dialect);
      if (expression === null) return { hits: [], next: null };
      const rows = await db.query(SEARCH[db.dialect], [expression, idCursor(query.cursor), query.limit], {
        long: true,
      });
      const last = rows.at(-1);
      return {
        hits: await hitsOf(rows, query),
        next: rows.length === query.limit && last !== undefined ? String(last.id) : null,
      };
    },
    async since(since, limit) {
      const rows = await db.query(
        'SELECT summary FROM view_post WHERE published_at >= ? ORDER BY sort DESC LIMIT ?',
        [since, limit],
      );
      return rows.map(summaryOf);
    },
    async count() {
      const rows = await db.query('SELECT sum(posts) AS posts FROM view_section');
      return Number(rows[0]?.posts ?? 0);
    },
    async sitemap(n) {
      const rows = await db.query(
        'SELECT path, source, updated_at FROM view_post ORDER BY id LIMIT ? OFFSET ?',
        [SITEMAP_PAGE, n * SITEMAP_PAGE],
      );
      return rows.map((row) => ({
        path: String(row.path),
        source: sourceOf(row),
        updatedAt: String(row.updated_at),
      }));
    },
  };

  async function pageRows({ section, cursor, limit }: PageQuery, columns: string): Promise<SqlRow[]> {
    const params: SqlValue[] = [sortCursor(cursor)];
    if (section !== null) params.push(section);
    const where = section === null ? 'sort < ?' : 'sort < ? AND section = ?';
    return db.query(`SELECT ${columns} FROM view_post WHERE ${where} ORDER BY sort DESC LIMIT ?`, [
      ...params,
      limit,
    ]);
  }

  /** Joins rows of (version, summary) with what the ledger holds of those versions, keeping the order. */
  async function withVersions(rows: readonly SqlRow[]): Promise<Post[]> {
    const entries = await ledger.entries(rows.map((row) => seq(Number(row.version))));
    const bySeq = new Map<Seq, Entry<VersionFact>>(
      entries.filter(isFact('version')).map((entry) => [entry.seq, entry]),
    );
    return rows.flatMap((row) => {
      const entry = bySeq.get(seq(Number(row.version)));
      return entry === undefined ? [] : [postOf(summaryOf(row), entry)];
    });
  }

  async function hitsOf(rows: readonly SqlRow[], query: SearchQuery): Promise<SearchHit[]> {
    const posts = await withVersions(rows);
    return posts.map((post) => {
      const { parsed, version: _version, receivedAt: _received, arrivalSha256: _sha256, ...summary } = post;
      return { post: summary, excerpt: excerptOf(parsed.text, query.text) };
    });
  }
}

const SEARCH: Readonly<Record<Database['dialect'], string>> = {
  sqlite: `SELECT p.id, p.version, p.summary FROM view_words w JOIN view_post p ON p.id = w.rowid
           WHERE view_words MATCH ? AND w.rowid < ? ORDER BY w.rowid DESC LIMIT ?`,
  postgres: `SELECT p.id, p.version, p.summary FROM view_words w JOIN view_post p ON p.id = w.id
             WHERE w.words @@ ?::tsquery AND w.id < ? ORDER BY w.id DESC LIMIT ?`,
};

/** What no page gave is a place before everything; PostgreSQL would refuse a NUL in it. */
const sortCursor = (cursor: string | null): string =>
  cursor === null ? TOP : /^[\x20-\x7e]*$/.test(cursor) ? cursor : '';

function idCursor(cursor: string | null): number {
  const id = Number(cursor ?? Number.MAX_SAFE_INTEGER);
  return Number.isSafeInteger(id) ? id : 0;
}

/** The projection alone writes these rows, from typed values. */
const summaryOf = (row: SqlRow): PostSummary => JSON.parse(String(row.summary)) as PostSummary;
const sourceOf = (row: SqlRow): PostSummary['source'] => String(row.source) as PostSummary['source'];

function postOf(summary: PostSummary, entry: Entry<VersionFact>): Post {
  return {
    ...summary,
    parsed: entry.fact.parsed,
    version: entry.seq,
    receivedAt: entry.fact.receivedAt,
    arrivalSha256: entry.fact.arrivalSha256,
  };
}

/** Versions that were ever shown, newest first. */
export function shownVersions(entries: readonly Entry[]): PostVersion[] {
  const publishedAt = new Map<Seq, string>();
  let shows: Seq | null = null;
  for (const entry of entries.filter(isFact('decision'))) {
    const next = entry.fact.shows;
    if (next !== null && next !== shows && !publishedAt.has(next)) publishedAt.set(next, entry.at);
    shows = next;
  }
  const readAt = new Map(entries.filter(isFact('review')).map(({ at, fact }) => [fact.version, at]));
  const labelOf = (version: Seq): Label => {
    const at = readAt.get(version);
    return at === undefined ? { read: false } : { read: true, at };
  };
  return entries
    .filter(isFact('version'))
    .filter((entry) => publishedAt.has(entry.seq))
    .map((entry) => ({
      version: entry.seq,
      parsed: entry.fact.parsed,
      receivedAt: entry.fact.receivedAt,
      publishedAt: publishedAt.get(entry.seq) ?? null,
      label: labelOf(entry.seq),
    }))
    .reverse();
}
