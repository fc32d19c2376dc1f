// For each format the words of every story part, walked out of the source by other means than the parser's, beside the words that
// were kept. Formats whose folder has a walker of its own use that one.

import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseFragment, serialize } from 'parse5';
import type { ParsedItem } from '../../../src/model/item.ts';
import { wordsOf, wordsOfHtml } from '../json/support.ts';
import { all, ITEMS, type Node, storyWords, treeOf } from '../newsml-g2/walker.ts';
import { wordsOfNitf, wordsOf as wordsOfParts } from '../nitf/words.ts';
import { read } from '../support/read.ts';

/** One story: what the source says and what was kept, word by word. */
export interface Story {
  readonly file: string;
  readonly sent: readonly string[];
  readonly kept: readonly string[];
}

export interface Walk {
  readonly format: string;
  /** Under `test/fixtures` and `../shared/data`. */
  readonly files: readonly string[];
  stories(file: string, bytes: Buffer): Story[];
}

const FIXTURES = resolve(import.meta.dirname, '../../fixtures');
const DATA = resolve(import.meta.dirname, '../../../../shared/data');

const files = (...patterns: readonly string[]): string[] =>
  patterns
    .flatMap((pattern) => [...globSync(`${FIXTURES}/${pattern}`), ...globSync(`${DATA}/${pattern}`)])
    .sort();

const itemsOf = (bytes: Buffer): readonly ParsedItem[] => read(bytes, { timezone: 'Europe/Berlin' }).items;

export const WALKS: readonly Walk[] = [
  {
    format: 'rss',
    files: files(
      'feeds/rss-2*.xml',
      'feeds/rss-1*.xml',
      'feeds/rss-items*.xml',
      'feeds/feedsmith/feeds/{rss,rdf}/**/*.xml',
    ),
    stories: (file, bytes) => feedStories(file, bytes, 'item', bodyOfRss),
  },
  {
    format: 'atom',
    files: files('feeds/atom-1*.xml', 'feeds/feedsmith/feeds/atom/**/*.xml'),
    stories: (file, bytes) => feedStories(file, bytes, 'entry', bodyOfAtom),
  },
  { format: 'json-feed', files: files('feeds/json-feed*.json'), stories: jsonFeedStories },
  {
    format: 'newsml-g2',
    files: files(
      'newsml-g2/*.xml',
      'iptc-newsml-g2/tests/unit_test_files/**/should_pass/*.xml',
      'dpa/dpa-digitalwires-to-newsmlg2/tests/data/output/*.xml',
    ),
    stories: g2Stories,
  },
  { format: 'newsml-1.2', files: files('newsml1/newsml-1.2-story-photo-caption.xml'), stories: nitfStories },
  { format: 'nitf', files: files('nitf/nitf-[23]*.xml'), stories: nitfStories },
  {
    format: 'ninjs',
    files: files('ninjs/*.json', 'iptc-ninjs/validation/test_suite/[1-3].[0-9]/should_pass/*.json'),
    stories: ninjsStories,
  },
  {
    format: 'dpa-json',
    files: files('dpa/dpa-digitalwires-to-*/tests/data/input/*.json'),
    stories: dpaStories,
  },
  {
    format: 'iptc7901',
    files: files('dpa/dpa-digitalwires-to-iptc7901/tests/data/output/*.iptc'),
    stories: iptcStories,
  },
  {
    format: 'anpa1312',
    files: files('anpa1312/writethru*.anpa', 'anpa1312/labelled*.anpa'),
    stories: anpaStories,
  },
];

const xmlText = (bytes: Buffer): string => bytes.toString('utf8').replace(/^\ufeff|^\s+(?=<\?xml)/g, '');

/** Items and elements in order; one that was refused is not shown, so that nothing of it can be lost. */
function feedStories(
  file: string,
  bytes: Buffer,
  element: string,
  bodyOf: (node: Node) => string[] | null,
): Story[] {
  const items = itemsOf(bytes);
  const nodes = [...all(treeOf(xmlText(bytes)), element)];
  if (nodes.length !== items.length) throw new Error(`${file}: ${items.length} of ${nodes.length} items`);
  return nodes.flatMap((node, index) => {
    const item = items[index];
    const sent = bodyOf(node);
    if (item === undefined || item.refusal !== null || sent === null) return [];
    return [{ file, sent, kept: wordsOf(item.text) }];
  });
}

const childrenNamed = (node: Node, name: string): Node[] =>
  node.children.filter((child) => typeof child !== 'string').filter((child) => child.name === name);

const textOf = (node: Node): string =>
  node.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');

/** `content:encoded`, else `description`; where it holds a tag it is HTML. */
function bodyOfRss(node: Node): string[] | null {
  if (childrenNamed(node, 'body').length + childrenNamed(node, 'content').length > 0) return null;
  const body = [...childrenNamed(node, 'encoded'), ...childrenNamed(node, 'description')]
    .map(textOf)
    .find((text) => text.trim() !== '');
  return wordsOfHtml(shown(body ?? ''));
}

function bodyOfAtom(node: Node): string[] | null {
  const body = [...childrenNamed(node, 'content'), ...childrenNamed(node, 'summary')].find(
    (one) => textOf(one).trim() !== '',
  );
  if (body === undefined) return [];
  const type = body.attributes.type ?? 'text';
  if (type === 'xhtml') return wordsOfHtml(markupOf(body));
  if (type === 'html') return wordsOfHtml(shown(textOf(body)));
  return type === 'text' ? wordsOf(textOf(body)) : null;
}

