// The formats that a story can go out in, each with its writer, its file's ending and its media type.

import { writeAtom, writeJsonFeed, writeRss } from './feeds.ts';
import { writeIptc7901 } from './iptc7901.ts';
import { writeNewsmlG2 } from './newsml-g2.ts';
import { writeNinjs } from './ninjs.ts';
import { writeNitf } from './nitf.ts';
import { differenceIn } from './read-back.ts';
import { type ExportStory, exportNotPossible } from './story.ts';

export const EXPORT_FORMATS = ['newsml-g2', 'ninjs', 'nitf', 'iptc7901', 'rss', 'atom', 'json-feed'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

interface Writer {
  /** @throws {StetError} `export-not-possible`. */
  readonly write: (story: ExportStory) => string;
  /** After the post's name. */
  readonly ending: string;
  readonly mediaType: string;
}

export const WRITERS: Readonly<Record<ExportFormat, Writer>> = {
  'newsml-g2': { write: writeNewsmlG2, ending: '.g2.xml', mediaType: 'application/vnd.iptc.g2.newsitem+xml' },
  ninjs: { write: writeNinjs, ending: '.ninjs.json', mediaType: 'application/json; charset=utf-8' },
  nitf: { write: writeNitf, ending: '.nitf.xml', mediaType: 'application/nitf+xml' },
  iptc7901: { write: writeIptc7901, ending: '.7901.txt', mediaType: 'text/plain; charset=utf-8' },
  rss: { write: writeRss, ending: '.rss.xml', mediaType: 'application/rss+xml; charset=utf-8' },
  atom: { write: writeAtom, ending: '.atom.xml', mediaType: 'application/atom+xml; charset=utf-8' },
  'json-feed': {
    write: writeJsonFeed,
    ending: '.feed.json',
    mediaType: 'application/feed+json; charset=utf-8',
  },
};

/**
 * The story in a format, read back before it leaves: what would come out otherwise than it went in is not sent. A kill always goes.
 * @throws {StetError} `export-not-possible`.
 */
export function writeStory(story: ExportStory, format: ExportFormat): string {
  const written = WRITERS[format].write(story);
  const difference = story.status === 'usable' ? differenceIn(written, format, story) : null;
  if (difference !== null) throw exportNotPossible(format, difference);
  return written;
}

/** What a post's own address is followed by to get it in a wire format. Feeds have addresses of their own. */
export const WIRE_ENDINGS: ReadonlyMap<string, ExportFormat> = new Map(
  (['newsml-g2', 'nitf', 'ninjs', 'iptc7901'] as const).map((format) => [WRITERS[format].ending, format]),
);
