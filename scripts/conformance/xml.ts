// The W3C's XML conformance suite against the XML reader as wire formats use it (strict): every document that is not well-formed is
// refused with its place, every valid one is accepted that needs no DTD. Documents are read as bytes, so that the decoder is tested too.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StetError } from '../../src/model/errors.ts';
import { DEFAULT_LIMITS } from '../../src/model/parse-result.ts';
import { decode } from '../../src/parse/charset.ts';
import type { XmlElement } from '../../src/parse/xml/element.ts';
import { attribute, elements } from '../../src/parse/xml/element.ts';
import { readXml } from '../../src/parse/xml/reader.ts';
import { Tally } from './tally.ts';

interface Case {
  readonly id: string;
  readonly type: string;
  readonly file: string;
  readonly sections: string;
  readonly entities: string;
  readonly recommendation: string;
  /** Editions of XML 1.0 that the case is of; the fifth is read. */
  readonly editions: string;
  readonly namespaces: boolean;
}

/** Reads the suite's catalogue under `root` and every document that it names. */
export function checkXmlSuite(root: string): Tally {
  const tally = new Tally('XML conformance suite');
  for (const one of casesOf(root)) if (existsSync(one.file)) checkCase(one, tally);
  return tally;
}

function checkCase(one: Case, tally: Tally): void {
  const { id, type, file, sections, recommendation } = one;
  const unread = unreadBecause(one);
  if (unread !== null) {
    tally.leftOut(unread);
    return;
  }
  tally.files += 1;
  const refusal = readDocument(readFileSync(file));
  const name = `${id} (${recommendation} §${sections})`;
  if (type === 'not-wf') {
    if (refusal === null) tally.missed({ file: name, expectation: 'not-wf is refused', got: 'accepted' });
    else if (!refusal.hasPlace)
      tally.missed({ file: name, expectation: 'not-wf is refused with its place', got: refusal.code });
    else tally.met();
    return;
  }
  if (refusal === null) tally.met();
  else if (refusal.code === 'entity-unknown') tally.leftOut(NEEDS_DTD);
  else
    tally.missed({
      file: name,
      expectation: `${type} is accepted`,
      got: `${refusal.code}: ${refusal.message}`,
    });
}

/** Why a case asks for what is not Stet's to do, or `null`. */
function unreadBecause({ type, entities, editions, namespaces }: Case): string | null {
  if (type === 'error') return 'error (a processor may report it or not)';
  if (!namespaces) return 'documents that namespaces forbid';
  if (!editions.split(' ').includes('5')) return 'names of the first four editions of XML 1.0';
  if (type === 'not-wf' && entities !== 'none')
    return 'not-wf only in a file that a DTD names (nothing is fetched)';
  return null;
}

const NEEDS_DTD = 'needs its DTD: an entity declared there (none is expanded)';

interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly hasPlace: boolean;
}

/** `null` when the document was read to its end. */
function readDocument(bytes: Buffer): Refusal | null {
  const decoding = decode(bytes, null);
  if (!decoding.ok) {
    const { code, message, offset } = decoding.failure;
    return { code, message, hasPlace: offset !== null || code === 'charset-unsupported' };
  }
  const [damage] = decoding.value.damage;
  if (damage !== undefined)
    return { code: 'charset-undecodable', message: `byte ${damage.byte}`, hasPlace: true };
  const { guessedAt } = decoding.value;
  if (guessedAt !== undefined)
    return { code: 'charset-undecodable', message: `byte ${guessedAt}`, hasPlace: true };
  try {
    const options = { strict: true, limits: DEFAULT_LIMITS, baseUrl: null, isContainer: () => false };
    for (const _record of readXml(decoding.value.text, options));
    return null;
  } catch (error) {
    if (!(error instanceof StetError)) throw error;
    const hasPlace = typeof error.facts.line === 'number' && typeof error.facts.column === 'number';
    return { code: error.code, message: error.message, hasPlace };
  }
}

/** The catalogue: TEST elements, each under folders that `xml:base` names. */
function casesOf(root: string): Case[] {
  const text = readFileSync(join(root, 'cleaned/xmlconf-flattened.xml'), 'utf-8');
  const cases: Case[] = [];
  const options = { limits: DEFAULT_LIMITS, baseUrl: null, isContainer: () => false };
  for (const record of readXml(text, options)) collect(record, join(root, 'xmlconf'), cases);
  return cases;
}

function collect(element: XmlElement, folder: string, cases: Case[]): void {
  const inner = join(folder, attribute(element, 'xml:base') ?? '');
  if (element.local === 'TEST')
    cases.push({
      id: attribute(element, 'ID') ?? '',
      type: attribute(element, 'TYPE') ?? '',
      file: join(inner, attribute(element, 'URI') ?? ''),
      sections: attribute(element, 'SECTIONS') ?? '',
      entities: attribute(element, 'ENTITIES') ?? 'none',
      recommendation: attribute(element, 'RECOMMENDATION') ?? 'XML1.0',
      editions: attribute(element, 'EDITION') ?? '5',
      namespaces: attribute(element, 'NAMESPACE') !== 'no',
    });
  for (const child of elements(element)) collect(child, inner, cases);
}
