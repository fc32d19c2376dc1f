// The invented agency's feeds as bytes, with the faults of real ones: a wrong charset declaration, broken XML, a script.

import iconv from 'iconv-lite';
import type { Dispatch, Feed } from './dispatch.ts';
import { storiesAt } from './timetable.ts';

export interface FeedDocument {
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

export interface Moment {
  /** Milliseconds since 1970: when the agency began. */
  readonly started: number;
  /** Seconds since then. */
  readonly elapsed: number;
}

const HOME = 'https://saltmarch.example';
/** Seconds until somebody at the agency repairs the weather feed. */
const WEATHER_REPAIRED = 90;

export function feedDocument(feed: Feed, moment: Moment): FeedDocument {
  const stories = storiesAt(feed, moment.elapsed).map((dispatch) => storyOf(dispatch, moment.started));
  switch (feed) {
    case 'languages':
      return xml('application/atom+xml', utf8(atom(stories)));
    case 'sport':
      return { contentType: 'application/feed+json', bytes: utf8(jsonFeed(stories)) };
    case 'markets':
      return xml(
        'application/rss+xml',
        iconv.encode(rss('Saltmarch Wire: Markets', stories), 'windows-1252'),
      );
    case 'weather':
      return xml('application/rss+xml', utf8(weather(stories, moment.elapsed)));
    case 'english':
      return xml('application/rss+xml; charset=utf-8', utf8(rss('Saltmarch Wire', stories)));
    case 'features':
      return xml('application/rss+xml; charset=utf-8', utf8(rss('Saltmarch Wire: Features', stories)));
  }
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const xml = (contentType: string, bytes: Uint8Array): FeedDocument => ({ contentType, bytes });

interface Story extends Dispatch {
  readonly guid: string;
  readonly link: string;
  readonly time: Date;
  readonly content: string;
}

function storyOf(dispatch: Dispatch, started: number): Story {
  const time = new Date(started + dispatch.at * 1000);
  const run = Math.floor(started / 1000).toString(36);
  const written =
    dispatch.html ?? dispatch.body.map((paragraph) => `<p>${escapeText(paragraph)}</p>`).join('\n');
  return {
    ...dispatch,
    guid: `tag:saltmarch.example,2026:${run}/${dispatch.slug}`,
    link: `${HOME}/${run}/${dispatch.slug}`,
    time,
    content: written.replaceAll(/\{(date|weekday)\}/g, (_, part) =>
      dateline(part, time, dispatch.language ?? 'en'),
    ),
  };
}

function dateline(part: string, time: Date, language: 'en' | 'hi' | 'ur'): string {
  const form: Intl.DateTimeFormatOptions =
    part === 'weekday' ? { weekday: 'long' } : { month: 'short', day: 'numeric' };
  if (part === 'date' && language !== 'en') form.month = 'long';
  const locale = { en: 'en-US', hi: 'hi-IN-u-nu-latn', ur: 'ur-PK-u-nu-latn' }[language];
  return new Intl.DateTimeFormat(locale, { ...form, timeZone: 'UTC' }).format(time);
}

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function rss(title: string, stories: readonly Story[]): string {
  const items = stories.flatMap((story) => (story.twice === true ? [story, story] : [story])).map(rssItem);
  return rssDocument(title, items);
}

const rssDocument = (
  title: string,
  items: readonly string[],
): string => `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>${escapeText(title)}</title>
<link>${HOME}/</link>
<description>An invented agency for trying out Stet. Nothing in it has happened.</description>
<language>en</language>
<copyright>Saltmarch Wire</copyright>
${items.join('\n')}
</channel>
</rss>
`;

function rssItem(story: Story): string {
  const { headline, guid, link, byline, subjects, time, content } = story;
  return `<item>
<title>${escapeText(headline)}</title>
<guid isPermaLink="false">${guid}</guid>
<link>${link}</link>
<pubDate>${time.toUTCString()}</pubDate>
<atom:updated>${time.toISOString()}</atom:updated>
${byline === undefined ? '' : `<dc:creator>${escapeText(byline)}</dc:creator>\n`}${subjects
  .map((subject) => `<category>${escapeText(subject)}</category>`)
  .join('')}
${content === '' ? '' : `<content:encoded><![CDATA[${content}]]></content:encoded>\n`}</item>`;
}

/** Until it is repaired, the newest item has a bare `<` and `&`, which ends any XML parser's patience. */
function weather(stories: readonly Story[], elapsed: number): string {
  const items = stories.map(rssItem);
  const broken = `<item>\n<title>Small craft: wind < 3 & falling</title>\n<guid isPermaLink="false">small-craft</guid>\n</item>`;
  return rssDocument('Saltmarch Wire: Weather', elapsed < WEATHER_REPAIRED ? [broken, ...items] : items);
}

function atom(stories: readonly Story[]): string {
  const updated = stories[0]?.time.toISOString() ?? new Date(0).toISOString();
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>tag:saltmarch.example,2026:languages</id>
<title>Saltmarch Wire: Hindi and Urdu</title>
<updated>${updated}</updated>
<link rel="alternate" href="${HOME}/"/>
<rights>Saltmarch Wire</rights>
${stories.map(atomEntry).join('\n')}
</feed>
`;
}

function atomEntry({ headline, guid, link, byline, subjects, time, content, language }: Story): string {
  const iso = time.toISOString();
  return `<entry xml:lang="${language ?? 'en'}">
<id>${guid}</id>
<title>${escapeText(headline)}</title>
<published>${iso}</published>
<updated>${iso}</updated>
<link rel="alternate" href="${link}"/>
<author><name>${escapeText(byline ?? 'Saltmarch Wire')}</name></author>
${subjects.map((subject) => `<category term="${escapeText(subject)}"/>`).join('')}
<content type="html">${escapeText(content)}</content>
</entry>`;
}

function jsonFeed(stories: readonly Story[]): string {
  return JSON.stringify(
    {
      version: 'https://jsonfeed.org/version/1.1',
      title: 'Saltmarch Wire: Sport',
      home_page_url: `${HOME}/`,
      language: 'en',
      items: stories.map(({ headline, guid, link, byline, subjects, time, content }) => ({
        id: guid,
        url: link,
        title: headline,
        content_html: content,
        date_published: time.toISOString(),
        date_modified: time.toISOString(),
        authors: [{ name: byline ?? 'Saltmarch Wire' }],
        tags: subjects,
      })),
    },
    null,
    2,
  );
}
