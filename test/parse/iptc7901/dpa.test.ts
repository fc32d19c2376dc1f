// dpa's own IPTC 7901 beside the JSON that it was made from: same headline, text and signals; public data, kept outside the project.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildFragment } from '../../../src/text/fragment.ts';
import { words } from '../../../src/text/words.ts';
import { itemAt, read } from '../support/read.ts';

const DATA = new URL('../../../../shared/data/dpa/dpa-digitalwires-to-iptc7901/tests/data/', import.meta.url);
const present = existsSync(DATA);
if (!present) console.log('skipped: no dpa messages at ../shared/data/dpa');
const names = present ? readdirSync(new URL('output', DATA)).map((file) => file.replace(/\.iptc$/, '')) : [];

interface DigitalWire {
  readonly headline: string;
  readonly dateline: string | null;
  readonly article_html: string;
  readonly signal: string | null;
  readonly urgency: number;
}

const sent = (name: string): Buffer => readFileSync(new URL(`output/${name}.iptc`, DATA));
const item = (name: string) => itemAt(read(sent(name), { timezone: 'Europe/Berlin' }));
const source = (name: string): DigitalWire =>
  JSON.parse(readFileSync(new URL(`input/${name}.json`, DATA), 'utf8'));

const textOf = ({ dateline, article_html }: DigitalWire): string =>
  (dateline ?? '') + buildFragment(article_html, { baseUrl: null }).text;

describe.skipIf(!present)("dpa's messages", () => {
  test.each(names)('%s has the headline, urgency and correction of its JSON', (name) => {
    const { headline, urgency, signal } = source(name);
    expect(item(name)).toMatchObject({ headline, urgency, refusal: null });
    expect(item(name).signals.includes('correction')).toBe(signal === 'sig:correction');
  });

  test.each(names)('%s has the words of its JSON, none lost and none added', (name) => {
    expect(words(item(name).text)).toEqual(words(textOf(source(name))));
  });

  // A line that ends just where the next word has no room can't be told from a wrapped one; no-break spaces at line ends are lost.
  test.each(names.filter((name) => name !== 'tvo-pol'))('%s has the lines of its JSON', (name) => {
    expect(item(name).text).toBe(textOf(source(name)).replace(/\u00a0+$/gm, ''));
  });

  test.each(names)('%s has every word of the message in some field, but for what it names', (name) => {
    const message = sent(name).toString('utf8');
    const text = message.slice(message.indexOf('\x02') + 1, message.indexOf('\x03'));
    const open = text.split(/^\* \* \* \*$/m)[0] ?? '';
    const { headline, byline, edNote, summary, text: body } = item(name);
    const kept = new Set(words([headline, byline, edNote, summary, body].join('\n')));
    expect(words(open).filter((word) => !kept.has(word) && word !== 'von')).toEqual([]);
  });
});
