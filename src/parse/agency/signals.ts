// Recognises what headline, slugline, notes and the edges of the copy say about the item itself: kill, hold, correction, update, test,
// embargo. It errs to the safe side: what looks like such a message is not published without a person. Nothing here changes the text.

import type { Convention } from '../../model/convention.ts';
import type { IsoTime, Kind, PubStatus, Warning } from '../../model/item.ts';
import { CONVENTIONS } from './conventions/tables.ts';
import { readEmbargo } from './embargo.ts';
import {
  EDGE,
  FIRST_LINE,
  HEADLINE,
  INSIDE,
  NOTE,
  type Row,
  readLabels,
  SLUGLINE,
  type Table,
  tableOfConventions,
} from './table.ts';

export interface Signals {
  readonly kind: Kind;
  /** Kebab-case; the list is docs/formats/agency-conventions.md. */
  readonly signals: readonly string[];
}

/** What stands in the item, as the agency wrote it. */
export interface Wording {
  readonly headline: string | null;
  readonly slugline: string | null;
  /** Lines of canonical text. */
  readonly paragraphs: readonly string[];
  readonly edNote: string | null;
}

export interface ReadingContext {
  readonly conventions: readonly Convention[];
  /** ISO 8601: the item's own time, else that of its arrival. */
  readonly itemDate: string;
  /** IANA zone for clocks that name none. */
  readonly timezone: string;
}

export interface ReadSignals extends Signals {
  /** `null` where the words say nothing against the status that the format states. */
  readonly status: PubStatus | null;
  /** The embargoes in words. */
  readonly embargo: Embargo;
  /** Notes to editors that stand in the copy, joined by LF. */
  readonly notes: string | null;
  /** How many of the first paragraphs stand before the copy proper: notes and embargo lines. */
  readonly before: number;
  readonly warnings: readonly Warning[];
}

/** A label is looked for no further into a line. */
const REACH = 200;
/** Paragraphs at either end of the copy in which notes, kills and embargoes are looked for. */
const FIRST = 4;
const LAST = 2;

/** The messages named by a headline or a first line; kind `story` when there is none. */
export function findSignals(headline: string | null, firstLine: string | null): Signals {
  const reading = new Reading([CONVENTIONS]);
  if (headline !== null) reading.line(headline, HEADLINE);
  if (firstLine !== null) reading.line(firstLine, FIRST_LINE);
  return { kind: reading.kind ?? 'story', signals: [...reading.signals] };
}

/** Whether a line forbids publication for a time. */
export function isEmbargoLine(line: string): boolean {
  const reading = new Reading([CONVENTIONS]);
  reading.line(line, EDGE);
  return reading.signals.has('embargo');
}

/** What headline, slugline, notes and copy say about the item itself. A headline without copy is an alert. */
export function readSignals(wording: Wording, context: ReadingContext): ReadSignals {
  const { headline, slugline, paragraphs, edNote } = wording;
  const reading = new Reading(
    context.conventions.length === 0 ? OWN : [CONVENTIONS, compiled(context.conventions)],
  );
  if (headline !== null) reading.line(headline, HEADLINE);
  if (headline !== null && KEYWORD_LINE.test(headline)) reading.slugline(headline);
  if (slugline !== null) reading.slugline(slugline);
  if (edNote !== null) reading.note(edNote);
  const before = reading.copy(paragraphs);
  const embargo = reading.embargo(context);
  const kind = reading.kind ?? (headline !== null && paragraphs.length === 0 ? 'alert' : 'story');
  return {
    // A note and nothing else is a message to editors.
    kind:
      kind === 'story' && paragraphs.length > 0 && before === paragraphs.length && reading.notes.length > 0
        ? 'advisory'
        : kind,
    signals: [...reading.signals],
    status: reading.status,
    embargo,
    notes: reading.notes.length === 0 ? null : reading.notes.join('\n'),
    before,
    warnings: embargo.warnings,
  };
}

const OWN: readonly Table[] = [CONVENTIONS];

/** AP's keyword line stands where other agencies have a headline. */
const KEYWORD_LINE = /^(?:BC|AM|PM|AP|EX)-/;

const COMPILED = new WeakMap<readonly Convention[], Table>();

/** All items of an arrival share one list. */
function compiled(conventions: readonly Convention[]): Table {
  const known = COMPILED.get(conventions);
  if (known !== undefined) return known;
  const table = tableOfConventions(conventions);
  COMPILED.set(conventions, table);
  return table;
}

/** The kinds that are never published, by what they do; all others are equal. */
const severity = (kind: Kind | null): number => (kind === null ? -1 : NEVER_PUBLISHED.indexOf(kind) + 1);
const NEVER_PUBLISHED: readonly Kind[] = ['advisory', 'test', 'kill'];

const STATUS_RANK: Readonly<Record<PubStatus, number>> = { usable: 1, withheld: 2, canceled: 3 };

/** The kind that counts: what is never published wins over what a field says, and a field over what the words only suggest. */
export const strictestKind = (stated: Kind | null, read: Kind): Kind =>
  stated === null || severity(read) > severity(stated) ? read : stated;

export const strictestStatus = (stated: PubStatus, read: PubStatus | null): PubStatus =>
  read !== null && STATUS_RANK[read] > STATUS_RANK[stated] ? read : stated;

export interface Embargo {
  readonly until: IsoTime | null;
  /** There is an embargo whose end is not known. */
  readonly open: boolean;
}

