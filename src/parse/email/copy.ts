// The text of a mail as a story: from its lines, in plain text or HTML, to what goes into an item, and to the words that identify it.

import type { Warning } from '../../model/item.ts';
import { buildFragment, type Fragment } from '../../text/fragment.ts';
import { textOfHtml } from '../../text/html.ts';
import { words } from '../../text/words.ts';
import { takeDisclaimer } from '../agency/disclaimer.ts';
import { line, type SentText } from '../html-text.ts';
import { type HeaderName, readHeaders } from '../text/headers.ts';
import { splitParagraphs } from '../text/paragraphs.ts';
import { escapeText } from '../xml/markup.ts';
import { keepLines } from './cut-html.ts';
import { unflow } from './flowed.ts';
import type { Forwarded } from './forwarded.ts';
import { findStory } from './story-lines.ts';

export interface Copy {
  readonly body: SentText;
  readonly paragraphs: readonly string[];
  /** Header lines at the top of a plain text (docs/formats/text.md). */
  readonly lines: ReadonlyMap<HeaderName, string>;
  readonly headline: string | null;
  readonly disclaimer: string | null;
  readonly forwarded: Forwarded | null;
  /** Words of the story, the same for its plain and its HTML form. */
  readonly words: readonly string[];
  readonly warnings: readonly Warning[];
  /** Set where the fragment of an HTML form cannot be verified. */
  readonly refusal: Warning | null;
}

export interface Subject {
  /** Without what mail programs and lists put before it. */
  readonly text: string | null;
  readonly forwards: boolean;
  readonly replies: boolean;
}

const NO_LINES: ReadonlyMap<HeaderName, string> = new Map();

/** @param flowed how lines were broken, by the part's parameters; `null` for fixed lines. */
export function copyOfText(
  written: string,
  flowed: { readonly deleteSpace: boolean } | null,
  subject: Subject,
): Copy {
  const warnings: Warning[] = [];
  const plain = withoutArmour(withoutControls(written, warnings), warnings);
  const lines = (flowed === null ? plain : unflow(plain, flowed.deleteSpace)).split('\n');
  const story = findStory(lines, { ...subject, hasBlankLines: true });
  warnings.push(...story.warnings);
  const kept = unquoted(lines.slice(story.start, story.end), story.forwarded !== null);
  const { values, copy } = readHeaders(kept.join('\n'));
  const { paragraphs, disclaimer } = takeDisclaimer(splitParagraphs(copy));
  const headline = values.get('headline') || headlineFrom(story.forwarded, subject);
  const [first = ''] = paragraphs;
  const repeats = headline !== null && first.length < 2 * headline.length && line(first) === headline;
  const own = repeats ? paragraphs.slice(1) : paragraphs;
  return {
    body: { kind: 'text', value: own.join('\n\n') },
    paragraphs: own.map((paragraph) => paragraph.replaceAll('\n', ' ')),
    lines: values,
    headline,
    disclaimer,
    forwarded: story.forwarded,
    words: identifyingWords(own),
    warnings,
    refusal: null,
  };
}

export function copyOfHtml(html: string, subject: Subject): Copy {
  const titled: Warning[] = [];
  const fragment = buildFragment(withoutTitle(html, titled), { baseUrl: null });
  const lines = fragment.text === '' ? [] : fragment.text.split('\n');
  const story = findStory(lines, { ...subject, hasBlankLines: false });
  const top = headerLines(lines.slice(story.start, story.end));
  const headline = top.values.get('headline') || headlineFrom(story.forwarded, subject);
  const first = story.start + top.count;
  const start = headline !== null && lines[first] === headline ? first + 1 : first;
  const paragraphs = lines.slice(start, Math.max(start, story.end));
  const cut = cutFragment(fragment, lines.length, start, paragraphs, story.end);
  const warnings = [...titled, ...fragment.warnings, ...(cut.isCut ? story.warnings : [])];
  if (!cut.isCut && paragraphs.length < lines.length)
    warnings.push({
      code: 'mail-footer-kept',
      message: 'what is not the story could not be taken out of the HTML',
    });
  return {
    body: { kind: 'html', value: cut.html, base: null },
    paragraphs: cut.isCut ? paragraphs : lines,
    lines: cut.isCut ? top.values : NO_LINES,
    headline,
    disclaimer: null,
    forwarded: story.forwarded,
    words: identifyingWords(takeDisclaimer(cut.isCut ? paragraphs : lines).paragraphs),
    warnings,
    refusal: fragment.refusal,
  };
}

const TITLE = /<title(?:\s[^>]{0,200})?>[^<]{0,1000}<\/title>/i;
/** The title stands in the head, and that near the start. */
const REACH = 16 * 1024;

