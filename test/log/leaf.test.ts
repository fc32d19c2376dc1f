// Leaves, records and the canonical JSON both are written in: one spelling, the keys prescribed, and what is wrong is named.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, parseCanonical } from '../../src/log/canonical.ts';
import {
  formatLeaf,
  KEY_ITEM,
  KEY_SOURCE,
  LEAF_KINDS,
  type Leaf,
  LONGEST_LEAF,
  parseLeaf,
} from '../../src/log/leaf.ts';
import {
  formatRecord,
  LONGEST_RECORD,
  parseRecord,
  recordHash,
  type WireRecord,
} from '../../src/log/record.ts';
import { sha256 } from '../../src/text/digest.ts';
import { crypto, refusal } from './logs.ts';

const LEAF: Leaf = {
  item: '0123456789abcdef0123456789abcdef',
  kind: 'publish',
  logged: 1_772_541_000_123,
  prev: -1,
  received: 1_772_540_999_000,
  record: 'ab'.repeat(32),
  src: 'harbour-wire',
  v: 'wire-leaf/1',
  ver: 1,
};
const LEAF_TEXT =
  '{"item":"0123456789abcdef0123456789abcdef","kind":"publish","logged":1772541000123,"prev":-1,' +
  `"received":1772540999000,"record":"${'ab'.repeat(32)}","src":"harbour-wire","v":"wire-leaf/1","ver":1}`;

const RECORD: WireRecord = {
  v: 'wire-record/1',
  salt: 'cd'.repeat(32),
  guid: 'urn:harbour:20260303:17',
  provider: 'HPN',
  version: '2',
  status: 'usable',
  kind: 'story',
  transport: 'push',
  fetched: 1_772_540_999_000,
  raw_sha256: '01'.repeat(32),
  charset: '',
  profile: 'ninjs',
  text_sha256: '02'.repeat(32),
  html_sha256: '03'.repeat(32),
  headline_sha256: '04'.repeat(32),
  path: '/world/harbour-bridge-reopens-5f1c0a9be2d34471',
  reason: '',
  reference: '',
};

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });
const time = fc.nat({ max: 253_402_300_799_999 });

