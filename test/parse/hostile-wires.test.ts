// Bad input in the wire formats: one bad item among ten costs only itself, limits are named, what does not fit is said.

import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS, type ParseLimits } from '../../src/model/parse-result.ts';
import { CONTEXT, codes, type Reading, read } from './support/read.ts';

const TIME = '2025-09-17T08:00:00+00:00';

const g2 = (guid: string, body: string, status = 'stat:usable'): string =>
  `<newsItem guid="${guid}" version="1" standard="NewsML-G2" standardversion="2.35" xml:lang="en"><catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_40.xml"/><itemMeta><itemClass qcode="ninat:text"/><provider literal="mw"/><versionCreated>${TIME}</versionCreated><pubStatus qcode="${status}"/></itemMeta><contentMeta><headline>Bridge opens</headline></contentMeta><contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body><p>${body}</p></body></html></inlineXML></contentSet></newsItem>`;
const g2Message = (items: readonly string[]): string =>
  `<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>${TIME}</sent></header><itemSet>\n${items.join('\n')}\n</itemSet></newsMessage>`;

const newsml1 = (guid: string, body: string, status = 'Usable'): string =>
  `<NewsItem><Identification><NewsIdentifier><ProviderId>mw.example</ProviderId><DateId>20250917</DateId><NewsItemId>${guid}</NewsItemId><RevisionId PreviousRevision="0" Update="N">1</RevisionId><PublicIdentifier>urn:newsml:mw.example:20250917:${guid}:1</PublicIdentifier></NewsIdentifier></Identification><NewsManagement><NewsItemType FormalName="News"/><FirstCreated>20250917T080000Z</FirstCreated><ThisRevisionCreated>20250917T080000Z</ThisRevisionCreated><Status FormalName="${status}"/></NewsManagement><NewsComponent><NewsLines><HeadLine>Bridge opens</HeadLine></NewsLines><ContentItem><DataContent><p>${body}</p></DataContent></ContentItem></NewsComponent></NewsItem>`;
const newsml1Message = (items: readonly string[]): string =>
  `<NewsML><NewsEnvelope><DateAndTime>20250917T080000Z</DateAndTime></NewsEnvelope>\n${items.join('\n')}\n</NewsML>`;

const iptc = (number: number, body: string): string =>
  `\x01mer000${number} 4 i 5\r\n\r\nHarbour/\r\n\x02Bridge opens =\r\n\r\nSeestadt (mer) - ${body}\r\n\r\n\x03171205 Sep 25\r\n\x7f\r\n\x7f\x04`;
const anpa = (number: number, body: string): string =>
  `\x16\x16\x01a000${number}\r\nr i BC-Harbour 09-17 0005\r\n\x02^BC-Harbour<\r\n^Bridge opens<\r\n\tSEESTADT (MER) - ${body}\r\n\x03mw-09-17-25 1205GMT<\r\n\x04`;

const ninjs = (uri: string, body: unknown): unknown => ({
  uri,
  type: 'text',
  version: '1',
  versioncreated: TIME,
  pubstatus: 'usable',
  headline: 'Bridge opens',
  body_text: body,
});

const numbers = Array.from({ length: 10 }, (_, n) => n);
/** Ten of them, of which the sixth is another. */
const ten = <T>(good: (n: number) => T, bad: (n: number) => T): T[] =>
  numbers.map((n) => (n === 5 ? bad(n) : good(n)));