/** The title of a page is not shown with it: it is no part of the text. */
function withoutTitle(html: string, warnings: Warning[]): string {
  const title = TITLE.exec(html.slice(0, REACH));
  if (title === null) return html;
  const words = JSON.stringify(line(title[0].replace(/<[^>]*>/g, '')) ?? '');
  warnings.push({ code: 'element-left-out', message: `<title> was left out: ${words}` });
  return html.slice(0, title.index) + html.slice(title.index + title[0].length);
}

/** Header lines at the top, where each is a whole line. */
function headerLines(lines: readonly string[]): { values: ReadonlyMap<HeaderName, string>; count: number } {
  const { values, copy } = readHeaders(lines.join('\n'));
  const rest = copy === '' ? 0 : copy.split('\n').length;
  const count = lines.length - rest;
  return lines.slice(count).join('\n') === copy ? { values, count } : { values: NO_LINES, count: 0 };
}

/** Never less than what was sent: a fragment that was cut is used only when exactly the other lines are left. */
function cutFragment(
  fragment: Fragment,
  count: number,
  start: number,
  paragraphs: readonly string[],
  end: number,
): { html: string; isCut: boolean } {
  if (paragraphs.length === count) return { html: fragment.html, isCut: true };
  if (fragment.refusal !== null) return { html: fragment.html, isCut: false };
  const html = keepLines(fragment.html, start, end);
  const left = textOfHtml(html);
  return left.ok && left.text === paragraphs.join('\n')
    ? { html, isCut: true }
    : { html: fragment.html, isCut: false };
}

const headlineFrom = (forwarded: Forwarded | null, subject: Subject): string | null =>
  line(forwarded?.subject ?? '') ?? subject.text;

/** Plain text as HTML, for a mail whose text is partly the one and partly the other. */
export const htmlOfText = (text: string): string =>
  splitParagraphs(text)
    .map((paragraph) => `<p>${escapeText(paragraph)}</p>`)
    .join('\n');

const CONTROLS = /[\0-\x08\x0b\x0e-\x1f]/g;

function withoutControls(text: string, warnings: Warning[]): string {
  const pages = text.replaceAll('\f', '\n\n');
  const controls = pages.match(CONTROLS)?.length ?? 0;
  if (controls === 0) return pages;
  const message = `${controls} control characters in the text; NUL was left out, others stay`;
  warnings.push({ code: 'control-characters', message });
  return pages.replaceAll('\0', '');
}

const ARMOUR = /^-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Za-z]{1,20}: .*\n)*\n/m;
const SIGNATURE = '\n-----BEGIN PGP SIGNATURE-----\n';

/** RFC 9580 §7: the signed text stands as it is, but for a dash and a space before lines that begin with a dash. */
function withoutArmour(text: string, warnings: Warning[]): string {
  const opening = ARMOUR.exec(text);
  const end = text.indexOf(SIGNATURE);
  if (opening === null || end < opening.index) return text;
  warnings.push({ code: 'mail-signature-left-out', message: 'the PGP signature was left out, unchecked' });
  return text.slice(opening.index + opening[0].length, end).replace(/^- /gm, '');
}

/** Some programs quote what they forward. */
function unquoted(lines: readonly string[], isForwarded: boolean): readonly string[] {
  if (!isForwarded || !lines.every((text) => text.trim() === '' || text.startsWith('>'))) return lines;
  return lines.map((text) => text.replace(/^> ?/, ''));
}

/** Addresses that only one form shows, and what a program writes in place of a picture. */
const ONLY_IN_TEXT = /<?(?:https?:\/\/|mailto:)[^\s<>]*>?|\[image: [^\]]{0,200}\]/gi;
const LISTED = /^[ \t]*2[.)][ \t]/m;
const NUMBER = /^[ \t]*(\d{1,3})[.)][ \t]+/;

function identifyingWords(paragraphs: readonly string[]): string[] {
  if (!paragraphs.some((paragraph) => LISTED.test(paragraph)))
    return words(paragraphs.join('\n').replace(ONLY_IN_TEXT, ' '));
  const lines = paragraphs.flatMap((paragraph) => paragraph.split('\n'));
  const numbers = new Set(lines.flatMap((text) => NUMBER.exec(text)?.[1] ?? []));
  const isListed = (number: string) => numbers.has('1') && numbers.has('2') && Number(number) <= numbers.size;
  const story = lines
    .map((text) => text.replace(NUMBER, (mark, number: string) => (isListed(number) ? '' : mark)))
    .join('\n');
  return words(story.replace(ONLY_IN_TEXT, ' '));
}
