// The search index: words folded by `text/words.ts`, kept by FTS5 in SQLite and as a tsvector in PostgreSQL. Hits come newest first.

import type { Database, Statement } from '../ledger/database.ts';
import type { Seq } from '../model/ids.ts';
import type { ParsedItem } from '../model/item.ts';
import { words } from '../text/words.ts';

/** What an item is found by, folded: headline, byline and text. */
export const searchWords = (parsed: ParsedItem): string =>
  words([parsed.headline, parsed.byline, parsed.text].filter((part) => part !== null).join('\n')).join(' ');

/** PostgreSQL's positions end at 2^14 - 1; words of an item beyond these limits are not searched there. */
const POSITIONS = 16_383;
/** PostgreSQL refuses lexemes of 2 KB and more, and a tsvector of 1 MiB and more; each lexeme takes a few bytes besides its own. */
const LEXEME = 500;
const TSVECTOR = 800_000;
const BESIDES = 12;
const PLACE = 2;

export function indexStatements(
  id: Seq,
  folded: string,
  replaces: boolean,
  dialect: Database['dialect'],
): Statement[] {
  switch (dialect) {
    case 'sqlite': {
      const insert = { sql: 'INSERT INTO view_words (rowid, words) VALUES (?, ?)', params: [id, folded] };
      return replaces ? [{ sql: 'DELETE FROM view_words WHERE rowid = ?', params: [id] }, insert] : [insert];
    }
    case 'postgres': {
      const sql = 'INSERT INTO view_words (id, words) VALUES (?, ?)';
      const replace = `${sql} ON CONFLICT (id) DO UPDATE SET words = excluded.words`;
      return [{ sql: replaces ? replace : sql, params: [id, tsvector(folded)] }];
    }
  }
}

export const unindexStatement = (id: Seq, dialect: Database['dialect']): Statement => ({
  sql: `DELETE FROM view_words WHERE ${dialect === 'sqlite' ? 'rowid' : 'id'} = ?`,
  params: [id],
});

/** Pages of 4 KB that one step of the cleaning below writes at most, so that other commits get their turn. */
const STEP_PAGES = 500;
/** FTS5 gives the pages that list a segment's deleted rows ids from here on. */
const FIRST_TOMBSTONE = 2 ** 53;

/**
 * Takes the words of deleted rows off the disk: FTS5 leaves them in its segments until those are merged. What PostgreSQL leaves goes with
 * `Database.purge`.
 */
export async function dropDeletedWords(db: Database): Promise<void> {
  if (db.dialect === 'postgres') return;
  const merge = (pages: number): Promise<void> =>
    db.transact([{ sql: "INSERT INTO view_words (view_words, rank) VALUES ('merge', ?)", params: [pages] }]);
  const [row] = await db.query('SELECT count(*) AS pages FROM view_words_data');
  // A negative number begins a merge of all segments into one. Rows deleted meanwhile are no concern of this round.
  await merge(-STEP_PAGES);
  for (let steps = Math.ceil((2 * Number(row?.pages ?? 0)) / STEP_PAGES); steps >= 0; steps--) {
    const left = await db.query('SELECT 1 AS one FROM view_words_data WHERE id >= ? LIMIT 1', [
      FIRST_TOMBSTONE,
    ]);
    if (left.length === 0) return;
    await merge(STEP_PAGES);
  }
}

/** Each lexeme once with all its places: half the text to send and to read. Folded words have only letters, marks and digits, so none is quoted. */
function tsvector(folded: string): string {
  const places = new Map<string, string>();
  let size = 0;
  let place = 0;
  for (const word of folded.split(' ')) {
    if (word === '') continue;
    if (place === POSITIONS) break;
    const lexeme = word.length > LEXEME ? word.slice(0, LEXEME) : word;
    const before = places.get(lexeme);
    size += before === undefined ? Buffer.byteLength(lexeme) + BESIDES : PLACE;
    if (size > TSVECTOR) break;
    place += 1;
    places.set(lexeme, before === undefined ? `:${place}` : `${before},${place}`);
  }
  let text = '';
  for (const [lexeme, at] of places) text += `${lexeme}${at} `;
  return text;
}

const quote = (word: string): string =>
  `'${word.slice(0, LEXEME).replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;

/** What was typed into a search field: every part must occur. */
type Part =
  | { readonly type: 'phrase'; readonly words: readonly string[] }
  | { readonly type: 'prefix'; readonly word: string };

/** Reads a search as typed: words (all must occur), "phrases", prefix*. Quotation marks of any kind; the word AND means nothing more. */
export function readQuery(text: string): readonly Part[] {
  const parts: Part[] = [];
  for (const [, quoted, star] of text.replaceAll(/[“”„«»]/g, '"').matchAll(/"([^"]*)"?|([^\s"]+)/g)) {
    if (quoted !== undefined) parts.push({ type: 'phrase', words: words(quoted) });
    else if (star !== undefined && star !== 'AND') parts.push(...wordParts(star));
  }
  return parts.filter((part) => part.type === 'prefix' || part.words.length > 0);
}

function wordParts(typed: string): Part[] {
  const found = words(typed);
  const last = found.at(-1);
  if (!typed.endsWith('*') || last === undefined) return [{ type: 'phrase', words: found }];
  const rest = found.slice(0, -1);
  return [
    ...(rest.length > 0 ? [{ type: 'phrase', words: rest } as const] : []),
    { type: 'prefix', word: last },
  ];
}

/** The query in the database's own language; `null` when nothing can be searched for. */
export function matchExpression(text: string, dialect: Database['dialect']): string | null {
  const parts = readQuery(text);
  if (parts.length === 0) return null;
  switch (dialect) {
    case 'sqlite':
      return parts
        .map((part) => (part.type === 'prefix' ? `"${part.word}"*` : `"${part.words.join(' ')}"`))
        .join(' AND ');
    case 'postgres':
      return parts
        .map((part) =>
          part.type === 'prefix' ? `${quote(part.word)}:*` : `(${part.words.map(quote).join(' <-> ')})`,
        )
        .join(' & ');
  }
}

/** About `length` characters of `text` around the first place where a searched word stands. */
export function excerptOf(text: string, query: string, length = 240): string {
  const wanted = readQuery(query).flatMap((part) =>
    part.type === 'prefix' ? [part.word] : part.words.slice(0, 1),
  );
  const at = firstMatch(text, wanted);
  const start = Math.max(0, at - length / 3);
  const from = start === 0 ? 0 : text.indexOf(' ', start) + 1;
  const cut = text.slice(from, from + length).replaceAll('\n', ' ');
  return `${from > 0 ? '… ' : ''}${cut.trim()}${from + length < text.length ? ' …' : ''}`;
}

function firstMatch(text: string, wanted: readonly string[]): number {
  for (const match of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    const folded = words(match[0])[0];
    if (folded !== undefined && wanted.some((word) => folded.startsWith(word))) return match.index;
  }
  return 0;
}
