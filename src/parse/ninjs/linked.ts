// What a ninjs item brings or points to: its own renditions, and the items it is associated with. An object of named members in
// 1.x, an array with names in 2.x and 3.x.

import type { Media, Related } from '../../model/item.ts';
import type { ParseContext } from '../../model/parse-result.ts';
import type { Fields } from '../json/fields.ts';
import { isArray } from '../json/reader.ts';
import { resolveUrl } from '../urls.ts';
import { unknownMembers, warnOf } from './standard.ts';
import { readCredit, readHeadline, readSummary, readWritings } from './text.ts';

export interface Linked {
  readonly media: readonly Media[];
  readonly related: readonly Related[];
}

/** `caption` is that of the item's own renditions. */
export function readLinked(fields: Fields, context: ParseContext, caption: string | null): Linked {
  const own = bestRendition(fields, context, { caption, credit: null });
  const media = own === null ? [] : [own];
  const related: Related[] = [];
  const evolvedFrom = fields.word('evolvedfrom');
  if (evolvedFrom !== null) related.push({ rel: 'evolvedfrom', guid: evolvedFrom });
  const associations = named(fields, 'associations');
  for (const [name, association] of associations) {
    const guid = association.word('uri') ?? association.word('guid');
    const isComplete = guid !== null && name !== '';
    if (!isComplete) fields.warn('association-incomplete', 'an association has no name or no uri');
    if (guid !== null) related.push({ rel: association.word('rel') ?? (name || 'association'), guid });
    const { headline, description } = readWritings(association);
    const about = {
      caption: readSummary(description) ?? readHeadline(association, headline),
      credit: association.line('byline') ?? association.line('by') ?? readCredit(association, description),
    };
    const one = bestRendition(association, context, about);
    if (one !== null) media.push(one);
  }
  warnOf(fields, [...new Set(associations.flatMap(([, association]) => unknownMembers(association)))]);
  return { media, related };
}

/** Members of an object with their keys, or elements of an array with their names. */
function named(fields: Fields, key: string): [string, Fields][] {
  const value = fields.members.get(key);
  if (isArray(value)) return fields.objects(key).map((one) => [one.word('name') ?? '', one]);
  return fields.object(key)?.entries() ?? [];
}

type About = Pick<Media, 'caption' | 'credit'>;

/** Renditions are one picture in several sizes: the one that is called the original, else the widest, else the first. */
function bestRendition(fields: Fields, context: ParseContext, about: About): Media | null {
  let best: Media | null = null;
  for (const [name, rendition] of named(fields, 'renditions')) {
    const href = rendition.word('href');
    const url = href === null ? null : resolveUrl(href, context.baseUrl);
    if (url === null) continue;
    const media = {
      url,
      type: rendition.word('mimetype') ?? rendition.word('contenttype') ?? fields.word('mimetype'),
      length: size(rendition, 'sizeinbytes'),
      width: size(rendition, 'width'),
      height: size(rendition, 'height'),
      ...about,
    };
    if (/^original/i.test(name)) return media;
    if (best === null || (media.width ?? 0) > (best.width ?? 0)) best = media;
  }
  return best;
}

function size(rendition: Fields, key: string): number | null {
  const value = Number(rendition.written(key) ?? Number.NaN);
  return Number.isSafeInteger(value) && value >= 0 ? value : null;
}
