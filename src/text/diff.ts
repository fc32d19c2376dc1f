// Differences between two versions of a text, by words, for people to read (Myers, "An O(ND) Difference Algorithm", 1986).
// Work and memory are bounded: where two texts share too little, paragraphs are compared instead, then nothing is.

export interface Change {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** `same` and `removed` in order make `a`, `same` and `added` make `b`, to the last code unit. */
export function diffWords(a: string, b: string): Change[] {
  if (a === b) return a === '' ? [] : [{ kind: 'same', text: a }];
  const script = compare(a, b, WORDS) ?? compare(a, b, PARAGRAPHS);
  return readable(
    script ?? [
      { kind: 'removed', text: a },
      { kind: 'added', text: b },
    ],
  );
}

const WORDS = /\s+|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}\p{M}]+|./gsu;
const PARAGRAPHS = /[^\n]*\n|[^\n]+/g;

/** More insertions and deletions than this are not looked for; the trace takes its square of 4-byte numbers. */
const MAXIMUM_EDITS = 1_500;
const MAXIMUM_STEPS = 20_000_000;

/** `null` when the texts differ by more than the bounds allow. */
function compare(a: string, b: string, tokens: RegExp): Change[] | null {
  const before = a.match(tokens) ?? [];
  const after = b.match(tokens) ?? [];
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  ) {
    end += 1;
  }
  const middle = shortestEdit(
    before.slice(start, before.length - end),
    after.slice(start, after.length - end),
  );
  if (middle === null) return null;
  return [
    { kind: 'same', text: before.slice(0, start).join('') },
    ...middle,
    { kind: 'same', text: before.slice(before.length - end).join('') },
  ];
}

function shortestEdit(before: readonly string[], after: readonly string[]): Change[] | null {
  const trace = searchForward(before, after);
  return trace === null ? null : walkBack(before, after, trace);
}

/** Row `d` of the trace holds, for each diagonal k = x - y in -d, -d + 2 … d, the furthest x reached with d edits. */
function searchForward(before: readonly string[], after: readonly string[]): Int32Array[] | null {
  const trace: Int32Array[] = [];
  let steps = 0;
  for (let d = 0; d <= Math.min(MAXIMUM_EDITS, before.length + after.length); d += 1) {
    const previous = trace.at(-1);
    const row = new Int32Array(d + 1);
    trace.push(row);
    for (let i = 0; i <= d; i += 1) {
      const k = 2 * i - d;
      let x = previous === undefined ? 0 : furthest(previous, i, d).x;
      while (x < before.length && x - k < after.length && before[x] === after[x - k]) {
        x += 1;
        steps += 1;
      }
      row[i] = x;
      if (x >= before.length && x - k >= after.length) return trace;
    }
    steps += d;
    if (steps > MAXIMUM_STEPS) return null;
  }
  return null;
}

/** The better of stepping down (an addition) from diagonal k + 1 and right (a removal) from k - 1 of the row before. */
function furthest(previous: Int32Array, i: number, d: number): { x: number; removed: boolean } {
  const down = i < d ? (previous[i] ?? -1) : -1;
  const right = i > 0 ? (previous[i - 1] ?? -1) + 1 : -1;
  return down >= right ? { x: down, removed: false } : { x: right, removed: true };
}

function walkBack(
  before: readonly string[],
  after: readonly string[],
  trace: readonly Int32Array[],
): Change[] {
  const changes: Change[] = [];
  let x = before.length;
  let y = after.length;
  for (let d = trace.length - 1; d > 0; d -= 1) {
    const previous = trace[d - 1] ?? new Int32Array(0);
    const step = furthest(previous, (x - y + d) / 2, d);
    const middle = step.x;
    if (x > middle) changes.push({ kind: 'same', text: before.slice(middle, x).join('') });
    y -= x - middle;
    x = middle;
    if (step.removed) {
      x -= 1;
      changes.push({ kind: 'removed', text: before[x] ?? '' });
    } else {
      y -= 1;
      changes.push({ kind: 'added', text: after[y] ?? '' });
    }
  }
  if (x > 0) changes.push({ kind: 'same', text: before.slice(0, x).join('') });
  return changes.reverse();
}

/** Joins neighbours, puts what was removed before what was added, and lets no bare space split one change into two. */
function readable(changes: readonly Change[]): Change[] {
  const joined: Change[] = [];
  let removed = '';
  let added = '';
  let same = '';
  const flushChange = (): void => {
    if (removed !== '') joined.push({ kind: 'removed', text: removed });
    if (added !== '') joined.push({ kind: 'added', text: added });
    removed = '';
    added = '';
  };
  for (const { kind, text } of changes) {
    if (text === '') continue;
    if (kind === 'same') {
      same += text;
      continue;
    }
    const insideChange = removed !== '' || added !== '';
    if (same !== '' && insideChange && same.trim() === '' && !same.includes('\n')) {
      removed += same;
      added += same;
    } else if (same !== '') {
      flushChange();
      joined.push({ kind: 'same', text: same });
    }
    same = '';
    if (kind === 'removed') removed += text;
    else added += text;
  }
  flushChange();
  if (same !== '') joined.push({ kind: 'same', text: same });
  return joined;
}
