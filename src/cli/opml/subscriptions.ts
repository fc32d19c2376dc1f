// OPML 1.0 and 2.0 (opml.org/spec2.opml, "Subscription lists"): which feeds a list names, and in which groups. Elements and attributes are
// read without case. Lists that include other lists are not followed.

import { StetError } from '../../model/errors.ts';
import { DEFAULT_LIMITS } from '../../model/parse-result.ts';
import { decode } from '../../parse/charset.ts';
import { attribute, elements, type XmlElement } from '../../parse/xml/element.ts';
import { readXml } from '../../parse/xml/reader.ts';

export interface Subscription {
  readonly name: string;
  /** Absolute http or https address of the feed. */
  readonly url: string;
  /** Name of the innermost group; `null` at the top. */
  readonly group: string | null;
  /** BCP 47, where the list says. */
  readonly language: string | null;
}

export interface Subscriptions {
  readonly feeds: readonly Subscription[];
  /** What could not be taken over, a sentence each. */
  readonly problems: readonly string[];
}

/** @throws {StetError} `opml-unreadable` with line and column, `opml-expected`. */
export function readSubscriptions(bytes: Uint8Array, file: string): Subscriptions {
  const decoding = decode(bytes, null);
  if (!decoding.ok)
    throw new StetError('opml-unreadable', `${file} cannot be read: ${decoding.failure.message}`, { file });
  const found = new Map<string, Subscription>();
  const problems: string[] = [];
  for (const body of bodies(decoding.value.text, file)) collect(body, null, found, problems);
  return { feeds: [...found.values()], problems };
}

function bodies(text: string, file: string): XmlElement[] {
  const limits = { ...DEFAULT_LIMITS, itemText: text.length + 1 };
  let isOpml = false;
  const isContainer = (element: XmlElement): boolean => {
    const isRoot = element.parent === null && element.local.toLowerCase() === 'opml';
    isOpml ||= isRoot;
    return isRoot;
  };
  try {
    const records = [...readXml(text, { limits, baseUrl: null, isContainer })];
    if (isOpml) return records.filter(({ local }) => local.toLowerCase() === 'body');
  } catch (error) {
    if (!(error instanceof StetError)) throw error;
    const { line, column } = error.facts;
    throw new StetError('opml-unreadable', `${file}, line ${line}, column ${column}: ${error.message}`, {
      file,
    });
  }
  throw new StetError('opml-expected', `${file} is no OPML: its root element is not opml`, { file });
}

function collect(
  parent: XmlElement,
  group: string | null,
  found: Map<string, Subscription>,
  problems: string[],
): void {
  for (const outline of elements(parent)) {
    if (outline.local.toLowerCase() !== 'outline') continue;
    const name = nameOf(outline);
    const address = attribute(outline, 'xmlUrl');
    if (address !== null) addFeed(outline, name, address, group, found, problems);
    else if (/^(?:include|link)$/i.test(attribute(outline, 'type') ?? ''))
      problems.push(`${name ?? 'a list'}: lists in other files are not followed`);
    collect(outline, address === null ? (name ?? group) : group, found, problems);
  }
}

function addFeed(
  outline: XmlElement,
  name: string | null,
  address: string,
  group: string | null,
  found: Map<string, Subscription>,
  problems: string[],
): void {
  const url = URL.parse(address.replace(/^feed:(?=https?:)/i, '').replace(/^feed:\/\//i, 'http://'));
  if (url === null || !/^https?:$/.test(url.protocol)) {
    problems.push(`${name ?? address}: ${address} is no http or https address`);
    return;
  }
  if (found.has(url.href)) return;
  const language = attribute(outline, 'language');
  found.set(url.href, {
    name: name ?? url.hostname,
    url: url.href,
    group: group ?? category(outline),
    language: language !== null && isLanguage(language) ? language : null,
  });
}

const LONGEST_NAME = 200;

const nameOf = (outline: XmlElement): string | null => {
  const written = attribute(outline, 'text') ?? attribute(outline, 'title');
  return written?.replace(/\s+/g, ' ').trim().slice(0, LONGEST_NAME) || null;
};

/** `category="/News/World,/Daily"`: the last name of the first path. */
const category = (outline: XmlElement): string | null =>
  attribute(outline, 'category')
    ?.split(',')[0]
    ?.split('/')
    .findLast((step) => step.trim() !== '')
    ?.trim() ?? null;

/** Lists say `unknown` too. */
function isLanguage(tag: string): boolean {
  if (!/^[a-z]{2,3}(?:-|$)/i.test(tag)) return false;
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
