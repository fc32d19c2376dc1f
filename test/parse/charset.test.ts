import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { decode } from '../../src/parse/charset.ts';
import { codes, inChannel, itemAt, read } from './support/read.ts';

const declared = (charset: string, text: string) =>
  iconv.encode(
    `<?xml version="1.0" encoding="${charset}"?>${inChannel(`<item><title>${text}</title></item>`)}`,
    charset,
  );

test.each([
  ['windows-1252', '“Quotes” — €5 – œuvre š Ž ž Ÿ'],
  ['iso-8859-2', 'Zażółć gęślą jaźń'],
  ['iso-8859-5', 'Новости дня'],
  ['iso-8859-7', 'Καλημέρα κόσμε'],
  ['iso-8859-9', 'Güneş doğdu'],
  ['iso-8859-15', 'Prix : 5 € à Œuilly'],
  ['koi8-r', 'Новости дня'],
  ['windows-1251', 'Новости дня'],
  ['windows-1256', 'أخبار اليوم'],
  ['windows-1255', 'חדשות היום'],
  ['shift_jis', '日本の新聞'],
  ['euc-jp', '日本の新聞'],
  ['gb18030', '中文新闻 𠀀'],
  ['gbk', '中文新闻'],
  ['big5', '中文新聞'],
  ['euc-kr', '한국어 뉴스'],
])('when %s is declared, it is decoded', (charset, text) => {
  const reading = read(declared(charset, text));
  expect(itemAt(reading).headline).toBe(text);
  expect(itemAt(reading).warnings).not.toContainEqual(expect.objectContaining({ code: 'charset-conflict' }));
});

test.each(['utf-16le', 'utf-16be'])('when %s comes with a mark or without, it is decoded', (charset) => {
  for (const addBOM of [true, false]) {
    const bytes = iconv.encode(inChannel('<item><title>Žluťoučký kůň</title></item>'), charset, { addBOM });
    expect(itemAt(read(bytes)).headline).toBe('Žluťoučký kůň');
  }
});

test('every byte of windows-1252 from 0x80 to 0x9F is what WHATWG says', () => {
  const bytes = Buffer.from([0x3e, ...Array.from({ length: 32 }, (_, n) => 0x80 + n)]);
  const decoding = decode(bytes, 'text/plain; charset=windows-1252');
  expect(decoding.ok && decoding.value.text.slice(1)).toBe(
    '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ',
  );
});

describe('when the evidence conflicts', () => {
  const title = 'Café “noir”';
  const xml = (charset: string) =>
    `<?xml version="1.0" encoding="${charset}"?>${inChannel(`<item><title>${title}</title></item>`)}`;

  test('the byte order mark goes before all else', () => {
    const bytes = iconv.encode(xml('iso-8859-1'), 'utf-8', { addBOM: true });
    const item = itemAt(read(bytes, { contentType: 'text/xml; charset=koi8-r' }));
    expect(item.headline).toBe(title);
    expect(codes(item.warnings)).toContain('charset-conflict');
  });

  test('HTTP goes before the declaration', () => {
    const bytes = iconv.encode(xml('koi8-r'), 'windows-1252');
    const item = itemAt(read(bytes, { contentType: 'application/rss+xml; charset="windows-1252"' }));
    expect(item.headline).toBe(title);
    expect(codes(item.warnings)).toContain('charset-conflict');
  });

  test('what is UTF-8 is not read as Latin', () => {
    const item = itemAt(read(Buffer.from(xml('iso-8859-1'))));
    expect(item.headline).toBe(title);
    expect(codes(item.warnings)).toContain('charset-conflict');
  });

  test('what claims to be UTF-8 and is not falls back to windows-1252', () => {
    for (const claim of ['utf-8', 'us-ascii']) {
      const item = itemAt(read(iconv.encode(xml(claim), 'windows-1252')));
      expect(item.headline).toBe(title);
    }
    const item = itemAt(read(iconv.encode(xml('utf-8'), 'windows-1252')));
    expect(codes(item.warnings)).toContain('charset-conflict');
  });

  test('text/xml without a charset is not taken for ASCII', () => {
    expect(itemAt(read(Buffer.from(xml('utf-8')), { contentType: 'text/xml' })).headline).toBe(title);
  });

  test('an unknown label is a warning', () => {
    const item = itemAt(read(Buffer.from(xml('klingon-1'))));
    expect(item.headline).toBe(title);
    expect(codes(item.warnings)).toContain('charset-unknown');
  });
});

describe('a wire document that is not UTF-8', () => {
  const before = '<nitf><body><body.content><p>Caf';
  const nitf = `${before}é “noir”</p></body.content></body></nitf>`;

  test.each([
    ['states no charset', ''],
    ['states one that is not known', '<?xml version="1.0" encoding="klingon-1"?>'],
  ])('and %s is refused, with the byte', (_what, declaration) => {
    const { items, failures } = read(iconv.encode(declaration + nitf, 'windows-1252'));
    expect(items).toEqual([]);
    expect(failures).toMatchObject([
      { code: 'charset-undecodable', index: null, offset: declaration.length + before.length },
    ]);
  });

  test('and states its charset is read', () => {
    const declared = `<?xml version="1.0" encoding="windows-1252"?>${nitf}`;
    expect(itemAt(read(iconv.encode(declared, 'windows-1252'))).text).toBe('Café “noir”');
    const undeclared = iconv.encode(nitf, 'windows-1252');
    const contentType = 'application/xml; charset=windows-1252';
    expect(itemAt(read(undeclared, { contentType })).text).toBe('Café “noir”');
  });
});

test('a feed that is not UTF-8 and states no charset is read all the same', () => {
  const feed = iconv.encode(inChannel('<item><title>Café noir</title></item>'), 'windows-1252');
  const item = itemAt(read(feed));
  expect(item.headline).toBe('Café noir');
  expect(codes(item.warnings)).toContain('charset-conflict');
});

test('when one byte of a UTF-8 feed is bad, only its item is lost, and the byte is named', () => {
  const before = '<rss><channel><item><title>Café déjà vu</title></item><item><title>caf';
  const bytes = Buffer.concat([
    Buffer.from(before),
    Buffer.from([0xc3]),
    Buffer.from('</title></item><item><title>Plätzchen</title></item></channel></rss>'),
  ]);
  const { items, failures } = read(bytes);
  expect(items.map(({ headline }) => headline)).toEqual(['Café déjà vu', 'Plätzchen']);
  expect(failures).toMatchObject([{ code: 'charset-undecodable', index: 1 }]);
  expect(failures[0]?.message).toContain(`byte ${Buffer.byteLength(before)} `);
});

test.each(['shift_jis', 'euc-jp', 'euc-kr', 'gb18030', 'big5', 'iso-8859-6'])(
  'when a byte has no meaning in %s, the failure has its offset',
  (charset) => {
    const head = Buffer.from(`<?xml version="1.0" encoding="${charset}"?><rss>`);
    const decoding = decode(Buffer.concat([head, Buffer.from([0xff, 0x20, 0xff])]), null);
    expect(decoding).toMatchObject({ ok: false, failure: { code: 'charset-undecodable' } });
    const offset = decoding.ok ? null : decoding.failure.offset;
    expect(offset).toBeGreaterThanOrEqual(head.length);
    expect(offset).toBeLessThanOrEqual(head.length + 1);
  },
);
