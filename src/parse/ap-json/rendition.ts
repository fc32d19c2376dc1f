// The picture, sound or film of an AP item: one of the renditions it comes in.

import type { Media } from '../../model/item.ts';
import type { ParseContext } from '../../model/parse-result.ts';
import type { Fields } from '../json/fields.ts';
import { resolveUrl } from '../urls.ts';

/** By AP's names, the best first. Captions, scripts and NITF are texts, and no media. */
const BEST_FIRST = ['main', 'preview', 'thumbnail'];

export function apRendition(
  item: Fields,
  context: ParseContext,
  about: Pick<Media, 'caption' | 'credit'>,
): Media[] {
  const renditions = item.object('renditions');
  for (const name of BEST_FIRST) {
    const rendition = renditions?.object(name) ?? null;
    const href = rendition?.word('href') ?? null;
    const url = href === null ? null : resolveUrl(href, context.baseUrl);
    if (rendition === null || url === null) continue;
    const size = (key: string): number | null => {
      const value = Number(rendition.written(key) ?? Number.NaN);
      return Number.isSafeInteger(value) && value >= 0 ? value : null;
    };
    return [
      {
        url,
        type: rendition.word('mimetype') ?? rendition.word('type'),
        length: size('sizeinbytes'),
        width: size('width'),
        height: size('height'),
        ...about,
      },
    ];
  }
  return [];
}
