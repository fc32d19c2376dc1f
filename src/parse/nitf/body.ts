// NITF 2.5 to 3.6 body structure (IPTC NITF 3.6 schema: body.content, block, enriched text) to HTML markup for `buildFragment`.
// Extraction profile nitf/1: every word of body.content in document order, none added but a space between the parts of a name
// or place that touch and a fraction slash where none was sent. Left out and named: captions and credits of media (they go to
// `media`), notes that are not for publication (they go to the notes), table metadata, data objects.

import type { Media, Warning } from '../../model/item.ts';
import { escapeHtml, mediaAddress } from '../../text/markup.ts';
import { BLOCK_ELEMENTS, INLINE_ELEMENTS } from '../../text/wire-text.ts';
import { line } from '../html-text.ts';
import { resolveUrl } from '../urls.ts';
import { attribute, elements, innerText, type XmlElement, type XmlNode } from '../xml/element.ts';
import { escapeText } from '../xml/markup.ts';

/** What stands in a block structure. */
export interface NitfBlocks {
  /** HTML; to be read with `buildFragment`. */
  readonly markup: string;
  readonly media: readonly Media[];
  /** Notes to editors that stood between the story's paragraphs. */
  readonly notes: readonly string[];
  readonly warnings: readonly Warning[];
}

/**
 * The children of `body.content` elements, or of any NITF blocks, as HTML markup, with what was found beside the text. `base` is the
 * URL that addresses of media are read against.
 */
export function nitfBlocks(parents: readonly XmlElement[], base: string | null): NitfBlocks {
  const writer = new BlockWriter(base);
  const markup = parents.map((parent) => writer.children(parent, false)).join('');
  return { markup, media: writer.media, notes: writer.notes, warnings: [...writer.warnings.values()] };
}

/** The words of an element of enriched text (`hl1`, `byline`, `dateline`, …) on one line; `null` when there are none. */
export const nitfLine = (element: XmlElement): string | null => line(plainText(element));

/** A note that says it is not for publication, or that is addressed to editors and does not say that it is. */
export function isEditorsNote(note: XmlElement): boolean {
  const type = attribute(note, 'type')?.toLowerCase() ?? null;
  if (type === 'pa') return false;
  if (type !== null && type !== 'std') return true;
  return attribute(note, 'noteclass')?.toLowerCase() === 'editorsnote';
}

/**
 * What becomes of each element. `element`: it has a counterpart in HTML. `unwrap`: the words stay, the element goes. `edge`:
 * a paragraph between blocks, mere words in a line; `unknown`: the same, with a block. The rest have a method each.
 */
type Treatment =
  | { readonly as: 'element'; readonly name: string; readonly block: boolean; readonly lines: boolean }
  | {
      readonly as:
        | 'unwrap'
        | 'void'
        | 'media'
        | 'note'
        | 'fraction'
        | 'image'
        | 'leave-out'
        | 'edge'
        | 'link'
        | 'unknown';
    };

const UNWRAP: Treatment = { as: 'unwrap' };
const UNKNOWN: Treatment = { as: 'unknown' };

/** Elements that hold words and no blocks. */
const LINES = new Set('p h1 h2 h3 h4 h5 h6 pre dt caption'.split(' '));

const element = (name: string): Treatment => ({
  as: 'element',
  name,
  block: BLOCK_ELEMENTS.has(name),
  lines: LINES.has(name) || INLINE_ELEMENTS.has(name),
});

const named = (names: string, treatment: Treatment): [string, Treatment][] =>
  names.split(' ').map((name) => [name, treatment]);

const TREATMENTS: ReadonlyMap<string, Treatment> = new Map<string, Treatment>([
  ...[...INLINE_ELEMENTS, ...BLOCK_ELEMENTS].map((name): [string, Treatment] => [name, element(name)]),
  ...named('block nitf-table custom-table abstract fn center', element('div')),
  ['hl1', element('h2')],
  ['hl2', element('h3')],
  ['bq', element('blockquote')],
  ['lang', element('span')],
  ['a', { as: 'link' }],
  // A browser puts quotation marks around <q>; agencies write their own.
  ...named('q person org location city state region country sublocation event function object.title', UNWRAP),
  ...named('chron money num pronounce virtloc name.given name.family numer frac-sep denom', UNWRAP),
  ...named('copyrite.year copyrite.holder story.date byttl alt-code body.content rb rbc rtc', UNWRAP),
  ...named('addressee care.of delivery.point delivery.office postcode font big tt strike', UNWRAP),
  // Lines of their own where they stand between blocks, words where they stand in a line.
  ...named('byline dateline credit datasource copyrite tagline bibliography postaddr classifier', {
    as: 'edge',
  }),
  ['frac', { as: 'fraction' }],
  ['media', { as: 'media' }],
  ['img', { as: 'image' }],
  ['note', { as: 'note' }],
  ...named('br hr wbr', { as: 'void' }),
  ...named('col colgroup nitf-col nitf-colgroup table-reference', { as: 'leave-out' }),
  ...named('nitf-table-metadata tobject key-list script style media-object', { as: 'leave-out' }),
]);

