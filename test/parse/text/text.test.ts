// Plain text as agencies mail and drop it.

import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ParsedItem } from '../../../src/model/item.ts';
import { DEFAULT_LIMITS, type ParseContext, type ParseFailure } from '../../../src/model/parse-result.ts';
import { parsePlainText } from '../../../src/parse/text/text.ts';
import { sharedPath } from '../../text/shared-data.ts';

const CONTEXT: ParseContext = {
  format: 'text',
  provider: 'ostwire',
  timezone: 'Asia/Kolkata',
  charset: null,
  emptyEmbargo: 'hold',
  conventions: [],
  language: 'en',
  contentType: null,
  baseUrl: null,
  receivedAt: '2025-09-18T04:00:00.000Z',
  guid: null,
  version: null,
  limits: DEFAULT_LIMITS,
};

function read(text: string, context: Partial<ParseContext> = {}): ParsedItem {
  const [step] = parsePlainText(text, { ...CONTEXT, ...context });
  if (step?.type !== 'item') throw new Error(`no item: ${JSON.stringify(step)}`);
  return step.item;
}

function failureOf(text: string, context: Partial<ParseContext> = {}): ParseFailure | null {
  const [step] = parsePlainText(text, { ...CONTEXT, ...context });
  return step?.type === 'failure' ? step.failure : null;
}

const FERRIES =
  'PORT ALDER, Sept 17 (Ostwire) - The ferries run again after nine days of repair, the harbour office said.';

