// One <REUTERS> record: which element becomes which field (docs/formats/reuters-sgml.md).

import type { Subject, Warning } from '../../model/item.ts';
import { line } from '../html-text.ts';
import type { ItemDraft } from '../item.ts';
import { copyOf } from './copy.ts';
import { unescapeSgml } from './references.ts';

/** `record` is a record from its start tag to before its end tag. */
export function readRecord(record: string): ItemDraft {
  const warnings: Warning[] = [];
  const copy = copyOf(element(record, 'TEXT') ?? '', warnings);
  return {
    format: 'reuters-sgml',
    guid: newId(record),
    link: null,
    published: null,
    updated: dateOf(record),
    expires: null,
    headline: copy.headline,
    byline: copy.author?.replace(/^by\s+/i, '') ?? null,
    credit: null,
    language: 'en',
    subjects: SUBJECTS.flatMap((name) => subjects(record, name)),
    keywords: [],
    places: listed(record, 'PLACES'),
    rights: { copyright: null, usageTerms: null, licence: null },
    related: [],
    media: [],
    summary: null,
    body: { kind: 'text', value: copy.paragraphs.join('\n\n') },
    wire: {
      version: null,
      status: 'usable',
      kind: null,
      signals: [],
      slugline: sluglineOf(record),
      dateline: copy.dateline,
      urgency: null,
      embargoedUntil: null,
      edNote: null,
    },
    warnings,
  };
}

const SUBJECTS = ['TOPICS', 'PEOPLE', 'ORGS', 'EXCHANGES', 'COMPANIES'] as const;

const newId = (record: string): string | null => {
  const tag = record.slice(0, record.indexOf('>') + 1);
  const stated = /\sNEWID="([^"]{1,100})"/.exec(tag)?.[1];
  return stated === undefined ? null : `reuters-21578:${stated}`;
};

/** What stands between the first start tag of this name and its end tag. */
function element(record: string, name: string): string | null {
  const opening = record.indexOf(`<${name}`);
  const start = opening < 0 ? -1 : record.indexOf('>', opening);
  if (start < 0) return null;
  const end = record.indexOf(`</${name}>`, start);
  return record.slice(start + 1, end < 0 ? record.length : end);
}

const listed = (record: string, name: string): string[] =>
  [...(element(record, name) ?? '').matchAll(/<D>([^<]*)<\/D>/g)].flatMap(
    ([, entry = '']) => line(unescapeSgml(entry)) ?? [],
  );

const subjects = (record: string, name: string): Subject[] =>
  listed(record, name).map((code) => ({ scheme: `reuters-21578:${name.toLowerCase()}`, code, name: null }));

/** Service codes follow some dates after a tab, and remarks of the collection's editors after a hash. */
function dateOf(record: string): string | null {
  const written = unescapeSgml(element(record, 'DATE') ?? '');
  return line(written.replace(/[\t#].*$/s, ''));
}

/** `BC-NAME-OF-STORY` in the service header. */
const sluglineOf = (record: string): string | null =>
  /\bBC-[^\s&]{1,100}/.exec(unescapeSgml(element(record, 'UNKNOWN') ?? ''))?.[0] ?? null;
