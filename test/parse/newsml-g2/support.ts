// NewsML-G2 documents for tests: whole fixtures, and items put together from the parts that a case is about.

import { readFileSync } from 'node:fs';
import type { ParsedItem } from '../../../src/model/item.ts';
import { itemAt, read } from '../support/read.ts';

export const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../../fixtures/newsml-g2/${name}`, import.meta.url));

export const itemOf = (name: string): ParsedItem => itemAt(read(fixture(name)));

export interface Parts {
  readonly attributes?: string;
  readonly catalogs?: string;
  readonly itemClass?: string;
  /** Behind versionCreated. */
  readonly itemMeta?: string;
  readonly contentMeta?: string;
  readonly content?: string;
}

const CATALOG = '<catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_38.xml"/>';

export function newsItem({
  attributes = 'guid="urn:nw:1" version="1"',
  catalogs = CATALOG,
  itemClass = 'ninat:text',
  itemMeta = '',
  contentMeta = '<headline>Ferry sails</headline>',
  content = '<inlineData contenttype="text/plain">The ferry sails.</inlineData>',
}: Parts = {}): string {
  return `<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" ${attributes} standard="NewsML-G2" standardversion="2.35" xml:lang="en">
    ${catalogs}<itemMeta><itemClass qcode="${itemClass}"/><provider literal="nw"/><versionCreated>2025-09-17T10:00:00Z</versionCreated>${itemMeta}</itemMeta>
    <contentMeta>${contentMeta}</contentMeta><contentSet>${content}</contentSet></newsItem>`;
}

export const inMessage = (...items: readonly string[]): string =>
  `<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2025-09-17T10:00:00Z</sent></header><itemSet>${items.join('')}</itemSet></newsMessage>`;

export const itemWith = (parts: Parts): ParsedItem => itemAt(read(newsItem(parts)));

export const xhtml = (body: string, attributes = ''): string =>
  `<inlineXML contenttype="application/xhtml+xml" ${attributes}><html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body>${body}</body></html></inlineXML>`;
