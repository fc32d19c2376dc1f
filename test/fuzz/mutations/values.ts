// Values that have broken readers: numbers, times, control characters, halves of characters, references, deep and long things.
// Everything is a string of bytes (Latin-1), so that it can be put anywhere in a file of any character set.

import type { Random } from '../random.ts';

const utf8 = (text: string): string => Buffer.from(text).toString('latin1');

const NUMBERS = [
  '0',
  '-0',
  '-1',
  '1e999',
  '-1e-999',
  '9007199254740993',
  '99999999999999999999999999999999',
  '0x10',
  '1.',
  '007',
  'NaN',
  '2147483648',
];
const TIMES = [
  '0000-00-00T00:00:00Z',
  '9999-12-31T23:59:60+14:00',
  '20250230T256199Z',
  '2025-09-17',
  '2025-09-17T10:00:00-99:99',
  '-271821-04-20T00:00:00Z',
  '20250917T101500+0530',
  'Wed, 31 Feb 2025 25:61:61 +9999',
  '311760 feb 99',
  '2025-W38-3T10',
  '275760-09-13T00:00:00.001Z',
];
const STATUSES = [
  'stat:usable',
  'stat:canceled',
  'stat:withheld',
  'Usable',
  'Embargoed',
  'Canceled',
  'stat:',
  'KILL',
];
const CONTROLS = [
  '\0',
  '\x01',
  '\x02',
  '\x03',
  '\x04',
  '\x0b',
  '\x1b',
  '\x1e',
  '\x7f',
  '\x85',
  '\r',
  '\x16\x16\x01',
  '\x1f\r\n',
];
const BROKEN_TEXT = [
  '\xed\xa0\x80',
  '\xed\xb0\x80',
  '\xc0\x80',
  '\xff\xfe',
  '\xef\xbb\xbf',
  '\xf4\x90\x80\x80',
  '\xc3',
  '\xe2\x80',
];
const STRANGE_TEXT = [
  '\u2028',
  '\u202e',
  '\u00ad',
  '\ufffd',
  '\ufeff',
  '\u{1f600}',
  'e\u0301',
  '\u0130',
  '\ufdfa',
  '\u3000',
].map(utf8);
const REFERENCES = [
  '&amp;',
  '&',
  '&#0;',
  '&#x0;',
  '&#xD800;',
  '&#x110000;',
  '&#99999999999;',
  '&nbsp;',
  '&nothing;',
  '&lt;p&gt;',
  '\\ud800',
  '\\u0000',
  '\\udc00\\ud800',
  '%00',
  '=00',
  '=?utf-8?q?=00?=',
  '=?utf-8?b?////?=',
];
const PIECES = [
  '<![CDATA[',
  ']]>',
  '<!--',
  '-->',
  '<?xml version="1.1"?>',
  '<!DOCTYPE nitf [<!ENTITY a "aaaa">]>',
  '<p>',
  '</p>',
  '<br>',
  '<script>x</script>',
  '<table><tr><td>',
  '{',
  '}',
  '[',
  ']',
  '"',
  '\\',
  ',',
  ':',
  '=\r\n',
  '--',
  '\r\n\r\n',
  '\x02\x03',
  ' xmlns="http://iptc.org/std/nar/2006-10-01/"',
  ' xml:lang="',
  ' hidden',
];
const LONG = 20_000;
const DEEP = [16, 70, 300, 3_000];

type Maker = (random: Random) => string;

const MAKERS: readonly Maker[] = [
  (random) => random.pick(NUMBERS),
  (random) => random.pick(TIMES),
  (random) => random.pick(STATUSES),
  (random) => random.pick(CONTROLS).repeat(1 + random.below(3)),
  (random) => random.pick(BROKEN_TEXT),
  (random) => random.pick(STRANGE_TEXT),
  (random) => random.pick(REFERENCES),
  (random) => random.pick(PIECES),
  () => '',
  (random) => ' '.repeat(1 + random.below(40)),
];
/** What makes a file many times longer comes seldom, or nothing else would be tried. */
const LARGE_MAKERS: readonly Maker[] = [
  (random) =>
    random
      .pick(['x', ' ', '\t', '&amp;', '<', '-', '\r', '/', '\xc3\xa9', '(', '"'])
      .repeat(random.below(LONG)),
  (random) =>
    random
      .pick(['<b>', '<p>', '<div><div>', '<block>', '[', '{"a":', '<newsItem>', '&lt;i&gt;'])
      .repeat(random.pick(DEEP)),
  (random) => Array.from({ length: random.below(2_000) }, (_, n) => ` a${n}="${n}"`).join(''),
];

/** A value to put anywhere. */
export const awkwardValue = (random: Random): string =>
  random.once(40) ? random.pick(LARGE_MAKERS)(random) : random.pick(MAKERS)(random);
