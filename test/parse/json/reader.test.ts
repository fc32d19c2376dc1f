import { describe, expect, test } from 'vitest';
import { StetError } from '../../../src/model/errors.ts';
import { decode } from '../../../src/parse/charset.ts';
import {
  isNumber,
  isObject,
  type JsonPart,
  offsetOfMember,
  readJson,
  readJsonValue,
} from '../../../src/parse/json/reader.ts';
import { sharedFile, sharedFiles } from './support.ts';

const DEPTH = 256;

function isAccepted(bytes: Buffer): boolean {
  const decoding = decode(bytes, null);
  if (!decoding.ok || decoding.value.damage.length > 0) return false;
  try {
    readJsonValue(decoding.value.text, DEPTH);
    return true;
  } catch (error) {
    if (!(error instanceof StetError)) throw error;
    expect(error.facts).toMatchObject({ line: expect.any(Number), column: expect.any(Number) });
    return false;
  }
}

const suite = sharedFiles('security/jsontestsuite/test_parsing', () => true);

describe.skipIf(suite.length === 0)('JSONTestSuite', () => {
  const named = (letter: string) => suite.filter((path) => path.includes(`/${letter}_`));

  test('every document that must parse does', () => {
    expect(named('y').filter((path) => !isAccepted(sharedFile(path)))).toEqual([]);
    expect(named('y').length).toBeGreaterThan(90);
  });

  test('every document that must not parse is refused', () => {
    expect(named('n').filter((path) => isAccepted(sharedFile(path)))).toEqual([]);
    expect(named('n').length).toBeGreaterThan(180);
  });

  test('the others never throw', () => {
    for (const path of named('i')) isAccepted(sharedFile(path));
  });
});

const parts = (text: string, streamed: (path: string) => boolean): JsonPart[] => [
  ...readJson(text, streamed, DEPTH),
];

test('when numbers are huge, they stay as written', () => {
  const value = readJsonValue('[123456789012345678901234567890, -1.50e+400]', DEPTH);
  expect(Array.isArray(value) && value.map((one) => isNumber(one) && one.number)).toEqual([
    '123456789012345678901234567890',
    '-1.50e+400',
  ]);
});

test('when a key stands twice deep inside an element, it is named with its place', () => {
  const text = '{"items":[{"a":1},{"b":{"c":1,\n"c":2}}]}';
  const elements = parts(text, (path) => path === 'items').filter((part) => part.type === 'element');
  expect(elements.map(({ doubled }) => doubled)).toEqual([
    null,
    { key: 'c', offset: text.lastIndexOf('"c"') },
  ]);
});

test('when a list stands inside an object, its elements come out and the rest as one member', () => {
  const found = parts('{"x":1,"data":{"n":2,"items":[1,2],"m":3},"y":4}', (path) =>
    ['data/*', 'data/items'].includes(path),
  );
  expect(found.map((part) => (part.type === 'member' ? part.key : part.type))).toEqual([
    'x',
    'list',
    'element',
    'element',
    'data',
    'y',
  ]);
  const data = found.find((part) => part.type === 'member' && part.key === 'data');
  expect(data?.type === 'member' && isObject(data.value) && [...data.value.members.keys()]).toEqual([
    'n',
    'm',
  ]);
});

test.each(['{"items":[1],"items":[2]}', '{"data":{"items":[1],"items":[2]}}'])(
  'when a list stands twice, reading stops with its place: %s',
  (text) => {
    const streamed = (path: string) => ['items', 'data/*', 'data/items'].includes(path);
    expect(() => parts(text, streamed)).toThrow(expect.objectContaining({ code: 'json-duplicate-key' }));
  },
);

test('the place of a member is found by its path', () => {
  const text = '  {"a":{"b":[1,2]},"b":"x"}';
  expect(offsetOfMember(text, 2, ['a', 'b'])).toBe(text.indexOf('[1'));
  expect(offsetOfMember(text, 2, ['a', 'c'])).toBe(text.indexOf('{"b'));
  expect(offsetOfMember(text, 2, ['c'])).toBe(2);
});

test.each([
  ['a string of many megabytes', JSON.stringify('x'.repeat(20_000_000))],
  ['one with an escape at its end', JSON.stringify(`${'x'.repeat(20_000_000)}\n`)],
  ['one of nothing but escapes', JSON.stringify('\n"'.repeat(1_000_000))],
])('%s is read', (_what, text) => {
  expect(readJsonValue(text, DEPTH)).toBe(JSON.parse(text));
});
