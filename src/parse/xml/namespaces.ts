// The namespaces that feeds use, under one short name each, with the variants that are seen in the wild.
// Names in `rss` are written bare (`title`), in other known namespaces with the short name (`dc:creator`).

const VARIANTS: Readonly<Record<string, readonly string[]>> = {
  rss: [
    'http://purl.org/rss/1.0',
    'http://my.netscape.com/rdf/simple/0.9',
    'http://channel.netscape.com/rdf/simple/0.9',
    'http://my.netscape.com/publish/formats/rss-0.91.dtd',
    'http://backend.userland.com/rss',
    'http://backend.userland.com/rss091',
    'http://backend.userland.com/rss092',
    'http://backend.userland.com/rss093',
    'http://backend.userland.com/rss094',
    'http://backend.userland.com/rss2',
    'http://backend.userland.com/rss20',
    'http://blogs.law.harvard.edu/tech/rss',
    'http://cyber.law.harvard.edu/rss/rss.html',
    'http://www.rssboard.org/rss-specification',
    'http://purl.org/net/rss1.1#',
    'http://purl.org/rss/2.0',
    'http://replace/with/rss/ns',
  ],
  atom: [
    'http://www.w3.org/2005/atom',
    'http://purl.org/atom/ns#',
    'http://purl.org/atom/ns',
    'http://example.com/newformat#',
  ],
  rdf: ['http://www.w3.org/1999/02/22-rdf-syntax-ns#', 'http://www.w3.org/1999/02/22-rdf-syntax-ns'],
  dc: ['http://purl.org/dc/elements/1.1', 'http://purl.org/dc/elements/1.0', 'http://purl.org/dc/1.1'],
  dcterms: ['http://purl.org/dc/terms', 'http://purl.org/rss/1.0/modules/dcterms'],
  content: ['http://purl.org/rss/1.0/modules/content'],
  media: [
    'http://search.yahoo.com/mrss',
    'http://search.yahoo.com/mrss/1.5.1',
    'http://search.yahoo.com/mediarss',
    'http://video.search.yahoo.com/mrss',
    'http://www.rssboard.org/media-rss',
  ],
  xhtml: ['http://www.w3.org/1999/xhtml', 'http://www.w3.org/tr/rec-html40'],
  itunes: ['http://www.itunes.com/dtds/podcast-1.0.dtd'],
  cc: [
    'http://web.resource.org/cc',
    'http://backend.userland.com/creativecommonsrssmodule',
    'http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html',
  ],
  feedburner: ['http://rssnamespace.org/feedburner/ext/1.0'],
  xml: ['http://www.w3.org/xml/1998/namespace'],
};

const SHORT_BY_URI = new Map(
  Object.entries(VARIANTS).flatMap(([short, uris]) => uris.map((uri) => [uri, short] as const)),
);

/** What a prefix stands for in feeds that forget to declare it. */
const BY_CUSTOM: Readonly<Record<string, string>> = {
  rdf: 'rdf',
  dc: 'dc',
  dcterms: 'dcterms',
  content: 'content',
  media: 'media',
  atom: 'atom',
  atom10: 'atom',
  a10: 'atom',
  xhtml: 'xhtml',
  itunes: 'itunes',
  cc: 'cc',
  creativecommons: 'cc',
  feedburner: 'feedburner',
};

/** The short name of a namespace URI, or the URI itself where it is none that is known. No namespace counts as RSS. */
export function shortName(uri: string): string {
  const trimmed = uri.trim();
  if (trimmed === '') return 'rss';
  const plain = trimmed
    .toLowerCase()
    .replace(/^https:/, 'http:')
    .replace(/\/+$/, '');
  return SHORT_BY_URI.get(plain) ?? trimmed;
}

/** The short name that an undeclared prefix conventionally has, or the prefix itself. */
export const shortNameByCustom = (prefix: string): string => BY_CUSTOM[prefix.toLowerCase()] ?? prefix;
