// Ampersands that feeds forget to escape (`AT&T`, `?a=1&b=2`). XML has no such text, but there is only one thing they can
// mean; a feed is not lost for them. Every other fault of form is left to the parser.

export interface Mended {
  readonly text: string;
  /** Offsets in the original of the ampersands that were escaped, ascending. */
  readonly at: readonly number[];
}

const REFERENCE = String.raw`&(?:#\d+|#x[\da-fA-F]+|[A-Za-z_][\w.-]*);`;
const BARE = new RegExp(`&(?!${REFERENCE.slice(1)})`);
/** What may hold ampersands of its own comes first, so that it is passed over. */
const PARTS = new RegExp(
  String.raw`<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<!--[\s\S]*?(?:-->|$)|<\?[\s\S]*?(?:\?>|$)|${BARE.source}`,
  'g',
);
const INSERTED = 'amp;'.length;

/** No feed forgets more; beyond it the fault is left to the parser. */
const MOST = 100_000;

/** Escapes each ampersand that begins no reference, outside CDATA, comments and declarations. */
export function mendAmpersands(text: string): Mended {
  if (!BARE.test(text)) return { text, at: [] };
  const at: number[] = [];
  const mended = text.replace(PARTS, (part: string, offset: number) => {
    if (part !== '&' || at.length >= MOST) return part;
    at.push(offset);
    return '&amp;';
  });
  return { text: mended, at };
}

/** The offset in the original of an offset in the mended text; inside what was inserted it is the one behind the ampersand. */
export function originalOffset({ at }: Mended, offset: number): number {
  const before = countBelow(at, offset, INSERTED);
  return before === 0 ? offset : Math.max(offset - INSERTED * before, (at[before - 1] ?? 0) + 1);
}

/** How many ampersands were mended in [start, end) of the original. */
export const mendedBetween = ({ at }: Mended, start: number, end: number): number =>
  countBelow(at, end, 0) - countBelow(at, start, 0);

/** How many of the ascending offsets, each moved on by the growth before it, lie below `limit`. */
function countBelow(offsets: readonly number[], limit: number, growth: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((offsets[middle] ?? 0) + growth * middle < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
