// The auditor's quick ways of reading leaves and following chains give what the plain ways give.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openChains } from '../../src/log/audit-chains.ts';
import { readLeaf } from '../../src/log/audit-leaf.ts';
import { readRecord, recordProblem } from '../../src/log/audit-record.ts';
import { utf8 } from '../../src/log/bytes.ts';
import { chainProblem, type Link } from '../../src/log/chain.ts';
import { formatLeaf, KEY_ITEM, LEAF_KINDS, type Leaf, parseLeaf } from '../../src/log/leaf.ts';
import { formatRecord, parseRecord } from '../../src/log/record.ts';
import { sha256 } from '../../src/text/digest.ts';
import { SHOWN_RECORD } from './shown-record.ts';

const leafOf = (given: Partial<Leaf> = {}): Leaf => ({
  item: '0123456789abcdef0123456789abcdef',
  kind: 'publish',
  logged: 1_930_000_000_000,
  prev: -1,
  received: 1_929_999_999_000,
  record: sha256('a record'),
  src: 'harbour',
  v: 'wire-leaf/1',
  ver: 1,
  ...given,
});

const outcome = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : 'unexpected';
  }
};

describe('a leaf', () => {
  test.each([
    ['a first publish', leafOf()],
    ['a review far on', leafOf({ kind: 'review', prev: 9_007_199_254_740_990, ver: 12 })],
    ['a key', leafOf({ kind: 'key', item: KEY_ITEM, src: 'stet', ver: 0 })],
    ['the latest time', leafOf({ logged: 253_402_300_799_999 })],
    ['the longest source', leafOf({ src: 'a'.repeat(64) })],
  ])('is read: %s', (_, leaf) => {
    expect(readLeaf(utf8(formatLeaf(leaf)))).toEqual(leaf);
  });

  const text = formatLeaf(leafOf());
  test.each([
    ['a space', text.replace(',"kind"', ', "kind"')],
    [
      'another order',
      text.replace('"kind":"publish","logged":1930000000000', '"logged":1930000000000,"kind":"publish"'),
    ],
    ['an unknown kind', text.replace('publish', 'unpublish')],
    ['a leading zero', text.replace('"ver":1', '"ver":01')],
    ['version 0', text.replace('"ver":1', '"ver":0')],
    ['an exponent', text.replace('1930000000000', '193e10')],
    ['received after it was logged', text.replace('"received":1929999999000', '"received":1930000000001')],
    ['capital hexadecimal', text.replace('abcdef', 'ABCDEF')],
    ['a key with the name of an item', text.replace('publish', 'key')],
    ['an item with the name of keys', text.replace('0123456789abcdef0123456789abcdef', KEY_ITEM)],
    ['an escaped letter', text.replace('harbour', 'h\\u0061rbour')],
    ['a line end', `${text}\n`],
    ['a second leaf', `${text}${text}`],
    ['one key more', text.replace('}', ',"z":1}')],
    ['one key less', text.replace(',"ver":1', '')],
    ['a key twice', text.replace('"ver":1', '"ver":1,"ver":1')],
    ['too late a time', text.replace('1930000000000', '253402300800000')],
    ['nothing', ''],
    ['no JSON', 'harbour'],
  ])('is refused with %s, as by the plain reading', (_, wrong) => {
    const plain = outcome(() => parseLeaf(wrong));
    expect(plain).toBe('log-leaf-wrong');
    expect(outcome(() => readLeaf(utf8(wrong)))).toBe(plain);
  });

  test('that is no UTF-8 is refused', () => {
    expect(outcome(() => readLeaf(Uint8Array.of(0xff, 0xfe)))).toBe('log-utf8-wrong');
  });

  test('is read, or refused, as by the plain reading wherever a character is changed', () => {
    fc.assert(
      fc.property(
        fc.nat(text.length),
        fc.string({ maxLength: 2, unit: 'binary' }),
        fc.nat(2),
        (at, put, cut) => {
          const changed = text.slice(0, at) + put + text.slice(at + cut);
          expect(outcome(() => readLeaf(utf8(changed)))).toEqual(
            outcome(() => parseLeaf(changed.toWellFormed())),
          );
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('the chains of a log', () => {
  const act = fc.record({
    item: fc.nat(5),
    kind: fc.constantFrom(...LEAF_KINDS.filter((kind) => kind !== 'key')),
    prevOff: fc.constantFrom(0, 0, 0, 0, -1),
    grows: fc.constantFrom(0, 1),
    logged: fc.constantFrom(1, 1, 1, -5),
    hasRecord: fc.boolean(),
  });

  test('are judged as each item alone would be, and come back from a file as they were', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), fc.nat(), fc.nat(60), (acts, seed, savedAt) => {
        const lasts = new Map<string, Link>();
        let chains = openChains(seed);
        for (const [index, { item, kind, prevOff, grows, logged, hasRecord }] of acts.entries()) {
          const name = sha256(`item ${item}`).slice(0, 32);
          const last = lasts.get(name) ?? null;
          const leaf = leafOf({
            item: name,
            kind: last === null ? 'publish' : kind,
            prev: (last?.index ?? -1) + (last === null ? 0 : prevOff),
            ver: (last?.leaf.ver ?? 0) + (last === null ? 1 : grows),
            logged: 1_930_000_000_000 + index + logged,
          });
          if (index === savedAt) chains = openChains(seed + 1, chains.save());
          expect(chains.follow(leaf, index, hasRecord).problem).toBe(chainProblem(last, leaf, index));
          lasts.set(name, { leaf, index });
          expect(chains.end(name)).toMatchObject({ index, kind: leaf.kind, ver: leaf.ver });
        }
        expect(chains.items).toBe(lasts.size);
      }),
    );
  });

  const item = leafOf().item;
  const story = (given: Partial<Leaf>) => leafOf({ ver: 1, ...given });

  test('say who has read a text: not after the next one', () => {
    const chains = openChains(1);
    chains.follow(story({}), 0, true);
    expect(chains.end(item)?.isRead).toBe(false);
    chains.follow(story({ kind: 'review', prev: 0 }), 1, true);
    expect(chains.end(item)?.isRead).toBe(true);
    chains.follow(story({ kind: 'correct', prev: 1, ver: 2 }), 2, true);
    expect(chains.end(item)?.isRead).toBe(false);
  });

  test('name records that lack until a takedown explains them', () => {
    const chains = openChains(1);
    chains.follow(story({}), 7, false);
    chains.follow(story({ kind: 'review', prev: 7 }), 9, false);
    expect([...chains.unexplained()]).toEqual([{ item, index: 7, count: 2 }]);
    expect(chains.follow(story({ kind: 'takedown', prev: 9 }), 12, true).hadRecords).toBe(false);
    expect([...chains.unexplained()]).toEqual([]);
    chains.follow(story({ kind: 'restore', prev: 12 }), 15, false);
    expect([...chains.unexplained()]).toEqual([{ item, index: 15, count: 1 }]);
  });

  test('say when a takedown meets records that were there', () => {
    const chains = openChains(1);
    chains.follow(story({}), 0, true);
    expect(chains.follow(story({ kind: 'takedown', prev: 0 }), 1, true).hadRecords).toBe(true);
    // The first takedown's own record stays where it is.
    expect(chains.follow(story({ kind: 'takedown', prev: 1 }), 2, true).hadRecords).toBe(false);
  });

  test('hold many items', () => {
    const chains = openChains(1);
    const names = Array.from({ length: 5_000 }, (_, at) => sha256(`story ${at}`).slice(0, 32));
    for (const [index, name] of names.entries()) chains.follow(leafOf({ item: name }), index, true);
    expect(chains.items).toBe(5_000);
    expect(names.every((name, index) => chains.end(name)?.index === index)).toBe(true);
    expect(chains.end('f'.repeat(32))).toBeNull();
  });

  test('are refused out of a file that was cut off', () => {
    const chains = openChains(1);
    chains.follow(leafOf(), 0, true);
    expect(() => openChains(1, chains.save().subarray(1))).toThrow('no saved chains');
  });
});

describe('a record', () => {
  const nothing = { text_sha256: '', html_sha256: '', headline_sha256: '' };

  test.each([
    ['of a publish', 'publish', SHOWN_RECORD, null],
    ['of a review', 'review', SHOWN_RECORD, null],
    ['of a kill', 'kill', { ...SHOWN_RECORD, ...nothing }, null],
    ['of a takedown', 'takedown', { ...SHOWN_RECORD, ...nothing, guid: '' }, null],
    ['of a publish without a text', 'publish', { ...SHOWN_RECORD, text_sha256: '' }, 'digests'],
    [
      'of a kill that leaves a headline',
      'kill',
      { ...SHOWN_RECORD, ...nothing, headline_sha256: sha256('x') },
      'digests',
    ],
    ['without a path', 'publish', { ...SHOWN_RECORD, path: '' }, 'path'],
    ['of a takedown that names the story', 'takedown', { ...SHOWN_RECORD, ...nothing }, 'identity'],
  ] as const)('%s is judged', (_, kind, record, problem) => {
    expect(recordProblem(leafOf({ kind }), record)).toBe(problem);
  });

  const text = formatRecord(SHOWN_RECORD);

  test('is read as it was written, whatever an agency calls its stories', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'binary' }),
        fc.string(),
        (guid, path, version) => {
          const record = { ...SHOWN_RECORD, guid, path: path.toWellFormed(), version };
          expect(readRecord(formatRecord(record))).toEqual(record);
        },
      ),
    );
  });

  test('is read, or refused, as by the plain reading wherever a character is changed', () => {
    fc.assert(
      fc.property(
        fc.nat(text.length),
        fc.string({ maxLength: 2, unit: 'binary' }),
        fc.nat(2),
        (at, put, cut) => {
          const changed = text.slice(0, at) + put + text.slice(at + cut);
          expect(outcome(() => readRecord(changed))).toEqual(outcome(() => parseRecord(changed)));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ['a lone surrogate', text.replace('tide-1', 'tide-\ud800')],
    ['an escape that is not needed', text.replace('tide-1', 'tide\\u002d1')],
    ['a line end in a text', text.replace('tide-1', 'tide\n1')],
    ['a slash before a slash', text.replace('/news/', '\\/news/')],
    ['too late a time', text.replace('"fetched":1', '"fetched":253402300800000')],
    ['half a hash', text.replace(sha256('text'), sha256('text').slice(32))],
  ])('with %s is refused, as by the plain reading', (_, wrong) => {
    expect(outcome(() => parseRecord(wrong))).toBe('log-record-wrong');
    expect(outcome(() => readRecord(wrong))).toBe('log-record-wrong');
  });
});
