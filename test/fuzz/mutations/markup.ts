// Mutations of XML and HTML that leave most of it well-formed, so that they reach what is behind the XML reader: whole elements,
// attributes, texts.

import type { Random } from '../random.ts';
import type { Mutation } from './bytes.ts';
import { awkwardValue } from './values.ts';

interface Range {
  readonly start: number;
  readonly end: number;
}

interface Outline {
  readonly elements: readonly Range[];
  readonly attributes: readonly Range[];
  readonly texts: readonly Range[];
}

const TAG = /<(\/?)([A-Za-z_][\w:.-]*)((?:[^<>"']|"[^"<]*"|'[^'<]*')*?)(\/?)>/g;
const ATTRIBUTE = /\s[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*')/g;
/** Of larger files the beginning is outlined. */
const OUTLINED = 64 * 1024;

function outline(file: string): Outline {
  const elements: Range[] = [];
  const attributes: Range[] = [];
  const texts: Range[] = [];
  const open: { name: string; start: number }[] = [];
  let textStart = -1;
  for (const match of file.slice(0, OUTLINED).matchAll(TAG)) {
    const [whole, closing, name = '', written = '', empty] = match;
    const end = match.index + whole.length;
    if (textStart >= 0 && match.index > textStart) texts.push({ start: textStart, end: match.index });
    textStart = end;
    if (closing === '/') {
      const start = open.findLastIndex((one) => one.name === name);
      if (start < 0) continue;
      elements.push({ start: open[start]?.start ?? 0, end });
      open.length = start;
      continue;
    }
    for (const attribute of written.matchAll(ATTRIBUTE)) {
      const from = match.index + 1 + name.length + attribute.index;
      attributes.push({ start: from, end: from + attribute[0].length });
    }
    if (empty === '/') elements.push({ start: match.index, end });
    else open.push({ name, start: match.index });
  }
  return { elements, attributes, texts };
}

/** Made anew for each step: every mutation moves what follows. */
const on =
  (
    part: keyof Outline,
    change: (found: string, random: Random, all: readonly Range[], file: string) => string,
  ): Mutation =>
  (file, random) => {
    const ranges = outline(file)[part];
    if (ranges.length === 0) return file;
    const { start, end } = random.pick(ranges);
    return file.slice(0, start) + change(file.slice(start, end), random, ranges, file) + file.slice(end);
  };

const another = (random: Random, ranges: readonly Range[], file: string): string => {
  const { start, end } = random.pick(ranges);
  return file.slice(start, end);
};

const swapElements: Mutation = (file, random) => {
  const ranges = outline(file).elements;
  if (ranges.length < 2) return file;
  const [one, other] = [random.pick(ranges), random.pick(ranges)].sort((a, b) => a.start - b.start);
  if (one === undefined || other === undefined || one.end > other.start) return file;
  const between = file.slice(one.end, other.start);
  const [first, second] = [file.slice(one.start, one.end), file.slice(other.start, other.end)];
  return file.slice(0, one.start) + second + between + first + file.slice(other.end);
};

const escaped = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

export const MARKUP_MUTATIONS: readonly Mutation[] = [
  on('elements', (found, random) => found.repeat(2 + random.below(random.pick([1, 2, 40])))),
  on('elements', () => ''),
  on('elements', (_found, random, all, file) => another(random, all, file)),
  on('elements', (found, random, all, file) => found + another(random, all, file)),
  on('elements', (found) => found.replace(/^<[^>]*>/, '').replace(/<[^<]*>$/, '')),
  on('elements', (found, random) => {
    const name = random.pick([
      'p',
      'hedline',
      'contentSet',
      'inlineXML',
      'body.content',
      'item',
      'table',
      'pre',
      'q',
      'x:y',
    ]);
    return `<${name}>${found}</${name}>`;
  }),
  on('elements', (found, random) =>
    found.replaceAll(/(<\/?)[\w.-]+(?=[\s>])/g, `$1${random.pick(['p', 'b', 'media', 'newsItem', 'entry'])}`),
  ),
  swapElements,
  on('attributes', () => ''),
  on('attributes', (found) => found + found),
  on('attributes', (found, random, all, file) => found + another(random, all, file)),
  on('attributes', (_found, random, all, file) => another(random, all, file)),
  on(
    'attributes',
    (found, random) => `${found.slice(0, found.indexOf('='))}="${escaped(awkwardValue(random))}"`,
  ),
  on('texts', (_found, random) => escaped(awkwardValue(random))),
  on('texts', (found, random) => found + awkwardValue(random)),
  on('texts', (_found, random, all, file) => another(random, all, file)),
  on('texts', (found) => `<![CDATA[${found}]]>`),
];
