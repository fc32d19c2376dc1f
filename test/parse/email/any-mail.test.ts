// Any story in any form of mail: no word lost, one identity; and any bytes at all: never an exception.

import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { words } from '../../../src/text/words.ts';
import { itemAt, read } from '../support/read.ts';

const HEAD = `Message-ID: <1@ostwire.example>\r\nMIME-Version: 1.0\r\nSubject: An invented headline\r\n`;

const WORD = fc.constantFrom(
  ...'port elm said café naïve 5,000 £7 “quiet” Zürich Привет नमस्ते 東京 = =3D <b> &amp; > From -- * well. yes; (no)'.split(
    ' ',
  ),
);
const SENTENCE = fc
  .array(WORD, { minLength: 1, maxLength: 60 })
  // A first word that no rule reads: it is no quotation, no list, no separator.
  .map((list) => `Copy ${list.join(' ')}.`);
const STORY = fc.array(SENTENCE, { minLength: 1, maxLength: 6 });

const transfer = {
  '8bit': (text: string) => Buffer.from(text).toString('latin1'),
  base64: (text: string) => Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\r\n'),
  'quoted-printable': (text: string) =>
    [...Buffer.from(text)]
      .map((byte) => (byte === 13 || byte === 10 ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`))
      .join('')
      .replace(/(?:=..){20}/g, '$&=\r\n'),
}; // biome-ignore format: one expression each

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const form = {
  fixed: (story: readonly string[]) => ({ type: 'text/plain; charset=utf-8', text: story.join('\r\n\r\n') }),
  flowed: (story: readonly string[]) => ({
    type: 'text/plain; charset=utf-8; format=flowed',
    text: story.map((text) => text.replace(/(.{30,60}) (?=\S)/g, '$1 \r\n').replace(/^(?= |>|From )/gm, ' ')).join('\r\n\r\n'),
  }),
  html: (story: readonly string[]) => ({
    type: 'text/html; charset=utf-8',
    text: story.map((text) => `<p>${escaped(text)}</p>`).join('\r\n'),
  }),
}; // biome-ignore format: one expression each

function mail(story: readonly string[], of: keyof typeof form, by: keyof typeof transfer): Buffer {
  const { type, text } = form[of](story);
  const headers = `${HEAD}Content-Type: ${type}\r\nContent-Transfer-Encoding: ${by}\r\n\r\n`;
  return Buffer.from(headers + transfer[by](text), 'latin1');
}

test('a story keeps its words and its identity in every form and encoding', () => {
  fc.assert(
    fc.property(
      STORY,
      fc.constantFrom('fixed' as const, 'flowed' as const, 'html' as const),
      fc.constantFrom('8bit' as const, 'base64' as const, 'quoted-printable' as const),
      (story, of, by) => {
        const item = itemAt(read(mail(story, of, by)));
        expect(words(item.text)).toEqual(words(story.join('\n')));
        expect(item.refusal).toBeNull();
        expect(item.guid).toBe(itemAt(read(mail(story, 'fixed', '8bit'))).guid);
      },
    ),
    { numRuns: 300 },
  );
});

const FOLDER = new URL('../../fixtures/email/', import.meta.url);
const FIXTURES = readdirSync(FOLDER).map((name) => readFileSync(new URL(name, FOLDER)));
const PIECES = [
  '--outer',
  '--outer--',
  '\r\n\r\n',
  'Content-Type: multipart/mixed; boundary=outer\r\n',
  '=?utf-8?q?',
  '?=',
  '=',
  '\0',
  '>',
  'From ',
  '-- \n',
  '\xff',
];

test('no mail, however broken, is an exception', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...FIXTURES),
      fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(...PIECES), fc.integer({ min: 0, max: 40 })), { maxLength: 6 }),
      (original, changes) => {
        let text = original.toString('latin1');
        for (const [place, piece, removed] of changes) {
          const at = Math.floor(place * text.length);
          text = text.slice(0, at) + piece + text.slice(at + removed);
        }
        const { items, failures } = read(Buffer.from(text, 'latin1'), { format: 'email' });
        expect(items.length + failures.length).toBeGreaterThan(0);
      },
    ),
    { numRuns: 500 },
  );
}); // biome-ignore format: a table of changes