describe('canonical JSON', () => {
  it('sorts by UTF-16 code units and escapes as RFC 8785 does', () => {
    // The keys of RFC 8785 §3.2.3, with values that say which is which.
    const value = {
      '\u20ac': 'euro',
      '\r': 'return',
      '\ufb33': 'dalet',
      '1': 'one',
      '\ud83d\ude00': 'face',
      '\u0080': 'control',
      '\u00f6': 'o',
    };
    expect(canonicalJson(value)).toBe(
      '{"\\r":"return","1":"one","\u0080":"control","\u00f6":"o","\u20ac":"euro","\ud83d\ude00":"face","\ufb33":"dalet"}',
    );
    expect(canonicalJson('\u20ac$\u000f\nA\'B"\\\\"/\u007f\u2028\b\f\t')).toBe(
      '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/\u007f\u2028\\b\\f\\t"',
    );
    expect(canonicalJson([1, -1, 0, -0, 2 ** 53 - 1, ['a', { b: [] }], {}])).toBe(
      '[1,-1,0,0,9007199254740991,["a",{"b":[]}],{}]',
    );
  });

  it('is read back, and no other spelling is', () => {
    const leaf = fc.oneof(fc.string({ unit: 'grapheme' }), fc.maxSafeInteger());
    const value = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.oneof(leaf, fc.array(leaf)));
    fc.assert(
      fc.property(value, (object) => {
        const text = canonicalJson(object);
        expect(canonicalJson({ ...parseCanonical(text) } as typeof object)).toBe(text);
        expect(parseCanonical(` ${text}`)).toBeNull();
        expect(parseCanonical(`${text}\n`)).toBeNull();
      }),
    );
  });

  it.each([
    '',
    'null',
    '[]',
    '"a"',
    '1',
    '{"a":1,"a":1}',
    '{"b":1,"a":1}',
    '{"a": 1}',
    '{"a":1.0}',
    '{"a":1e2}',
    '{"a":-0}',
    '{"a":1.5}',
    '{"a":9007199254740993}',
    '{"a":null}',
    '{"a":true}',
    '{"a":"\\u0041"}',
    '{"a":"\\/"}',
    '{"a":"\\u000A"}',
    '{"a":"\\ud800"}',
    '{"a":1}x',
    '\ufeff{"a":1}',
    `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
    `${'{"a":'.repeat(20)}1${'}'.repeat(20)}`,
  ])('%.40j is refused', (text) => expect(parseCanonical(text)).toBeNull());

  it.each([
    ['a lone surrogate', { a: '\ud800' }, 'lone-surrogate'],
    ['a lone surrogate in a key', { '\udc00': 'a' }, 'lone-surrogate'],
    ['a fraction', { a: 0.5 }, 'number'],
    ['no number', { a: Number.NaN }, 'number'],
    ['an unsafe integer', { a: 2 ** 53 }, 'number'],
  ])('%s is not written', (_, value, problem) => {
    expect(refusal(() => canonicalJson(value))).toBe(`log-json-wrong: ${problem}`);
  });
});

describe('a leaf', () => {
  it('is written as docs say, and read back', () => {
    expect(formatLeaf(LEAF)).toBe(LEAF_TEXT);
    expect(parseLeaf(LEAF_TEXT)).toEqual(LEAF);
  });

  it('round trips', () => {
    const leaves = fc.record({
      item: hex(32).filter((item) => item !== KEY_ITEM),
      kind: fc.constantFrom(...LEAF_KINDS.filter((kind) => kind !== 'key')),
      logged: time,
      prev: fc.integer({ min: -1, max: 2 ** 53 - 1 }),
      received: time,
      record: hex(64),
      src: fc.constantFrom('a', 'harbour-wire', `a${'_'.repeat(63)}`),
      v: fc.constant('wire-leaf/1' as const),
      ver: fc.integer({ min: 1, max: 2 ** 53 - 1 }),
    });
    fc.assert(
      fc.property(leaves, (leaf) => {
        const possible = { ...leaf, logged: Math.max(leaf.logged, leaf.received) };
        const text = formatLeaf(possible);
        expect(parseLeaf(text)).toEqual(possible);
        expect(text.length).toBeLessThanOrEqual(LONGEST_LEAF);
      }),
    );
  });

  const key = { ...LEAF, kind: 'key', item: KEY_ITEM, src: KEY_SOURCE, ver: 0 } as const;
  it('about a key has no item and no version', () => {
    expect(parseLeaf(formatLeaf(key))).toEqual(key);
  });

  const without = (name: keyof Leaf): object =>
    Object.fromEntries(Object.entries(LEAF).filter(([other]) => other !== name));
  it.each(Object.keys(LEAF) as (keyof Leaf)[])('without %s is refused', (name) => {
    const text = JSON.stringify(without(name));
    expect(refusalFacts(() => parseLeaf(text))).toEqual({
      code: 'log-leaf-wrong',
      problem: 'missing',
      key: name,
    });
  });

  it.each([
    ['item', LEAF.item.toUpperCase()],
    ['item', '0123'],
    ['item', 7],
    ['kind', 'update'],
    ['kind', 'constructor'],
    ['kind', ''],
    ['logged', -1],
    ['logged', 253_402_300_800_000],
    ['logged', '1772541000123'],
    ['prev', -2],
    ['prev', '-1'],
    ['received', -5],
    ['record', 'AB'.repeat(32)],
    ['record', ''],
    ['record', `${'ab'.repeat(31)}`],
    ['src', ''],
    ['src', 'Harbour Wire'],
    ['src', '-a'],
    ['src', 'a'.repeat(65)],
    ['v', 'wire-leaf/2'],
    ['ver', -1],
    ['ver', '1'],
  ])('with %s %j is refused', (name, value) => {
    const text = sorted({ ...LEAF, [name]: value });
    expect(refusalFacts(() => parseLeaf(text))).toEqual({
      code: 'log-leaf-wrong',
      problem: 'value',
      key: name,
    });
  });

  it.each([
    ['received after it was logged', { ...LEAF, received: LEAF.logged + 1 }, 'received'],
    ['of version 0', { ...LEAF, ver: 0 }, 'ver'],
    ['of no item', { ...LEAF, item: KEY_ITEM }, 'item'],
    ['about a key of an item', { ...key, item: LEAF.item }, 'item'],
    ['about a key of an agency', { ...key, src: 'harbour-wire' }, 'src'],
    ['about a key in version 1', { ...key, ver: 1 }, 'ver'],
  ] as [string, Leaf, string][])('%s contradicts itself', (_, leaf, name) => {
    for (const call of [() => parseLeaf(sorted(leaf)), () => formatLeaf(leaf)]) {
      expect(refusalFacts(call)).toEqual({ code: 'log-leaf-wrong', problem: 'contradiction', key: name });
    }
  });

  it('with another key is refused, such as a headline', () => {
    for (const name of ['headline', '__proto__', 'toString', 'a'.repeat(50)]) {
      const text = sorted({ ...LEAF, ...JSON.parse(`{"${name}":"x"}`) });
      expect(refusalFacts(() => parseLeaf(text))).toEqual({
        code: 'log-leaf-wrong',
        problem: 'unknown-key',
        key: name,
      });
    }
  });

  it.each([
    ['white space', LEAF_TEXT.replace('{', '{ '), 'not-canonical'],
    ['another order', JSON.stringify(Object.fromEntries(Object.entries(LEAF).toReversed())), 'not-canonical'],
    ['a key twice', LEAF_TEXT.replace('"ver":1', '"ver":1,"ver":1'), 'not-canonical'],
    ['a newline at the end', `${LEAF_TEXT}\n`, 'not-canonical'],
    ['an escape', LEAF_TEXT.replace('publish', 'p\\u0075blish'), 'not-canonical'],
    ['a fraction', LEAF_TEXT.replace('"ver":1', '"ver":1.0'), 'not-canonical'],
    ['nothing', '', 'not-canonical'],
    ['a list', '[]', 'not-canonical'],
    ['megabytes', LEAF_TEXT.replace('publish', 'x'.repeat(5_000_000)), 'too-long'],
  ])('with %s is refused', (_, text, problem) => {
    expect(refusalFacts(() => parseLeaf(text))).toEqual({ code: 'log-leaf-wrong', problem, key: null });
  });

  it('with any character changed is another leaf or none', () => {
    for (let at = 0; at < LEAF_TEXT.length; at++) {
      for (const character of ['0', 'z', '"', ' ']) {
        if (LEAF_TEXT[at] === character) continue;
        const text = `${LEAF_TEXT.slice(0, at)}${character}${LEAF_TEXT.slice(at + 1)}`;
        const said = refusal(() => expect(formatLeaf(parseLeaf(text))).toBe(text));
        expect(said).toMatch(/^(nothing$|log-leaf-wrong)/);
      }
    }
  });
});

describe('a record', () => {
  it('is written in order, read back, and hashed as its text', () => {
    const text = formatRecord(RECORD);
    expect(parseRecord(text)).toEqual(RECORD);
    expect(text).toBe(sorted(RECORD));
    expect(recordHash(crypto, text)).toBe(sha256(text));
  });

  it('round trips with anything an agency may call its items', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(text, text, text, hex(64), (guid, version, reference, salt) => {
        const record = { ...RECORD, guid, version, reference, salt };
        expect(parseRecord(formatRecord(record))).toEqual(record);
      }),
    );
  });

  it.each([
    ['salt', '', 'value'],
    ['salt', 'CD'.repeat(32), 'value'],
    ['fetched', 1.5, 'value'],
    ['fetched', '0', 'value'],
    ['raw_sha256', '', 'value'],
    ['text_sha256', 'none', 'value'],
    ['guid', 7, 'value'],
    ['guid', '\ud800', 'value'],
    ['v', 'wire-leaf/1', 'value'],
  ])('with %s %j is not written', (name, value, problem) => {
    expect(refusalFacts(() => formatRecord({ ...RECORD, [name]: value }))).toEqual({
      code: 'log-record-wrong',
      problem,
      key: name,
    });
  });

  it('may say that nothing is shown', () => {
    const record = { ...RECORD, text_sha256: '', html_sha256: '', headline_sha256: '' };
    expect(parseRecord(formatRecord(record))).toEqual(record);
  });

  it('with keys missing or too many, in another spelling, or endless is refused', () => {
    const { reason: _, ...short } = RECORD;
    expect(refusalFacts(() => parseRecord(sorted(short)))).toMatchObject({
      problem: 'missing',
      key: 'reason',
    });
    expect(refusalFacts(() => parseRecord(sorted({ ...RECORD, editor: 'x' })))).toMatchObject({
      problem: 'unknown-key',
      key: 'editor',
    });
    expect(refusalFacts(() => parseRecord(JSON.stringify(RECORD)))).toMatchObject({
      problem: 'not-canonical',
    });
    const long = { ...RECORD, guid: 'g'.repeat(LONGEST_RECORD) };
    expect(refusalFacts(() => formatRecord(long))).toMatchObject({ problem: 'too-long' });
    expect(refusalFacts(() => parseRecord(sorted(long)))).toMatchObject({ problem: 'too-long' });
  });
});

/** Canonical for plain ASCII keys, and written without src/log. */
function sorted(value: object): string {
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${JSON.stringify(member)}`).join(',')}}`;
}

function refusalFacts(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    if (error instanceof Error && 'code' in error && 'facts' in error) {
      return { code: error.code, ...(typeof error.facts === 'object' ? error.facts : {}) };
    }
    throw error;
  }
  return null;
}
