// Two files made one: halves of different formats, one inside the other as text, as markup, as an attachment.

import type { Random } from '../random.ts';

type Splice = (file: string, other: string, random: Random) => string;

const near = (file: string, random: Random): number => {
  const at = random.below(file.length + 1);
  const tag = file.indexOf(random.pick(['>', '\n', ',']), at);
  return tag < 0 ? at : tag + 1;
};

const insideXml = (file: string, added: string, random: Random): string => {
  const at = near(file, random);
  return file.slice(0, at) + added + file.slice(at);
};

const withoutProlog = (file: string): string =>
  file.replace(/^\s*<\?xml[^>]*\?>/, '').replace(/<!DOCTYPE[^>[]*(?:\[[^\]]*\])?>/i, '');

const SPLICES: readonly Splice[] = [
  (file, other, random) => file.slice(0, near(file, random)) + other.slice(near(other, random)),
  (file, other) => file + other,
  (file, other, random) => insideXml(file, withoutProlog(other), random),
  (file, other, random) => insideXml(file, `<![CDATA[${other}]]>`, random),
  (file, other, random) => insideXml(file, other.replaceAll('&', '&amp;').replaceAll('<', '&lt;'), random),
  (file, other, random) => {
    const at = random.below(other.length);
    return insideXml(file, other.slice(at, at + 400), random);
  },
  (file, other) =>
    `MIME-Version: 1.0\r\nSubject: spliced\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\n\r\n${file}\r\n--x\r\n` +
    `Content-Type: application/octet-stream; name="a.xml"\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(other, 'latin1').toString('base64')}\r\n--x--\r\n`,
];

/** Larger files are not put into each other. */
const LARGEST = 48 * 1024;

export const splice = (file: string, other: string, random: Random): string =>
  random.pick(SPLICES)(file.slice(0, LARGEST), other.slice(0, LARGEST), random);
