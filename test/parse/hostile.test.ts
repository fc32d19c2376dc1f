import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/model/parse-result.ts';
import { codes, fixture, inChannel, read } from './support/read.ts';

const ITEM = '<item><title>Fine</title><guid>fine</guid></item>';

describe('nesting', () => {
  test('when elements are nested 200,000 deep, items before are kept and the limit is named', () => {
    const { items, failures } = read(inChannel(`${ITEM}<item><description>${'<b>'.repeat(200_000)}`));
    expect(items).toHaveLength(1);
    expect(failures).toMatchObject([{ code: 'too-deep', line: 1 }]);
  });

  test('when escaped HTML is nested 200,000 deep, its item is refused and its neighbour is not', () => {
    const { items } = read(
      inChannel(`<item><description>${'&lt;b>'.repeat(200_000)}x</description></item>${ITEM}`),
    );
    expect(items).toHaveLength(2);
    expect(items[0]?.refusal).not.toBeNull();
    expect(items[1]?.refusal).toBeNull();
  });
});

describe('entities', () => {
  test('when a bomb is declared, nothing is expanded', () => {
    const { items, failures } = read(fixture('rss-entity-bomb.xml'));
    expect(items.map(({ headline }) => headline)).toEqual(['Before']);
    expect(failures).toMatchObject([{ code: 'entity-unknown', line: 5 }]);
    expect(failures[0]?.message).toContain('&c;');
  });

  test('when an external entity is named, nothing is fetched', () => {
    const { items, failures } = read(fixture('rss-external-entity.xml'));
    expect(items).toEqual([]);
    expect(failures).toMatchObject([{ code: 'entity-unknown', line: 4 }]);
  });

  test("when HTML's names are used undeclared, they are known", () => {
    const { items } = read(inChannel('<item><title>a&nbsp;b &eacute; &hellip;</title></item>'));
    expect(items[0]?.headline).toBe('a\u00a0b é …');
  });
});

describe('limits', () => {
  const limits = (some: Partial<typeof DEFAULT_LIMITS>) => ({ limits: { ...DEFAULT_LIMITS, ...some } });

  test('when the input is too large, it is not read', () => {
    expect(read(inChannel(ITEM), limits({ bytes: 10 })).failures).toMatchObject([
      { code: 'input-too-large' },
    ]);
  });

  test('when there are a million items, reading stops at the limit', () => {
    const { items, failures } = read(inChannel(ITEM.repeat(1_000_000)), limits({ items: 100 }));
    expect(items).toHaveLength(100);
    expect(failures).toMatchObject([{ code: 'too-many-items' }]);
  });

  test('when there are a million attributes, reading stops at the limit', () => {
    const many = Array.from({ length: 1_000_000 }, (_, n) => `a${n}=""`).join(' ');
    expect(read(`<rss ${many}/>`).failures).toMatchObject([{ code: 'too-many-attributes' }]);
  });

  test.each([
    ['one text', 'x'.repeat(250_000)],
    ['many elements', '<a/>'.repeat(60_000)],
  ])('when an item is too long with %s, it is left out and its neighbours are not', (_what, content) => {
    const { items, failures } = read(
      inChannel(`${ITEM}<item><title>${content}</title></item>${ITEM}`),
      limits({ itemText: 200_000 }),
    );
    expect(items).toHaveLength(2);
    expect(failures).toMatchObject([{ code: 'item-too-long', index: 1 }]);
  });

  test('when a JSON item is too long, it is left out', () => {
    const text = `{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","title":"${'x'.repeat(2000)}"},{"id":"2","title":"y"}]}`;
    const { items, failures } = read(text, limits({ itemText: 1000 }));
    expect(items.map(({ guid }) => guid)).toEqual(['2']);
    expect(failures).toMatchObject([{ code: 'item-too-long', index: 0 }]);
  });
});

test('when NUL stands in a feed, reading stops there with its place', () => {
  const { items, failures } = read(inChannel(`${ITEM}\n<item><title>a\0b</title></item>`));
  expect(items).toHaveLength(1);
  expect(failures).toMatchObject([{ code: 'xml-not-well-formed', line: 2 }]);
});

test('when half a surrogate pair stands in JSON text, the item is refused', () => {
  const text = '{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","content_text":"a\\udc00b"}]}';
  expect(read(text).items[0]?.refusal?.code).toBe('lone-surrogate');
});

describe.each(['rss-2.0-full-story.xml', 'atom-1.0-text-html-xhtml.xml', 'json-feed-1.1.json'])(
  '%s',
  (name) => {
    const bytes = fixture(name);

    test('when it is cut off at any byte, it never throws and loses no complete item', () => {
      const whole = read(bytes).items.map(({ guid }) => guid);
      const end = bytes.toString('latin1').trimEnd().length;
      for (let length = 0, before = 0; length <= bytes.length; length++) {
        const { items, failures } = read(bytes.subarray(0, length));
        const guids = items.map(({ guid }) => guid);
        expect(guids).toEqual(whole.slice(0, guids.length));
        expect(guids.length).toBeGreaterThanOrEqual(before);
        if (length < end) expect(failures.length).toBeGreaterThan(0);
        before = guids.length;
      }
    });

    test('when bytes in it are changed, it never throws', () => {
      const change = fc.record({ at: fc.nat(bytes.length - 1), byte: fc.nat(255), cut: fc.nat(20) });
      fc.assert(
        fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
          let mutated = Buffer.from(bytes);
          for (const { at, byte, cut } of changes) {
            if (cut > 10) mutated = Buffer.concat([mutated.subarray(0, at), mutated.subarray(at + cut)]);
            else if (at < mutated.length) mutated[at] = byte;
          }
          const { items, failures } = read(mutated);
          for (const { text, guid } of items) expect(typeof text + typeof guid).toBe('stringstring');
          expect(codes(failures).every((code) => /^[a-z0-9-]+$/.test(code))).toBe(true);
        }),
        { numRuns: 300 },
      );
    });
  },
);

test('when it is any bytes at all, it never throws', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      read(bytes);
    }),
    { numRuns: 500 },
  );
});

test('when it is any shuffle of what feeds are made of, it never throws', () => {
  const piece = fc.constantFrom(
    '<rss>',
    '<channel>',
    '<item>',
    '</item>',
    '<title>',
    '</title>',
    '<guid>g',
    '</guid>',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '&amp;',
    '&',
    '&x;',
    '&#0;',
    '&#xD800;',
    '<?xml ',
    '?>',
    '<!DOCTYPE rss [',
    ']>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    '<entry>',
    '</entry>',
    '<link href="',
    '"/>',
    'text',
    '\u0000',
    '\ud83d\ude00',
    '{"items":[',
    '{"id":1}',
    ']}',
    '"',
    '\\u',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      read(pieces.join(''));
    }),
    { numRuns: 1000 },
  );
});
