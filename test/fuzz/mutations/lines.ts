// Mutations of line by line formats: transmissions, e-mail, text. Lines, header values, MIME parts and their labels.

import type { Random } from '../random.ts';
import type { Mutation } from './bytes.ts';
import { awkwardValue } from './values.ts';

const LINE = /[^\n]*\n|[^\n]+$/g;

const onLines =
  (change: (lines: string[], at: number, random: Random) => void): Mutation =>
  (file, random) => {
    const lines = file.match(LINE) ?? [];
    if (lines.length === 0) return file;
    change(lines, random.below(random.once(3) ? Math.min(12, lines.length) : lines.length), random);
    return lines.join('');
  };

const END = /\r?\n$/;

const endOf = (line: string): string => END.exec(line)?.[0] ?? '';

/** Labels that no decoder knows, and such as it does, on bytes that are written in another. */
const CHARSETS = [
  'utf-8',
  'utf-16',
  'utf-16le',
  'utf-7',
  'utf-32',
  'iso-8859-1',
  'windows-1252',
  'iso-2022-jp',
  'shift_jis',
  'gb18030',
  'big5',
  'ibm850',
  'x-none',
  '',
];
const ENCODINGS = ['base64', 'quoted-printable', '7bit', '8bit', 'binary', 'x-uuencode', ''];

const relabelCharset: Mutation = (file, random) =>
  file.replace(
    /(charset\s*=\s*"?|encoding\s*=\s*["'])[\w.:-]*/i,
    (_whole, before: string) => before + random.pick(CHARSETS),
  );

const relabelTransfer: Mutation = (file, random) =>
  file.replace(/(content-transfer-encoding:\s*)[\w-]+/gi, (whole, before: string) =>
    random.once(2) ? whole : before + random.pick(ENCODINGS),
  );

const BOUNDARY = /boundary\s*=\s*"?([^\s";]{1,70})/i;

const onParts =
  (change: (parts: string[], at: number, random: Random) => void): Mutation =>
  (file, random) => {
    const boundary = BOUNDARY.exec(file)?.[1];
    if (boundary === undefined) return file;
    const mark = `--${boundary}`;
    const parts = file.split(mark);
    if (parts.length < 2) return file;
    change(parts, 1 + random.below(parts.length - 1), random);
    return parts.join(mark);
  };

/** The same bytes said or written in another character set. */
const transcode: Mutation = (file, random) => {
  const text = Buffer.from(file, 'latin1').toString();
  if (random.once(3)) return Buffer.from(text, 'latin1').toString('latin1');
  const wide = Buffer.from(random.once(2) ? `\ufeff${text}` : text, 'utf16le');
  return (random.once(2) ? wide : wide.swap16()).toString('latin1');
};

export const LINE_MUTATIONS: readonly Mutation[] = [
  onLines((lines, at) => lines.splice(at, 1)),
  onLines((lines, at, random) =>
    lines.splice(
      at,
      0,
      ...Array.from({ length: 1 + random.below(random.pick([1, 30])) }, () => lines[at] ?? ''),
    ),
  ),
  onLines((lines, at, random) => {
    const other = random.below(lines.length);
    const kept = lines[at] ?? '';
    lines[at] = lines[other] ?? '';
    lines[other] = kept;
  }),
  onLines((lines, at, random) => {
    const line = lines[at] ?? '';
    lines[at] = `${awkwardValue(random)}${endOf(line)}`;
  }),
  onLines((lines, at, random) => {
    const line = lines[at] ?? '';
    const colon = line.indexOf(':');
    if (colon >= 0) lines[at] = `${line.slice(0, colon + 1)} ${awkwardValue(random)}${endOf(line)}`;
  }),
  onLines((lines, at) => {
    lines[at] = (lines[at] ?? '').replace(END, '');
  }),
  onLines((lines, at, random) => {
    lines[at] = (lines[at] ?? '').replaceAll(/\d+/g, () => random.pick(['0', '9999', '00', '-5', '1e9', '']));
  }),
  (file) => file.replaceAll('\r\n', '\n'),
  (file) => file.replaceAll(/\r?\n/g, '\r'),
  (file) => file.replaceAll(/\r?\n/g, '\r\n'),
];

export const LABEL_MUTATIONS: readonly Mutation[] = [
  relabelCharset,
  relabelTransfer,
  transcode,
  onParts((parts, at) => parts.splice(at, 1)),
  onParts((parts, at) => parts.splice(at, 0, parts[at] ?? '')),
  onParts((parts, at, random) => {
    const other = 1 + random.below(parts.length - 1);
    const kept = parts[at] ?? '';
    parts[at] = parts[other] ?? '';
    parts[other] = kept;
  }),
  onParts((parts, at) => {
    parts[at] = `\r\nContent-Type: message/rfc822\r\n\r\n${parts.join('').slice(0, 20_000)}\r\n`;
  }),
];