describe('the seed story', () => {
  const folder = sharedPath('seed');
  it.skipIf(folder === null)('is read to the letter', () => {
    const [name = ''] = readdirSync(folder ?? '');
    const bytes = readFileSync(`${folder}/${name}`, 'utf8');
    const item = read(bytes);
    expect(item.dateline).toEqual({
      text: 'Islamabad, Sep 17',
      place: 'Islamabad',
      date: '2025-09-17',
      credit: null,
    });
    expect(item.headline).toBeNull();
    expect(item.disclaimer).toMatch(/^Disclaimer: This post has been auto-published/);
    const copy = bytes
      .trim()
      .replace(/^date 2025-09-17 /, '')
      .replace(/\n\nDisclaimer:[\s\S]*$/, '');
    expect(item.text).toBe(copy.replaceAll('\n\n', '\n'));
    expect(item.text).toContain('targetting');
    expect(item.text).toMatch(/"Since October/);
    expect(item.text).toMatch(/“One of the biggest/);
    expect(item).toMatchObject({
      kind: 'story',
      refusal: null,
      direction: 'ltr',
      versionCreated: '2025-09-16T18:30:00.000Z',
    });
  });
});

describe('a whole story', () => {
  const item = read(
    [
      'Slug: FERRIES',
      'Date: 2025-09-17 10:30 +0530',
      'Urgency: 4',
      'Guid: ostwire-7',
      'Version: 2',
      'Category: Transport; Ports',
      'Keywords: ferry, pier',
      '',
      'Ferries run again in Port Alder',
      '',
      'By Jane Roe, Ostwire',
      '',
      FERRIES,
      '',
      'A second paragraph',
      'goes on.',
      '',
      '(Reporting by Jane Roe)',
      '',
      '--OSTWIRE',
      '',
      'Disclaimer: This post has been auto-published from an agency feed.',
    ].join('\r\n'),
  );

  it('has its fields', () => {
    expect(item).toMatchObject({
      format: 'text',
      provider: 'ostwire',
      guid: 'ostwire-7',
      version: '2',
      versionCreated: '2025-09-17T05:00:00.000Z',
      kind: 'story',
      headline: 'Ferries run again in Port Alder',
      slugline: 'FERRIES',
      byline: 'Jane Roe, Ostwire',
      dateline: {
        text: 'PORT ALDER, Sept 17 (Ostwire)',
        place: 'PORT ALDER',
        date: '2025-09-17',
        credit: 'Ostwire',
      },
      credit: 'Ostwire',
      urgency: 4,
      language: 'en',
      direction: 'ltr',
      subjects: [{ name: 'Transport' }, { name: 'Ports' }],
      keywords: ['ferry', 'pier'],
      places: ['PORT ALDER'],
      signOff: '(Reporting by Jane Roe)\n--OSTWIRE',
      disclaimer: 'Disclaimer: This post has been auto-published from an agency feed.',
      refusal: null,
      warnings: [],
    });
  });

  it('keeps byline, dateline and sign-off in the text, and not the headline or the disclaimer', () => {
    expect(item.text).toBe(
      `By Jane Roe, Ostwire\n${FERRIES}\nA second paragraph goes on.\n(Reporting by Jane Roe)\n--OSTWIRE`,
    );
  });
});

describe('header lines', () => {
  it('may stand on the line of the copy', () => {
    expect(read(`date 2025-09-17 ${FERRIES}`).text).toBe(FERRIES);
    expect(read(`Date: 2025-09-17\n${FERRIES}`).text).toBe(FERRIES);
  });

  it('of other names are copy', () => {
    expect(read(`Question: who pays.\n\n${FERRIES}`).text).toBe(`Question: who pays.\n${FERRIES}`);
  });

  it('further down are copy', () => {
    expect(read(`${FERRIES}\n\nDate: next Tuesday`).text).toBe(`${FERRIES}\nDate: next Tuesday`);
  });

  it('with a date alone are read as its start in the source’s zone, and said so', () => {
    const { versionCreated, warnings } = read(`Date: 17 September 2025\n\n${FERRIES}`);
    expect(versionCreated).toBe('2025-09-16T18:30:00.000Z');
    expect(warnings.map(({ code }) => code)).toEqual(['time-without-zone', 'date-without-time']);
  });

  it('with an embargo hold the story until then', () => {
    expect(read(`Embargo: 2025-09-20T06:00:00Z\n\n${FERRIES}`)).toMatchObject({
      embargoedUntil: '2025-09-20T06:00:00.000Z',
      refusal: null,
    });
  });
});

describe('an embargo that is not understood', () => {
  it.each([
    `Embargo: until the mayor has spoken\n\n${FERRIES}`,
    `EMBARGOED UNTIL NOON\n\n${FERRIES}`,
    `Embargo:\n\n${FERRIES}`,
  ])('is not lost: %j', (text) => {
    expect(read(text)).toMatchObject({ signals: ['embargo'], embargoedUntil: null });
  });
});

describe('paragraphs', () => {
  const paragraphs = (text: string): string[] => read(text).text.split('\n');

  it('are parted by blank lines, with line feeds inside collapsed', () => {
    expect(paragraphs('one two\nthree.\n \t\nfour.\n\n\n\nfive.')).toEqual([
      'one two three.',
      'four.',
      'five.',
    ]);
  });

  it('are parted by indentation where there are no blank lines', () => {
    expect(paragraphs('   one two\nthree.\n   four\nfive.')).toEqual(['one two three.', 'four five.']);
  });

  it('are the lines where nothing else parts them', () => {
    expect(paragraphs('One ends.\nTwo ends.\nThree ends.')).toEqual([
      'One ends.',
      'Two ends.',
      'Three ends.',
    ]);
  });

  it('are one where the lines are wrapped at a width', () => {
    const wrapped =
      'The ferries run again after nine days of\nrepair, the harbour office said, and the\nmayor was the first across the water.';
    expect(paragraphs(wrapped)).toEqual([wrapped.replaceAll('\n', ' ')]);
  });

  it('are parted by a form feed', () => {
    expect(paragraphs('One.\fTwo.')).toEqual(['One.', 'Two.']);
  });

  it('may end their lines with CR alone', () => {
    expect(paragraphs('One.\r\rTwo.')).toEqual(['One.', 'Two.']);
  });
});

describe('a headline', () => {
  it.each([
    ['a full sentence', `The ferries run again.\n\n${FERRIES}`],
    ['a dateline', `NEW DELHI: Ferries\n\n${FERRIES}`],
    ['a quotation', `“We are glad”\n\n${FERRIES}`],
    ['all there is', 'Ferries run again'],
    ['above another short line', 'Ferries run\n\nagain'],
    ['too long', `${'Ferries run again '.repeat(12)}\n\n${FERRIES}`],
  ])('is not taken from a first line that is %s', (_, text) => {
    expect(read(text).headline).toBeNull();
  });

  it('with a question mark is one', () => {
    expect(read(`Who pays for the pier?\n\n${FERRIES}`).headline).toBe('Who pays for the pier?');
  });

  it('alone is an alert', () => {
    expect(read('Headline: Ferries run again')).toMatchObject({
      kind: 'alert',
      headline: 'Ferries run again',
      text: '',
    });
  });
});

describe('identity', () => {
  it('is the transport’s guid before all', () => {
    expect(read(`Guid: a\n\n${FERRIES}`, { guid: 'b', version: '3' })).toMatchObject({
      guid: 'b',
      version: '3',
    });
  });

  it('is the digest of the text where there is none, whatever the line ends', () => {
    const first = read(`${FERRIES}\n\nMore.`);
    expect(first.guid).toBe(`text:${first.textSha256}`);
    expect(read(`${FERRIES}\r\n\r\nMore.\r\n`).guid).toBe(first.guid);
    expect(read(`${FERRIES}\n\nMore!`).guid).not.toBe(first.guid);
  });
});

describe('language and direction', () => {
  it('are the source’s where the script agrees', () => {
    expect(read(FERRIES)).toMatchObject({ language: 'en', direction: 'ltr' });
  });

  it('are read from the text where the script says otherwise', () => {
    const urdu = read('اسلام آباد، 17 ستمبر (آئی این پی): بندرگاہ کھل گئی۔');
    expect(urdu).toMatchObject({
      language: null,
      direction: 'rtl',
      warnings: [{ code: 'language-contradicted' }],
    });
  });

  it('are the header’s where it states one', () => {
    expect(read('Language: ur_PK\n\nبندرگاہ کھل گئی۔')).toMatchObject({
      language: 'ur-PK',
      direction: 'rtl',
    });
  });
});

describe('messages', () => {
  it.each([
    ['TEST - please ignore', 'test'],
    [
      'KILL: Ferries\n\nThe story of nine o’clock on ferries has errors and must not be used by anybody.',
      'kill',
    ],
    ['Headline: EDITORIAL ADVISORY: Ferries\n\nA telling follows at nine.', 'advisory'],
  ])('%j is a %s', (text, kind) => {
    expect(read(text).kind).toBe(kind);
  });
});

describe('bad input', () => {
  it.each([
    ['nothing', '', 'empty-input'],
    ['a byte order mark', '\ufeff', 'empty-input'],
    ['white space', ' \r\n\t\f\n', 'empty-input'],
    ['bytes that are no text', '\0\x01\x02P\0K\x03', 'not-text'],
  ])('of %s fails', (_, text, code) => {
    expect(failureOf(text)?.code).toBe(code);
  });

  it('too long for the limit fails', () => {
    const limits = { ...DEFAULT_LIMITS, itemText: 20 };
    expect(failureOf(FERRIES, { limits })?.code).toBe('item-too-long');
  });

  it('with a stray NUL loses it and says so', () => {
    const { text, warnings, refusal } = read(`${FERRIES}\0`);
    expect({ text, refusal }).toEqual({ text: FERRIES, refusal: null });
    expect(warnings).toMatchObject([{ code: 'control-characters' }]);
  });

  it('with half of a surrogate pair is held', () => {
    expect(read(`${FERRIES} \ud800`).refusal?.code).toBe('lone-surrogate');
  });

  it('of any kind never throws, and never loses a word of a story', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const [step] = parsePlainText(`A ferry ran. ${text}`, CONTEXT);
        expect(step).toBeDefined();
      }),
      { numRuns: 1_000 },
    );
    const line = fc.constantFrom('One two.', 'three four', '', ' ', '\tfive.', '--OSTWIRE', 'By Jane Roe');
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 9 }), (lines) => {
        const [step] = parsePlainText(lines.join('\n'), CONTEXT);
        if (step?.type !== 'item') return;
        const got = `${step.item.headline ?? ''} ${step.item.text}`
          .split(/\s+/)
          .filter((word) => word !== '');
        expect(got).toEqual(
          lines
            .join(' ')
            .split(/\s+/)
            .filter((word) => word !== ''),
        );
      }),
      { numRuns: 1_000 },
    );
  });
});

it('gives a sign-off that is wrapped over two lines as it stands in the text', () => {
  const story = read('The ferry sails again from Saltmarch this morning.\n\n--\nOSTWIRE ef/gh\n');
  expect(story.signOff).toBe('-- OSTWIRE ef/gh');
  expect(story.text).toBe('The ferry sails again from Saltmarch this morning.\n-- OSTWIRE ef/gh');
});