const markupOf = (node: Node): string =>
  node.children
    .map((child) =>
      typeof child === 'string'
        ? child.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
        : `<${child.name}>${markupOf(child)}</${child.name}>`,
    )
    .join('');

/** HTML as a reader sees it: without scripts and styles. */
const shown = (html: string): string =>
  serialize(parseFragment(html)).replace(/<(script|style)\b[^>]*>[\s\S]*?<\/\1>/gi, ' ');

interface JsonFeedItem {
  readonly id?: string | number;
  readonly content_html?: string;
  readonly content_text?: string;
  readonly summary?: string;
}

/** By id: an item that could not be read is a failure, and shifts those behind it. */
function jsonFeedStories(file: string, bytes: Buffer): Story[] {
  const items = itemsOf(bytes);
  const sent: readonly JsonFeedItem[] = JSON.parse(bytes.toString('utf8')).items;
  return sent.flatMap(({ id, content_html, content_text, summary }) => {
    const item = items.find(({ guid }) => guid === String(id));
    if (item === undefined) return [];
    const words =
      content_html === undefined ? wordsOf(content_text ?? summary ?? '') : wordsOfHtml(content_html);
    return [{ file, sent: words, kept: wordsOf(item.text) }];
  });
}

function g2Stories(file: string, bytes: Buffer): Story[] {
  const items = itemsOf(bytes);
  const roots = ITEMS.flatMap((name) => [...all(treeOf(xmlText(bytes)), name)]);
  return roots.map((root) => ({
    file,
    sent: storyWords(root),
    kept: (items.find(({ guid }) => guid === root.attributes.guid)?.text ?? '')
      .split(/[\n ]/)
      .filter((word) => word !== ''),
  }));
}

function nitfStories(file: string, bytes: Buffer): Story[] {
  return itemsOf(bytes)
    .filter(({ kind }) => kind !== 'picture')
    .map(({ text }) => ({ file, sent: wordsOfNitf(xmlText(bytes)), kept: wordsOfParts(text) }));
}

/** The parser takes one of several bodies: the one that it comes nearest to. */
function ninjsStories(file: string, bytes: Buffer): Story[] {
  const source: Readonly<Record<string, unknown>> = JSON.parse(bytes.toString('utf8'));
  const bodies = [
    ...Object.entries(source).filter(([key]) => /^body_(?:xhtml|html|text)$/.test(key)),
    ...(Array.isArray(source.bodies) ? source.bodies.map(({ value }) => ['body', value]) : []),
  ].map(([key, value]) =>
    key === 'body_text' && !/^<|<p>/.test(String(value))
      ? wordsOf(String(value))
      : wordsOfHtml(publicPart(String(value))),
  );
  if (bodies.length === 0) return [];
  return itemsOf(bytes).map(({ text }) => {
    const kept = wordsOf(text);
    return {
      file,
      sent: bodies.find((words) => words.join(' ') === kept.join(' ')) ?? bodies[0] ?? [],
      kept,
    };
  });
}

/** Of a whole document the body; without parts that are not for publication. XML may close its elements at once. */
function publicPart(html: string): string {
  const body = /<body\.content>(.*)<\/body\.content>/s.exec(html) ?? /<body[^>]*>(.*)<\/body>/s.exec(html);
  return (body?.[1] ?? html)
    .replace(/<section class="np-nonpublic">.*?<\/section>/gs, ' ')
    .replace(/<([a-z]+)([^<>]*)\/>/g, (tag, name) => (name === 'br' ? tag : ' '));
}

interface DigitalWire {
  readonly dateline?: string | null;
  readonly article_html?: string | null;
  readonly infobox_html?: string | null;
}

function dpaStories(file: string, bytes: Buffer): Story[] {
  const [item] = itemsOf(bytes);
  return item === undefined
    ? []
    : [{ file, sent: wordsOfDpa(JSON.parse(bytes.toString('utf8'))), kept: wordsOf(item.text) }];
}

/** The dateline stands before the first words of the article, if it is not there already; the infobox behind it. */
function wordsOfDpa({ dateline, article_html, infobox_html }: DigitalWire): string[] {
  const article = wordsOfHtml(`${article_html ?? ''} ${infobox_html ?? ''}`);
  const place = article_html ? wordsOf(dateline ?? '') : [];
  return place.every((word, at) => article[at] === word) ? article : [...place, ...article];
}

/** dpa's own JSON of the same story. */
function iptcStories(file: string, bytes: Buffer): Story[] {
  const input = file.replace('/output/', '/input/').replace(/\.iptc$/, '.json');
  const { dateline, article_html }: DigitalWire = JSON.parse(readFileSync(input, 'utf8'));
  const sent = wordsOfHtml(`${dateline ?? ''}${article_html ?? ''}`);
  return itemsOf(bytes).map(({ text }) => ({ file, sent, kept: wordsOf(text) }));
}

const BETWEEN = /\x02([^\x03\x04]*)/;

/** Lines that begin with `^` above the copy are fields; the copy begins with the first tab. Quads, rails and columns are white space. */
function anpaStories(file: string, bytes: Buffer): Story[] {
  const message = BETWEEN.exec(bytes.toString('latin1'))?.[1] ?? '';
  const copy = message.slice(message.indexOf('\n\t'));
  return itemsOf(bytes)
    .slice(0, 1)
    .map(({ text }) => ({ file, sent: lettersOf(copy), kept: lettersOf(text) }));
}

/** Teleprinters write dashes and quotation marks in several signs. */
const lettersOf = (text: string): string[] => text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