/** Elements whose parts may touch in the file without being one word. */
const APART = new Set('person location postaddr addressee copyrite byline dateline'.split(' '));
const TABLE_NAMES = new Set('table caption thead tbody tfoot tr td th'.split(' '));
const ROWS = new Set(['tr']);
const TABLE_CHILDREN: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['table', new Set('caption col colgroup nitf-col nitf-colgroup thead tbody tfoot tr'.split(' '))],
  ['thead', ROWS],
  ['tbody', ROWS],
  ['tfoot', ROWS],
  ['tr', new Set(['td', 'th'])],
]);

/** Metadata elements without words of the story: not worth a warning. */
const QUIET = new Set('col colgroup nitf-col nitf-colgroup table-reference script style'.split(' '));

class BlockWriter {
  readonly media: Media[] = [];
  readonly notes: string[] = [];
  readonly warnings = new Map<string, Warning>();
  readonly #base: string | null;
  /** Tables and their parts that are built as HTML builds them. */
  readonly #sound = new Set<XmlElement>();

  constructor(base: string | null) {
    this.#base = base;
  }

  /** `inLine`: the words stand in a paragraph or the like, where no block may begin. */
  children(parent: XmlElement, inLine: boolean): string {
    const apart = APART.has(parent.local);
    const amongWords = inLine || hasWords(parent);
    let written = '';
    let afterElement = false;
    for (const node of parent.children) {
      if (typeof node === 'string') {
        written += /[&<>]/.test(node) ? escapeText(node) : node;
        afterElement = false;
        continue;
      }
      const piece = this.#node(node, inLine, amongWords);
      if (piece === '') continue;
      written += apart && afterElement ? ` ${piece}` : piece;
      afterElement = true;
    }
    return written;
  }

  #node(node: XmlElement, inLine: boolean, amongWords: boolean): string {
    const treatment = treatmentOf(node);
    switch (treatment.as) {
      case 'element':
        return this.#element(treatment, node, inLine);
      case 'unwrap':
        return this.children(node, inLine);
      case 'link':
        return this.#link(node);
      case 'edge':
        return amongWords ? this.children(node, inLine) : `<p>${this.children(node, true)}</p>`;
      case 'unknown':
        return amongWords ? this.children(node, inLine) : `<div>${this.children(node, false)}</div>`;
      case 'void':
        return `<${node.local.toLowerCase()}>`;
      case 'fraction':
        return this.#fraction(node);
      case 'image':
        return this.#image(attribute(node, 'src'), attribute(node, 'alt'), node);
      case 'media':
        return this.#media(node, inLine);
      case 'note':
        return this.#note(node, inLine);
      case 'leave-out':
        this.#leaveOut(node);
        return '';
    }
  }

  #element(treatment: Treatment & { readonly as: 'element' }, node: XmlElement, inLine: boolean): string {
    // A block in a line would end the line's element early: its words go on in the line.
    if (treatment.block && inLine) return ` ${this.children(node, true)} `;
    if (treatment.name === 'table') this.#addSoundTable(node);
    const loose = treatment.name === 'p' && elements(node).some(isBlock);
    const name =
      loose || (TABLE_NAMES.has(treatment.name) && !this.#sound.has(node)) ? 'div' : treatment.name;
    const inside = this.children(node, inLine || (treatment.lines && !loose));
    return `<${name}${attributesOf(name, node)}>${inside}</${name}>`;
  }

  /** A parser moves words that stand in a table beside its cells: such a table is written as plain blocks, in its order. */
  #addSoundTable(table: XmlElement): void {
    const parts = new Set([table]);
    for (const part of parts) {
      const allowed = TABLE_CHILDREN.get(part.local.toLowerCase());
      if (allowed === undefined) continue;
      if (hasWords(part)) return;
      for (const child of elements(part)) {
        if (!allowed.has(child.local.toLowerCase())) return;
        parts.add(child);
      }
    }
    for (const part of parts) this.#sound.add(part);
  }

  #link(node: XmlElement): string {
    const href = attribute(node, 'href');
    const inside = this.children(node, true);
    if (href === null) return inside;
    return `<a href="${escapeHtml(resolved(href, node))}">${inside}</a>`;
  }

  /** NITF draws the bar itself; without one, 1 and 2 would read as 12. */
  #fraction(node: XmlElement): string {
    const parts = elements(node);
    const [over, under] = parts;
    const bare = parts.length === 2 && over?.local === 'numer' && under?.local === 'denom' && !hasWords(node);
    if (!bare) return this.children(node, true);
    this.#warn('fraction-slash-added', 'a fraction without a separator was given a fraction slash');
    return parts.map((part) => this.children(part, true).trim()).join('\u2044');
  }

  #note(node: XmlElement, inLine: boolean): string {
    if (!isEditorsNote(node))
      return inLine ? this.children(node, true) : `<div>${this.children(node, false)}</div>`;
    const words = nitfLine(node);
    if (words === null) return '';
    this.notes.push(words);
    this.#warn('note-left-out', 'a note to editors stood in the copy and was left out; it is in edNote');
    return '';
  }

  #media(node: XmlElement, inLine: boolean): string {
    const found = elements(node).filter(({ local }) => local === 'media-reference');
    const caption = joined(node, 'media-caption');
    const producer = joined(node, 'media-producer');
    if (found.length === 0 && caption !== null)
      this.#warn('media-left-out', 'a caption without a media-reference was left out');
    let written = '';
    for (const reference of found) {
      const type = attribute(reference, 'mime-type') ?? attribute(node, 'media-type');
      const source = attribute(reference, 'source') ?? attribute(reference, 'data-location');
      this.#addMedia(reference, source, {
        type,
        caption,
        credit: producer ?? attribute(reference, 'source-credit'),
      });
      if (type?.toLowerCase().startsWith('image') && this.#address(source, reference) !== null)
        written += this.#image(source, attribute(reference, 'alternate-text'), reference);
    }
    if (written === '') return '';
    return inLine ? written : `<figure>${written}</figure>`;
  }

  #addMedia(
    reference: XmlElement,
    source: string | null,
    about: Pick<Media, 'type' | 'caption' | 'credit'>,
  ): void {
    const url = this.#address(source, reference);
    if (url === null) {
      const name = JSON.stringify(source ?? attribute(reference, 'name') ?? '');
      this.#warn('media-left-out', `media ${name} have no web address and were left out, with their caption`);
      return;
    }
    this.media.push({
      url,
      length: null,
      width: pixels(attribute(reference, 'width')),
      height: pixels(attribute(reference, 'height')),
      ...about,
    });
  }

  #address(source: string | null, node: XmlElement): string | null {
    return source === null ? null : mediaAddress(source, node.base ?? this.#base);
  }

  #image(source: string | null, alt: string | null, node: XmlElement): string {
    if (source === null) return '';
    const words = alt === null ? '' : ` alt="${escapeHtml(alt)}"`;
    return `<img src="${escapeHtml(this.#address(source, node) ?? source)}"${words}>`;
  }

  #leaveOut(node: XmlElement): void {
    if (QUIET.has(node.local) || line(innerText(node)) === null) return;
    this.#warn('element-left-out', `<${node.local}> was left out`);
  }

  #warn(code: string, message: string): void {
    this.warnings.set(`${code} ${message}`, { code, message });
  }
}

