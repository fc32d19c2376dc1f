// The parts of an NITF document that are words: body.head, body.content and body.end (NITF 3.6). Also for NITF inside NewsML.

import type { Media, Warning } from '../../model/item.ts';
import type { SentText } from '../html-text.ts';
import { bylineOf } from '../person.ts';
import { allByLocal, attribute, childByLocal, elements, type XmlElement } from '../xml/element.ts';
import { isEditorsNote, nitfBlocks, nitfLine } from './body.ts';

export interface NitfParts {
  /** `hl1`, else the main `title` of the head. */
  readonly headline: string | null;
  /** Every `hl2` of the hedline. */
  readonly subheadlines: readonly string[];
  readonly byline: string | null;
  readonly dateline: string | null;
  /** `distributor`: who sends the copy. */
  readonly credit: string | null;
  /** Paragraphs of the `abstract` in body.head, on one line. Not part of the body. */
  readonly abstract: string | null;
  /** `rights` of body.head. */
  readonly rights: string | null;
  /** body.content, then tagline and bibliography where they are for publication. */
  readonly body: SentText;
  readonly media: readonly Media[];
  /** Notes to editors, wherever they stood. */
  readonly notes: readonly string[];
  /** What was left out or added: `note-left-out`, `tagline-left-out`, `media-left-out`, `fraction-slash-added`, … */
  readonly warnings: readonly Warning[];
}

/** The parts of a `nitf` or `body` element; a `body.content` or a lone block is all body. `base`: URL to read addresses against. */
export function readNitfParts(nitf: XmlElement, base: string | null = nitf.base): NitfParts {
  const body = nitf.local === 'body' ? nitf : childByLocal(nitf, 'body');
  if (body === null) return partsOf(nitf, null, contentOf(nitf), null, base);
  const children = body.children.filter((child) => typeof child === 'string' || !AROUND.has(child.local));
  const content = { ...body, children };
  return partsOf(nitf, childByLocal(body, 'body.head'), [content], childByLocal(body, 'body.end'), base);
}

function contentOf(root: XmlElement): XmlElement[] {
  if (root.local === 'nitf') return [];
  return [root.local === 'body.content' ? root : { ...root, children: [root] }];
}

const AROUND = new Set(['body.head', 'body.end']);

function partsOf(
  nitf: XmlElement,
  head: XmlElement | null,
  content: readonly XmlElement[],
  end: XmlElement | null,
  base: string | null,
): NitfParts {
  const lines = (parent: XmlElement | null, local: string) =>
    allByLocal(parent, local).flatMap((child) => nitfLine(child) ?? []);
  const hedline = childByLocal(head, 'hedline');
  const blocks = nitfBlocks(content, base);
  const closing = closingOf(end);
  const markup = blocks.markup + closing.markup;
  const headNotes = allByLocal(head, 'note');
  const stated = lines(hedline, 'hl1')[0] ?? (hedline === null ? null : nitfLine(hedline));
  return {
    headline: stated ?? titleOf(nitf),
    subheadlines: lines(hedline, 'hl2'),
    byline: bylineOf(lines(head, 'byline')),
    dateline: lines(head, 'dateline').join(' ') || null,
    credit: lines(head, 'distributor')[0] ?? null,
    abstract: lines(head, 'abstract').join(' ') || null,
    rights: lines(head, 'rights')[0] ?? null,
    body: { kind: 'html', value: markup, base },
    media: blocks.media,
    notes: [...headNotes.flatMap((note) => nitfLine(note) ?? []), ...blocks.notes, ...closing.notes],
    warnings: [...headNoteWarnings(headNotes), ...blocks.warnings, ...closing.warnings],
  };
}

/** A note above the story has no place in its text; one that may be published is named, for an editor to decide. */
function headNoteWarnings(notes: readonly XmlElement[]): Warning[] {
  if (notes.every((note) => isEditorsNote(note) || nitfLine(note) === null)) return [];
  return [
    { code: 'note-left-out', message: 'a note above the story that may be published is in edNote only' },
  ];
}

interface Closing {
  readonly markup: string;
  readonly notes: readonly string[];
  readonly warnings: readonly Warning[];
}

/** `tagline` and `bibliography` are printed under the story, unless the tagline says that it is not for publication. */
function closingOf(end: XmlElement | null): Closing {
  if (end === null) return { markup: '', notes: [], warnings: [] };
  const isPublic = (child: XmlElement) => child.local !== 'tagline' || !isEditorsNote(child);
  const [shown, kept] = partition(elements(end), isPublic);
  const notes = kept.flatMap((child) => nitfLine(child) ?? []);
  const blocks = nitfBlocks([{ ...end, children: shown }], end.base);
  const leftOut = { code: 'tagline-left-out', message: 'a tagline not for publication is in edNote only' };
  return {
    markup: blocks.markup,
    notes: [...notes, ...blocks.notes],
    warnings: [...(notes.length > 0 ? [leftOut] : []), ...blocks.warnings],
  };
}

function partition<T>(all: readonly T[], test: (one: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter((one) => !test(one))];
}

function titleOf(nitf: XmlElement): string | null {
  const titles = allByLocal(childByLocal(nitf, 'head'), 'title');
  const main = titles.find((title) => (attribute(title, 'type') ?? 'main') === 'main') ?? titles[0];
  return main === undefined ? null : nitfLine(main);
}
