// When a value that Stet keeps counts as the one a public set expects. Stet keeps lines as plain text and bodies as verified
// markup, so lines are compared as text, bodies by canonical text and link targets, times as instants.

import { readTime } from '../../src/parse/dates.ts';
import { lineOfHtml } from '../../src/parse/html-text.ts';
import { personName } from '../../src/parse/person.ts';
import { buildFragment, fragmentOfParagraphs } from '../../src/text/fragment.ts';

export type Kept =
  | { readonly as: 'line'; readonly value: string | null }
  /** A name, where the set may keep the mail address with it. */
  | { readonly as: 'person'; readonly value: string | null }
  | { readonly as: 'exact'; readonly value: string | number | null }
  | { readonly as: 'time'; readonly value: string | null }
  | { readonly as: 'body'; readonly html: string; readonly text: string };

/** What an expectation can name: nested tuples and dictionaries of plain values. */
export type Expected = string | number | boolean | null | readonly Expected[];

/** True where what was kept is what was expected. An absent value and an empty one are the same. */
export function agrees(kept: Kept, expected: Expected): boolean {
  if (kept.as === 'time') return sameTime(kept.value, expected);
  if (kept.as === 'body') return sameBody(kept, String(expected ?? ''));
  if (kept.as === 'person') return samePerson(kept.value, String(expected ?? ''));
  if (kept.as === 'exact') return String(kept.value ?? '') === String(expected ?? '');
  return sameLine(kept.value ?? '', String(expected ?? ''));
}

const collapsed = (text: string): string => text.replace(/[\t\n\f\r ]+/g, ' ').trim();

const sameLine = (kept: string, expected: string): boolean =>
  kept === collapsed(expected) || kept === (lineOfHtml(expected) ?? '');

const samePerson = (kept: string | null, expected: string): boolean =>
  sameLine(kept ?? '', expected) || kept === personName(expected);

/** A Python time tuple (UTC), or a time in the feed's own writing. */
function sameTime(kept: string | null, expected: Expected): boolean {
  if (expected === null || expected === '') return kept === null;
  if (Array.isArray(expected)) {
    const [year, month, day, hour, minute, second] = expected.map(Number);
    if (year === undefined || month === undefined) return false;
    return kept === new Date(Date.UTC(year, month - 1, day, hour, minute, second)).toISOString();
  }
  return kept === readTime(String(expected), { timezone: 'UTC' }).time;
}

function sameBody(kept: { html: string; text: string }, expected: string): boolean {
  const asHtml = buildFragment(expected, { baseUrl: null });
  if (kept.text === asHtml.text) return sameLinks(kept.html, asHtml.html);
  return kept.text === fragmentOfParagraphs([expected]).text || collapsed(kept.text) === collapsed(expected);
}

function sameLinks(one: string, other: string): boolean {
  const links = (html: string) => [...html.matchAll(/\shref="([^"]*)"/g)].map(([, href]) => href);
  return JSON.stringify(links(one)) === JSON.stringify(links(other));
}