/** An element that is not known keeps its words, as a block of their own where blocks stand. */
function treatmentOf(node: XmlElement): Treatment {
  return TREATMENTS.get(node.local) ?? TREATMENTS.get(node.local.toLowerCase()) ?? UNKNOWN;
}

/** True where `node` cannot stand in a paragraph. */
function isBlock(node: XmlElement): boolean {
  const treatment = treatmentOf(node);
  return treatment.as === 'media' || (treatment.as === 'element' && treatment.block);
}

const hasWords = ({ children }: XmlElement): boolean =>
  children.some((child) => typeof child === 'string' && /[^\t\n\f\r ]/.test(child));

function attributesOf(name: string, node: XmlElement): string {
  if (Object.keys(node.attributes).length === 0) return '';
  let written = '';
  const write = (html: string, value: string | null) => {
    if (value !== null) written += ` ${html}="${escapeHtml(value)}"`;
  };
  write('lang', attribute(node, 'xml:lang') ?? attribute(node, 'lang'));
  write('dir', attribute(node, 'dir'));
  if (name === 'td' || name === 'th') {
    write('colspan', attribute(node, 'colspan'));
    write('rowspan', attribute(node, 'rowspan'));
  } else if (name === 'ol') write('start', attribute(node, 'seqnum') ?? attribute(node, 'start'));
  return written;
}

const resolved = (address: string, node: XmlElement): string =>
  node.base === null ? address : (resolveUrl(address, node.base) ?? address);

function joined(parent: XmlElement, local: string): string | null {
  const lines = elements(parent)
    .filter((child) => child.local === local)
    .flatMap((child) => nitfLine(child) ?? []);
  return lines.length === 0 ? null : lines.join(' ');
}

const pixels = (written: string | null): number | null =>
  written !== null && /^\d{1,5}$/.test(written) ? Number(written) : null;

const BLOCK_TEXT = new Set([...BLOCK_ELEMENTS, 'br', 'block', 'bq', 'byttl', 'body.content']);

/** Words with a space at the edges of blocks. */
function plainText(parent: XmlElement): string {
  const apart = APART.has(parent.local);
  let text = '';
  let before: XmlNode = '';
  for (const node of parent.children) {
    if (typeof node === 'string') text += node;
    else {
      const inside = plainText(node);
      if (BLOCK_TEXT.has(node.local)) text += ` ${inside} `;
      else text += apart && typeof before !== 'string' && inside !== '' ? ` ${inside}` : inside;
    }
    before = node;
  }
  return text;
}
