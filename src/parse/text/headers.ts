// The header lines that may open a plain-text story: `Headline: …`, `Date: …`, `date 2025-09-17`. The set is closed
// (docs/formats/text.md): a line with another name before its colon is copy.

export type HeaderName =
  | 'byline'
  | 'category'
  | 'copyright'
  | 'credit'
  | 'date'
  | 'edNote'
  | 'embargo'
  | 'expires'
  | 'guid'
  | 'headline'
  | 'keywords'
  | 'language'
  | 'link'
  | 'slugline'
  | 'summary'
  | 'urgency'
  | 'usage'
  | 'version';

const NAMES: ReadonlyMap<string, HeaderName> = new Map<string, HeaderName>([
  ['author', 'byline'],
  ['byline', 'byline'],
  ['category', 'category'],
  ['copyright', 'copyright'],
  ['credit', 'credit'],
  ['date', 'date'],
  ["editor's note", 'edNote'],
  ['ednote', 'edNote'],
  ['embargo', 'embargo'],
  ['embargoed until', 'embargo'],
  ['expires', 'expires'],
  ['guid', 'guid'],
  ['headline', 'headline'],
  ['id', 'guid'],
  ['keywords', 'keywords'],
  ['lang', 'language'],
  ['language', 'language'],
  ['link', 'link'],
  ['priority', 'urgency'],
  ['slug', 'slugline'],
  ['slugline', 'slugline'],
  ['subject', 'category'],
  ['summary', 'summary'],
  ['title', 'headline'],
  ['urgency', 'urgency'],
  ['url', 'link'],
  ['usage', 'usage'],
  ['version', 'version'],
]);

export interface Headers {
  readonly values: ReadonlyMap<HeaderName, string>;
  /** What follows the headers. */
  readonly copy: string;
}

const NAMED = /^[ \t]*([A-Za-z][A-Za-z'’ ]{1,15}?)[ \t]*:[ \t]*(.*)$/;
/** Bounded runs of space: a line may be as long as the whole input. */
const BARE_DATE =
  /^[ \t]{0,40}date[ \t]{0,40}:?[ \t]{1,40}(\d{4}-\d{2}-\d{2}(?:T[\d:.]{4,16}(?:Z|[+-]\d{2}:?\d{2})?)?)(?=[ \t]|$)/i;

/**
 * Reads header lines from the top of `text` (line ends are LF). Blank lines between them are passed over. `date` and an ISO date
 * may stand before copy on one line. The first of two equal headers counts, the second is copy.
 */
export function readHeaders(text: string): Headers {
  const values = new Map<HeaderName, string>();
  let at = 0;
  while (at < text.length) {
    const lineEnd = text.indexOf('\n', at);
    const end = lineEnd < 0 ? text.length : lineEnd;
    const line = text.slice(at, end);
    if (/[^ \t]/.test(line)) {
      const header = readHeader(line);
      if (header === null || values.has(header.name)) break;
      values.set(header.name, header.value);
      if (header.copy !== '') return { values, copy: header.copy + text.slice(end) };
    }
    at = end + 1;
  }
  return { values, copy: text.slice(at) };
}

function readHeader(line: string): { name: HeaderName; value: string; copy: string } | null {
  const [prefix, day] = BARE_DATE.exec(line) ?? [];
  if (prefix !== undefined && day !== undefined) {
    const rest = line.slice(prefix.length).trimStart();
    return isRestOfDate(rest)
      ? { name: 'date', value: `${day} ${rest}`.trim(), copy: '' }
      : { name: 'date', value: day, copy: rest };
  }
  const [, written, value] = NAMED.exec(line) ?? [];
  const name = NAMES.get((written ?? '').toLowerCase().replace('’', "'"));
  return name === undefined ? null : { name, value: (value ?? '').trim(), copy: '' };
}

/** A clock and a zone after the date belong to the header. */
const isRestOfDate = (rest: string): boolean =>
  /^(?:\d{1,2}:\d{2}(?::\d{2})?(?:\s*[A-Za-z]{1,5}|\s*[+-]\d{2}:?\d{2})?)?\s*$/.test(rest);
