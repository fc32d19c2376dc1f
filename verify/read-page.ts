// What the check needs of a page: headline, text, label, and the proof that came with it. The page may be anybody's. Methods are taken from
// the prototype, since an image named like a method of the document takes its place (HTML, LegacyOverrideBuiltIns).

import type { PageParts } from './story.ts';

/** What a Stet site puts into each story's page, in `<script type="application/json" id="stet-proof">`. */
export interface Embedded {
  readonly key: string;
  readonly proof: string;
  readonly record: string;
}

export interface FoundPage {
  readonly parts: PageParts;
  /** `null` where the page has none, as when it was saved without its scripts. */
  readonly embedded: Embedded | null;
}

/** @param path of the address that the page came from; `null` to believe the page. */
export function readPage(document: Document, path: string | null): FoundPage {
  return {
    parts: {
      headlines: all(document, 'h1.headline'),
      bodies: all(document, 'div.body'),
      labels: all(document, 'div.label > p:first-child').map(({ textContent }) => oneLine(textContent ?? '')),
      path: path ?? statedPath(document),
    },
    embedded: embeddedIn(document),
  };
}

/** Whether there is anything of a story on it. */
export const isStory = ({ parts, embedded }: FoundPage): boolean =>
  embedded !== null || parts.headlines.length > 0;

const all = (document: Document, selectors: string): Element[] => [
  ...Document.prototype.querySelectorAll.call(document, selectors),
];

const oneLine = (text: string): string => text.replace(/[\t\n\f\r ]+/g, ' ').trim();

function statedPath(document: Document): string | null {
  const [stated] = all(document, 'meta[property="og:url"]');
  return URL.parse(stated?.getAttribute('content') ?? '')?.pathname ?? null;
}

function embeddedIn(document: Document): Embedded | null {
  const [block] = all(document, 'script#stet-proof');
  const value = parseJson(block?.textContent ?? '');
  if (typeof value !== 'object' || value === null) return null;
  const [key, proof, record] = ['key', 'proof', 'record'].map((name): unknown => Reflect.get(value, name));
  if (typeof key !== 'string' || typeof proof !== 'string' || typeof record !== 'string') return null;
  return { key, proof, record };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