describe('one bad item among ten', () => {
  test.each<[string, () => string | Buffer, string]>([
    [
      'NewsML-G2, of an unknown status',
      () =>
        g2Message(
          ten(
            (n) => g2(`g-${n}`, `Text ${n}.`),
            (n) => g2(`g-${n}`, 'x', 'stat:perhaps'),
          ),
        ),
      'status-unknown',
    ],
    [
      'NewsML-G2, without a guid',
      () =>
        g2Message(
          ten(
            (n) => g2(`g-${n}`, `Text ${n}.`),
            () => g2('', 'x'),
          ),
        ),
      'guid-missing',
    ],
    [
      'NewsML-G2, with a byte that is no UTF-8',
      () =>
        broken(
          g2Message(
            ten(
              (n) => g2(`g-${n}`, `Text é ${n}.`),
              (n) => g2(`g-${n}`, 'x#x'),
            ),
          ),
        ),
      'charset-undecodable',
    ],
    [
      'NewsML 1.2, of an unknown status',
      () =>
        newsml1Message(
          ten(
            (n) => newsml1(`n-${n}`, `Text ${n}.`),
            (n) => newsml1(`n-${n}`, 'x', 'Perhaps'),
          ),
        ),
      'status-unknown',
    ],
    [
      'IPTC 7901, with a byte of no character set',
      () =>
        Buffer.from(
          ten(
            (n) => iptc(n, `Text ${n}.`),
            (n) => iptc(n, 'x \x1a x'),
          ).join(''),
          'latin1',
        ),
      'charset-undecodable',
    ],
    [
      'ninjs, with a body of a wrong type',
      () =>
        JSON.stringify(
          ten(
            (n) => ninjs(`j-${n}`, `Text ${n}.`),
            (n) => ninjs(`j-${n}`, { a: 1 }),
          ),
        ),
      'json-wrong-type',
    ],
    [
      'ninjs, with half a character',
      () =>
        JSON.stringify(
          ten(
            (n) => ninjs(`j-${n}`, `Text ${n}.`),
            (n) => ({ ...Object(ninjs(`j-${n}`, 'x')), headline: 'a\ud800' }),
          ),
        ),
      'lone-surrogate',
    ],
    [
      'ninjs, with a key twice',
      () =>
        JSON.stringify(
          ten(
            (n) => ninjs(`j-${n}`, `Text ${n}.`),
            (n) => ninjs(`j-${n}`, 'x'),
          ),
        ).replace('"uri":"j-5"', '"uri":"j-5","uri":"j-5"'),
      'json-duplicate-key',
    ],
  ])('in %s costs only itself', (_what, make, code) => {
    const { items, failures } = read(make());
    expect(items.map(({ text }) => /\d/.exec(text)?.[0])).toEqual([
      '0',
      '1',
      '2',
      '3',
      '4',
      '6',
      '7',
      '8',
      '9',
    ]);
    expect(failures).toMatchObject([{ code, index: 5 }]);
  });

  test('in ANPA 1312, cut off in the middle, costs itself and is told of', () => {
    const all = ten(
      (n) => anpa(n, `Text ${n}.`),
      (n) => anpa(n, 'x').slice(0, 60),
    ).join('');
    const { items, failures } = read(Buffer.from(all, 'latin1'));
    expect(items.filter(({ text }) => /Text \d/.test(text)).length).toBeGreaterThanOrEqual(8);
    expect(failures.length).toBeGreaterThan(0);
  });

  test.each<[string, string]>([
    [
      'NewsML-G2',
      g2Message(
        ten(
          (n) => g2(`g-${n}`, `Text ${n}.`),
          () => '<newsItem><b></newsItem>',
        ),
      ),
    ],
    [
      'NewsML 1.2',
      newsml1Message(
        ten(
          (n) => newsml1(`n-${n}`, `Text ${n}.`),
          () => '<NewsItem><b></NewsItem>',
        ),
      ),
    ],
  ])(
    'in %s, not well-formed, ends the reading behind those before it, with line and column',
    (_what, document) => {
      const { items, failures } = read(document);
      expect(items).toHaveLength(5);
      expect(failures).toMatchObject([
        { code: 'xml-not-well-formed', line: 7, column: expect.any(Number), index: null },
      ]);
    },
  );
});

/** The mark becomes a byte that begins no character. */
function broken(document: string): Buffer {
  const bytes = Buffer.from(document);
  bytes[bytes.indexOf('#')] = 0xff;
  return bytes;
}

describe('limits', () => {
  const limited = (document: string, some: Partial<ParseLimits>): Reading =>
    read(document, { ...CONTEXT, limits: { ...DEFAULT_LIMITS, ...some } });
  const message = g2Message(numbers.map((n) => g2(`g-${n}`, `Text ${n}.`)));

  test.each<[keyof ParseLimits, number, string]>([
    ['bytes', 100, 'input-too-large'],
    ['depth', 5, 'too-deep'],
    ['attributes', 3, 'too-many-attributes'],
    ['items', 4, 'too-many-items'],
    ['itemText', 300, 'item-too-long'],
  ])('when %s is more than allowed, it is named', (limit, value, code) => {
    const { failures } = limited(message, { [limit]: value });
    expect(codes(failures)).toContain(code);
    expect(limited(message, {}).items).toHaveLength(10);
  });
});

describe('what agencies cannot have meant', () => {
  test('when a line of a message is 2 MB long, it is read', () => {
    const { items } = read(Buffer.from(iptc(1, 'Long '.repeat(400_000)), 'latin1'));
    expect(items[0]?.text.match(/Long/g)).toHaveLength(400_000);
  });

  test.each(['0', '99999', '-3', 'x'])('when the header counts %s words, the text is whole', (count) => {
    const { items, failures } = read(
      Buffer.from(iptc(1, 'Five words stand right here.').replace(' i 5', ` i ${count}`), 'latin1'),
    );
    if (items.length === 0) expect(failures).toHaveLength(1);
    else expect(items[0]?.text).toContain('Five words stand right here.');
  });

  test('when numbers are huge, they are not made others', () => {
    const document = JSON.stringify(ninjs('j', 'Text.')).replace(
      '"version":"1"',
      '"version":123456789012345678901234567890',
    );
    const { items, failures } = read(document);
    expect(items[0]?.version ?? failures[0]?.code).toMatch(
      /^123456789012345678901234567890$|^json-wrong-type$/,
    );
  });

  test.each(['null', '[]', '{}', '"x"', '[[]]', '[null]', '{"uri":null}', '{"uri":[]}'])(
    'when the JSON is %s, it is refused',
    (document) => {
      const { items, failures } = read(document, { ...CONTEXT, format: 'ninjs' });
      expect(items).toEqual([]);
      expect(failures.length).toBeGreaterThan(0);
    },
  );

  test('when parts of a mail are in several character sets, each is read in its own', () => {
    const mail = Buffer.concat([
      Buffer.from(
        'From: a@wire.example\r\nSubject: =?iso-8859-1?q?Br=FCcke?= =?utf-8?q?_f=C3=BCr_alle?=\r\nMessage-ID: <1@wire.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n',
      ),
      Buffer.from(
        '--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\nDie Brücke ist offen.\r\n',
        'latin1',
      ),
      Buffer.from(
        '--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Die Brücke ist offen.</p>\r\n--b--\r\n',
      ),
    ]);
    const { items } = read(mail);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      headline: 'Brücke für alle',
      text: 'Die Brücke ist offen.',
      refusal: null,
    });
  });
});