const NO_EMBARGO: Embargo = { until: null, open: false };

/** The most restrictive of two: the later end, and open where either is. */
export const bothEmbargoes = (a: Embargo, b: Embargo): Embargo => ({
  until: a.until === null || b.until === null ? (a.until ?? b.until) : a.until > b.until ? a.until : b.until,
  open: a.open || b.open,
});

/** `embargo`: one without a known end. `embargo-open`: such a one beside another whose end is known, and must not be taken for its. */
export const embargoSignals = ({ until, open }: Embargo): string[] =>
  !open ? [] : until === null ? ['embargo'] : ['embargo', 'embargo-open'];

class Reading {
  readonly signals = new Set<string>();
  readonly notes: string[] = [];
  kind: Kind | null = null;
  status: PubStatus | null = null;
  readonly #tables: readonly Table[];
  readonly #embargoes: string[] = [];
  #line = '';
  /** A line that says it is a test says nothing else: a test of a kill kills nothing. */
  #isTest = false;
  /** A line that is an advisory is no note beside a story. */
  #isAdvisory = false;
  #hasNote = false;
  #hasEmbargo = false;
  readonly #found = (row: Row): void => this.#take(row);

  constructor(tables: readonly Table[]) {
    this.#tables = tables;
  }

  line(line: string, where: number, from = 0): void {
    this.#line = line;
    this.#isTest = false;
    this.#isAdvisory = false;
    this.#hasNote = false;
    this.#hasEmbargo = false;
    readLabels(line.length > REACH ? line.slice(0, REACH) : line, where, this.#tables, this.#found, from);
    if (this.#hasNote) this.#takeNote(line);
    if (this.#hasEmbargo) this.#embargoes.push(line);
  }

  /** Words of a slugline stand behind commas, dashes and strokes. */
  slugline(slugline: string): void {
    this.line(slugline, SLUGLINE);
    PART.lastIndex = 0;
    for (let parts = 0; parts < MOST_PARTS && PART.test(slugline); parts++)
      this.line(slugline, INSIDE, PART.lastIndex);
  }

  /** A note is about handling: an embargo anywhere in it counts, and its words may go on over line ends. */
  note(note: string): void {
    const before = this.#embargoes.length;
    for (const line of note.split('\n', MOST_NOTE_LINES)) this.line(line, NOTE);
    const at = note.search(NOTED_EMBARGO);
    if (at < 0) return;
    this.signals.add('embargo');
    this.#embargoes.length = before;
    this.#embargoes.push(note.slice(at, at + LONGEST_NOTE).replace(/\s+/g, ' '));
  }

  /** Reads the edges of the copy; gives the number of paragraphs before the copy proper. */
  copy(paragraphs: readonly string[]): number {
    let before = 0;
    const end = paragraphs.length;
    for (let index = 0; index < Math.min(FIRST, end); index++) {
      this.line(paragraphs[index] ?? '', index === 0 ? FIRST_LINE | EDGE : EDGE);
      if (before === index && (this.#hasNote || this.#hasEmbargo) && this.#isAside()) before++;
    }
    for (let index = Math.max(FIRST, end - LAST); index < end; index++)
      this.line(paragraphs[index] ?? '', EDGE);
    return before;
  }

  embargo({ itemDate, timezone }: ReadingContext): Embargo & { readonly warnings: readonly Warning[] } {
    const warnings: Warning[] = [];
    let sum: Embargo = NO_EMBARGO;
    for (const line of new Set(this.#embargoes)) {
      const read = readEmbargo(line, itemDate, timezone);
      warnings.push(...read.warnings);
      sum = bothEmbargoes(sum, { until: read.until, open: read.until === null });
    }
    return { ...sum, warnings };
  }

  /** Longer paragraphs have copy behind the note. */
  #isAside(): boolean {
    return this.#line.length <= LONGEST_ASIDE;
  }

  #take(row: Row): void {
    if (this.#isTest || row.signal === null) return;
    if (row.kind === 'test') this.#isTest = true;
    if (row.kind === 'advisory') this.#isAdvisory = true;
    if (row.signal === 'note-in-copy') {
      if (this.#isAdvisory) return;
      this.#hasNote = true;
    }
    if (row.signal === 'embargo') this.#hasEmbargo = true;
    this.signals.add(row.signal);
    if (row.kind !== null && severity(row.kind) > severity(this.kind)) this.kind = row.kind;
    if (row.status !== null) this.status = strictestStatus(this.status ?? 'usable', row.status);
  }

  #takeNote(line: string): void {
    const [bracketed] = BRACKETED.exec(line) ?? [];
    this.notes.push(bracketed ?? line.slice(0, LONGEST_NOTE));
  }
}

const PART = /[,/–—]\s{0,4}|-{1,2}\s{0,4}/g;
const MOST_PARTS = 16;
const MOST_NOTE_LINES = 40;
const LONGEST_NOTE = 1000;
const LONGEST_ASIDE = 400;
/** `(Eds: Adding details) PORT ALDER, Sept 17 …`: the note is what stands in the brackets. */
const BRACKETED = /^\s*[([][^()[\]]{1,600}[)\]]/;
const NOTED_EMBARGO =
  /\bembargo|\bsperrfrist|\bhold for release\b|\bnot (?:to be |for (?:public )?)(?:used?|publication|published|release|released|broadcast)\b.{0,20}\b(?:before|until|till|prior)\b/i;
