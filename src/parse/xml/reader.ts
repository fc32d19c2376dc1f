// XML as a stream of records: the children of the container elements, each complete, one by one.
// Two readers: a quick one for the plain documents that most agencies send, and saxes for all others (decision 0007).

import { placeOf, problem } from '../failure.ts';
import { mendAmpersands } from './ampersand.ts';
import { LONGEST_DOCTYPE, readDoctype } from './doctype.ts';
import type { XmlElement } from './element.ts';
import { htmlEntity } from './entities.ts';
import { FullXml } from './full-xml.ts';
import { Records, type XmlOptions, type XmlSource } from './records.ts';
import { SimpleXml } from './simple-xml.ts';

/** Code units read at once: bounds how many records wait in memory. */
const SLICE = 32 * 1024;

/**
 * Yields each child of a container when its end tag has been read, and a root that is no container.
 * @throws {StetError} `xml-not-well-formed`, `entity-unknown`, `too-deep`, `too-many-attributes` with line, column, offset;
 * every record that was complete before has been yielded.
 */
export function* readXml(text: string, options: XmlOptions): Generator<XmlElement, void> {
  const source = sourceOf(text, options.strict === true);
  const declinedAfter = yield* readSimply(source, options);
  if (declinedAfter !== null) yield* readFully(source, options, declinedAfter);
}

/** The number of records that were yielded before the plain reader declined the rest; `null` where it read all. */
export function* readSimply(source: XmlSource, options: XmlOptions): Generator<XmlElement, number | null> {
  let yielded = 0;
  const records: Records = new Records(source, options, () => reader.position);
  const reader = new SimpleXml(source, records);
  for (;;) {
    const progress = reader.read(SLICE);
    for (const record of records.take()) {
      yielded += 1;
      yield record;
    }
    if (progress !== 'more') return progress === 'end' ? null : yielded;
  }
}

/** Reads all of it again from its beginning, since saxes starts nowhere else, and keeps what was yielded before to itself. */
export function* readFully(
  source: XmlSource,
  options: XmlOptions,
  yieldedBefore: number,
): Generator<XmlElement, void> {
  const { text } = source.mended;
  const reader = new FullXml(source, options);
  let unseen = yieldedBefore;
  const fresh = (): XmlElement[] => {
    const records = reader.records.take();
    const seen = Math.min(unseen, records.length);
    unseen -= seen;
    return records.slice(seen);
  };
  for (let at = source.start; at < text.length && reader.broken === null; at += SLICE) {
    reader.write(text.slice(at, at + SLICE));
    yield* fresh();
  }
  reader.close();
  yield* fresh();
  if (reader.broken !== null) throw reader.broken;
}

export function sourceOf(text: string, strict: boolean): XmlSource {
  // Where nothing is forgiven, nothing stands before an XML declaration (XML 1.0 §2.8 [22]).
  const start = strict ? 0 : (/^[\s\ufeff\0]*/.exec(text)?.[0].length ?? 0);
  const mended = strict ? { text, at: [] } : mendAmpersands(text);
  const { version, entities } = strict ? readPrologue(text) : NO_PROLOGUE;
  return { text, mended, start, version, entity: (name) => entityText(name, entities) };
}

/** HTML's text for a name, unless the document says that the name stands for something else: that is not expanded. */
function entityText(name: string, declared: ReadonlyMap<string, string | null>): string | null {
  const text = htmlEntity(name);
  const stated = declared.get(name);
  return stated === undefined || stated === text ? text : null;
}

/** What stands before the root element and is used. */
interface Prologue {
  readonly version: string;
  /** General entities that the document type declares: their text, or `null` where it is not plain. */
  readonly entities: ReadonlyMap<string, string | null>;
}

const NO_PROLOGUE: Prologue = { version: '1.0', entities: new Map() };
const VERSION_1_1 = /^\ufeff?<\?xml\s+version\s*=\s*["']1\.1["']/;
/** What may stand before the document type: XML declaration, comments, processing instructions. */
const MISC = /\ufeff?(?:\s+|<!--[\s\S]*?-->|<\?[\s\S]*?\?>)*/y;

/** The parser passes over the document type; here it is held to its form. */
function readPrologue(text: string): Prologue {
  const version = VERSION_1_1.test(text) ? '1.1' : '1.0';
  MISC.lastIndex = 0;
  MISC.test(text);
  const start = MISC.lastIndex;
  if (!text.startsWith('<!DOCTYPE', start))
    return version === '1.0' ? NO_PROLOGUE : { ...NO_PROLOGUE, version };
  const doctype = readDoctype(text.slice(start, start + LONGEST_DOCTYPE), version);
  if (doctype.ok) return { version, entities: doctype.entities };
  throw problem('xml-not-well-formed', doctype.message, placeOf(text, start + doctype.at));
}
