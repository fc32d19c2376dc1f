// IPTC 7901 (5th edition, 1995) in UTF-8: §4 frame, §5 header, keyword line, notes in brackets, headline ending with `=`, copy,
// and the time of transmission in UTC. The label is the first note, the post's address the second. A story that was taken down is a
// message without copy that says KILL or HOLD in its keyword line. See docs/formats/export.md.

import { subjectOfCategory } from '../../parse/iptc7901/header.ts';
import { wordCount } from '../../parse/transmission/lines.ts';
import { differenceIn } from './read-back.ts';
import { type ExportStory, exportNotPossible, type PublishedStory, type TakenDownStory } from './story.ts';
import { nameOf } from './xml.ts';

const FORMAT = 'IPTC 7901';
const [SOH, STX, ETX, EOT] = ['\x01', '\x02', '\x03', '\x04'];
/** Columns that lines are wrapped at; only a word that is longer goes beyond. */
const WIDTH = 69;

/**
 * The format has no marks for paragraphs, headline or notes but their place and look, so each story is read back before it is
 * sent. Lines are wrapped, unless that would change the text.
 * @throws {StetError} `export-not-possible` for control characters, and for copy that would be read as something else.
 */
export function writeIptc7901(story: ExportStory): string {
  if (story.status !== 'usable') return takenDown(story);
  refuseControls(story);
  let difference: string | null = null;
  for (const { width, keywords } of WAYS) {
    const written = published(story, width, keywords);
    difference = differenceIn(written, 'iptc7901', story);
    if (difference === null) return written;
  }
  throw exportNotPossible(FORMAT, difference ?? '');
}

/** From the most to the least that a message can say. Keywords can look like a version line. */
const WAYS = [
  { width: WIDTH, keywords: true },
  { width: WIDTH, keywords: false },
  { width: Number.POSITIVE_INFINITY, keywords: false },
];

/** Controls have meanings of their own on a wire (§7); a tab or a line end is white space in a text. */
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/;

function refuseControls({ entry }: PublishedStory): void {
  const { headline, text } = entry.post.parsed;
  const [control] = CONTROL.exec(`${headline ?? ''}\n${text}`) ?? [];
  if (control !== undefined) {
    throw exportNotPossible(FORMAT, `${nameOf(control)} is a control character of the transmission`);
  }
}

function published({ entry }: PublishedStory, width: number, withKeywords: boolean): string {
  const { parsed, urgency } = entry.post;
  const keywords = parsed.slugline ?? parsed.keywords.join('/');
  const notes = [`(${entry.label})`, `(${entry.url})`];
  const head = parsed.headline === null ? notes : [...notes, parsed.headline];
  const copy = parsed.text === '' ? [] : parsed.text.split('\n');
  return message({
    headerLine: headerLine(urgency, categoryOf(parsed.subjects), wordCount(parsed.text)),
    keywordLine: withKeywords ? oneLine(keywords) : '',
    text: [
      `${head.map((line) => wrapped(line, width - 2)).join(LINE_END)} =`,
      ...copy.map((paragraph) => wrapped(paragraph, width)),
    ],
    sent: parsed.versionCreated ?? entry.updated,
  });
}

const SIGN: Readonly<Record<TakenDownStory['status'], string>> = { canceled: 'KILL', withheld: 'HOLD' };

/** The address says which story: 7901 has no identity of its own, and the headline may be what must not be repeated. */
function takenDown(story: TakenDownStory): string {
  const sign = SIGN[story.status];
  return message({
    headerLine: headerLine(1, null, 0),
    keywordLine: sign,
    text: [
      [
        sign,
        `(${story.url})`,
        `(${oneLine(story.guid)})`,
        `${wrapped(`(${story.notice})`, WIDTH - 2)} =`,
      ].join(LINE_END),
    ],
    sent: story.takenDownAt,
  });
}

interface Message {
  readonly headerLine: string;
  /** Empty for none. */
  readonly keywordLine: string;
  /** Parts that an empty line holds apart. */
  readonly text: readonly string[];
  readonly sent: string;
}

const LINE_END = '\r\n';

const message = ({ headerLine: first, keywordLine, text, sent }: Message): string =>
  [
    `${SOH}${first}`,
    ...(keywordLine === '' ? [] : [keywordLine]),
    `${STX}${text.join(LINE_END + LINE_END)}`,
    '',
    `${ETX}${dayClock(sent)}`,
    EOT,
  ].join(LINE_END);

/** §5: source and number, priority 1 to 6, category, words. There is no running number in a file: 0000, as elsewhere. */
function headerLine(urgency: number | null, category: string | null, words: number): string {
  const priority = Math.min(urgency ?? ROUTINE, 6);
  return ['stet0000', priority, ...(category === null ? [] : [category]), Math.min(words, 99_999)].join(' ');
}

const ROUTINE = 4;

const CATEGORY_SCHEME = subjectOfCategory('').scheme;

function categoryOf(subjects: PublishedStory['entry']['post']['parsed']['subjects']): string | null {
  const code = subjects.find(({ scheme }) => scheme === CATEGORY_SCHEME)?.code ?? null;
  return code !== null && /^[a-z]{1,4}$/.test(code) ? code : null;
}

const oneLine = (text: string): string => text.replace(/[\0-\x20\x7f]+/g, ' ').trim();

/** Breaks at spaces only. */
function wrapped(line: string, width: number): string {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > width) {
      lines.push(current);
      current = word;
    } else {
      current = current === '' ? word : `${current} ${word}`;
    }
  }
  return [...lines, current].join(LINE_END);
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** DDHHMM Mon YY, in UTC. */
function dayClock(at: string): string {
  const date = new Date(at);
  const two = (value: number): string => String(value % 100).padStart(2, '0');
  const clock = two(date.getUTCDate()) + two(date.getUTCHours()) + two(date.getUTCMinutes());
  return `${clock} ${MONTHS[date.getUTCMonth()] ?? ''} ${two(date.getUTCFullYear())}`;
}
