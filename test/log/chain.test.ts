// The chain of an item: every pair of kinds, and each number that could be wrong.

import { describe, expect, it } from 'vitest';
import { chainProblem, type Link } from '../../src/log/chain.ts';
import { KEY_ITEM, KEY_SOURCE, LEAF_KINDS, type Leaf, type LeafKind } from '../../src/log/leaf.ts';

const FIRST: Leaf = {
  item: 'a1'.repeat(16),
  kind: 'publish',
  logged: 1_000_000,
  prev: -1,
  received: 999_000,
  record: 'b2'.repeat(32),
  src: 'harbour-wire',
  v: 'wire-leaf/1',
  ver: 1,
};
const KEY: Leaf = { ...FIRST, item: KEY_ITEM, src: KEY_SOURCE, kind: 'key', ver: 0 };

const link = (leaf: Leaf): Link => ({ leaf, index: 40 });
const after = (kind: LeafKind): Link => link(kind === 'key' ? KEY : { ...FIRST, kind, ver: 3, prev: 7 });
const ADDS_ONE: readonly LeafKind[] = ['publish', 'correct'];

/** The next leaf of the item as it should be. */
function next(previous: Link, kind: LeafKind): Leaf {
  const { leaf, index } = previous;
  return {
    ...leaf,
    kind,
    prev: index,
    logged: leaf.logged + 5,
    ver: leaf.ver + (ADDS_ONE.includes(kind) ? 1 : 0),
  };
}

describe('the first leaf of an item', () => {
  it('is a publish of version 1, wherever in the log', () => {
    expect(chainProblem(null, FIRST, 0)).toBeNull();
    expect(chainProblem(null, FIRST, 900)).toBeNull();
    expect(chainProblem(null, KEY, 0)).toBeNull();
  });

  it.each(LEAF_KINDS.filter((kind) => kind !== 'publish' && kind !== 'key'))('is no %s', (kind) => {
    expect(chainProblem(null, { ...FIRST, kind }, 0)).toBe('first-kind');
  });

  it.each([
    ['prev', { ...FIRST, prev: 0 }],
    ['first-version', { ...FIRST, ver: 2 }],
    ['first-version', { ...KEY, ver: 1 }],
    ['received', { ...FIRST, received: FIRST.logged + 1 }],
  ])('is refused for %s', (problem, leaf) => expect(chainProblem(null, leaf, 5)).toBe(problem));
});

describe('which kind may follow which', () => {
  const table: Readonly<Record<LeafKind, string>> = {
    publish: 'publish correct kill withhold review takedown expire',
    correct: 'publish correct kill withhold review takedown expire',
    review: 'publish correct kill withhold review takedown expire',
    restore: 'publish correct kill withhold review takedown expire',
    kill: 'kill withhold takedown restore',
    withhold: 'kill withhold takedown restore',
    expire: 'kill withhold takedown restore',
    takedown: 'takedown restore',
    key: 'key',
  };
  const pairs = LEAF_KINDS.flatMap((first) => LEAF_KINDS.map((second) => [first, second] as const));
  it.each(pairs)('after %s, %s', (first, second) => {
    const previous = after(first);
    const problem = chainProblem(previous, next(previous, second), 41);
    expect(problem).toBe(table[first].split(' ').includes(second) ? null : 'kind');
  });
});

describe('the version', () => {
  it.each([
    ['publish', 'publish', [1]],
    ['publish', 'correct', [1]],
    ['publish', 'review', [0]],
    ['publish', 'kill', [0]],
    ['publish', 'withhold', [0]],
    ['publish', 'takedown', [0]],
    ['publish', 'expire', [0]],
    ['kill', 'restore', [0, 1]],
    ['takedown', 'restore', [0, 1]],
    ['key', 'key', [0]],
  ] as [LeafKind, LeafKind, number[]][])('after %s grows with %s by %j', (first, second, growth) => {
    const previous = after(first);
    for (const by of [-1, 0, 1, 2]) {
      const leaf = { ...next(previous, second), ver: previous.leaf.ver + by };
      expect(chainProblem(previous, leaf, 41)).toBe(growth.includes(by) ? null : 'version');
    }
  });
});

describe('a leaf is refused', () => {
  const previous = after('publish');
  const good = next(previous, 'review');
  it.each([
    ['item', { ...good, item: 'c3'.repeat(16) }],
    ['prev', { ...good, prev: 39 }],
    ['prev', { ...good, prev: -1 }],
    ['prev', { ...good, prev: 41 }],
    ['logged', { ...good, logged: FIRST.logged - 1 }],
    ['received', { ...good, received: good.logged + 1 }],
  ])('for %s', (problem, leaf) => expect(chainProblem(previous, leaf, 41)).toBe(problem));

  it('at or before the place of the one it follows', () => {
    expect(chainProblem(previous, good, 40)).toBe('prev');
    expect(chainProblem(previous, good, 39)).toBe('prev');
  });

  it('but not for being logged in the same millisecond', () => {
    expect(chainProblem(previous, { ...good, logged: FIRST.logged }, 41)).toBeNull();
  });
});
