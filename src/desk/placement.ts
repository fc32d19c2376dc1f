// Where a post stands on the site: its section and its path.

import type { ItemId } from '../model/ids.ts';
import type { ParsedItem } from '../model/item.ts';
import type { Section } from '../model/site.ts';
import type { Source } from '../model/source.ts';
import { slug } from '../text/slug.ts';

/** The first configured section that one of the item's subjects or keywords names; else the source's own. */
export function sectionOf(parsed: ParsedItem, source: Source, sections: readonly Section[]): string {
  const terms = new Set(
    [...parsed.subjects.flatMap((subject) => [subject.code, subject.name]), ...parsed.keywords]
      .filter((term) => term !== null)
      .map((term) => term.toLowerCase()),
  );
  const named = sections.find(
    (section) =>
      terms.has(section.slug) ||
      terms.has(section.name.toLowerCase()) ||
      section.subjects.some((subject) => terms.has(subject.toLowerCase())),
  );
  return named?.slug ?? source.section;
}

/**
 * The site-absolute path of a post, fixed at its first publication: section, words of the first headline in ASCII, item id. It shows
 * no guid.
 */
export function postPath(section: string, parsed: ParsedItem, item: ItemId): string {
  const words = slug(parsed.headline ?? parsed.slugline ?? '');
  return `/${section}/${words === '' ? '' : `${words}-`}${item}`;
}

const OPENING = 90;

/** What stands where a headline would: the headline as sent, else the text's opening words, cut at a word. */
export function titleOf(parsed: ParsedItem): { title: string; headlineSent: boolean } {
  if (parsed.headline !== null) return { title: parsed.headline, headlineSent: true };
  const opening = openingOf(parsed);
  if (opening.length <= OPENING) return { title: opening, headlineSent: false };
  const cut = opening.lastIndexOf(' ', OPENING);
  return { title: `${opening.slice(0, cut > OPENING / 2 ? cut : OPENING)} …`, headlineSent: false };
}

function openingOf(parsed: ParsedItem): string {
  const first = parsed.text.split('\n', 1)[0] ?? '';
  const dateline = parsed.dateline?.text ?? null;
  if (dateline === null || !first.startsWith(dateline)) return first;
  return first.slice(dateline.length).replace(/^[\s:–—-]+/, '');
}
