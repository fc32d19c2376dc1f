// Every page and feed as it is served, against golden files, and what must hold on all of them.

import { SaxesParser } from 'saxes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { agenciesOf } from '../../src/publish/agency.ts';
import { bodies } from '../../src/publish/bodies.ts';
import { articlePage } from '../../src/publish/site/article.ts';
import { loadAssets } from '../../src/publish/site/assets.ts';
import { pageContext } from '../../src/publish/site/context.ts';
import { gonePage } from '../../src/publish/site/errors.ts';
import { renderPage } from '../../src/publish/site/layout.ts';
import { textOfHtml } from '../../src/text/html.ts';
import { expectGolden } from './golden.ts';
import {
  ALERT_POST,
  ARABIC_POST,
  BRIDGE_POST,
  HINDI_POST,
  HOSTILE_POST,
  POSTS,
  SITE,
  SOURCES,
  TABLE_POST,
  UNTITLED_POST,
  URDU_POST,
} from './invented.ts';
import { inventedReader, type RunningSite, startSite } from './public-site.ts';

const UNREAD =
  'This post has been auto-published from an agency feed without any modifications to the text and has not been reviewed by an editor';

let running: RunningSite;
beforeAll(async () => {
  running = await startSite(inventedReader());
});
afterAll(() => running.close());

const get = (path: string) => fetch(running.origin + path);
const body = async (path: string) => (await get(path)).text();
const occurrences = (text: string, part: string) => text.split(part).length - 1;

/** File hashes of style and script change with every touch of them; the pages do not. */
const steady = (html: string) => html.replace(/(\/assets\/\w+)\.[0-9a-f]{12}\./g, '$1.HASH.');

const DOCUMENTS: readonly (readonly [name: string, path: string])[] = [
  ['front', '/'],
  ['front.ur', '/?hl=ur'],
  ['front.ar', '/?hl=ar'],
  ['section', '/world'],
  ['article', BRIDGE_POST.path],
  ['article.hi', `${HINDI_POST.path}?hl=hi`],
  ['article-urdu', URDU_POST.path],
  ['article-arabic', ARABIC_POST.path],
  ['article-read', TABLE_POST.path],
  ['article-untitled', UNTITLED_POST.path],
  ['article-hostile', HOSTILE_POST.path],
  ['alert', ALERT_POST.path],
  ['versions', `${BRIDGE_POST.path}/versions`],
  ['versions-1-3', `${BRIDGE_POST.path}/versions?from=1&to=3`],
  ['versions-one', `${HINDI_POST.path}/versions`],
  ['search', '/search?q=harbour'],
  ['search-nothing', '/search?q=nowhere'],
  ['about', '/about'],
  ['about.hi', '/about?hl=hi'],
  ['not-found', '/world/never-was'],
];

const FILES: readonly (readonly [name: string, path: string])[] = [
  ['rss.xml', '/rss.xml'],
  ['atom.xml', '/atom.xml'],
  ['feed.json', '/feed.json'],
  ['science.rss.xml', '/science/rss.xml'],
  ['sitemap.xml', '/sitemap.xml'],
  ['sitemap-1.xml', '/sitemap-1.xml'],
  ['sitemap-pages.xml', '/sitemap-pages.xml'],
  ['sitemap-news.xml', '/sitemap-news.xml'],
  ['opensearch.xml', '/opensearch.xml'],
  ['robots.txt', '/robots.txt'],
  ['trust.txt', '/.well-known/trust.txt'],
];

describe('what is served', () => {
  test.each(DOCUMENTS)('the page %s', async (name, path) => {
    expectGolden(`publish/${name}.html`, steady(await body(path)));
  });
  test('the page for a withdrawn story', () => {
    const parts = {
      site: SITE,
      agencies: agenciesOf(SOURCES),
      assets: loadAssets(),
      showBody: bodies(1),
    };
    const context = pageContext(parts, 'hi');
    expectGolden('publish/gone.hi.html', steady(renderPage(gonePage(context), context)));
  });
  test.each(FILES)('the file %s', async (name, path) => {
    expectGolden(`publish/${name}`, await body(path));
  });
});

describe('a dateline', () => {
  const pageOf = (dateline: string): string => {
    const parts = { site: SITE, agencies: agenciesOf(SOURCES), assets: loadAssets(), showBody: bodies(1) };
    const context = pageContext(parts, null);
    const stated = { text: dateline, place: null, date: null, credit: null };
    const told = { ...BRIDGE_POST, parsed: { ...BRIDGE_POST.parsed, dateline: stated } };
    return renderPage(articlePage(told, context, null), context).toString();
  };

  test('that stands in the text is not said again', () => {
    expect(pageOf('PORT ALDER, Nov 22 (Northwind)')).not.toContain('byline-dateline');
  });

  test('that came in a field of its own stands beside the byline', () => {
    expect(pageOf('SALTMARCH, Nov 21')).toMatch(/byline-dateline">.*SALTMARCH, Nov 21/);
  });
});

describe('the label', () => {
  test.each(POSTS.map((post) => [post.path, post] as const))('is once on %s', async (path, post) => {
    const page = await body(path);
    expect(occurrences(page, UNREAD)).toBe(post.label.read ? 0 : 1);
    expect(occurrences(page, 'was read by an editor on')).toBe(post.label.read ? 1 : 0);
  });

  test('is outside the text', async () => {
    const page = await body(BRIDGE_POST.path);
    const article = /<div class="body"[^>]*>(.*?)<\/div><section/s.exec(page)?.[1];
    expect(textOfHtml(article ?? '')).toEqual({ ok: true, text: BRIDGE_POST.parsed.text });
  });

  test('names the time of reading after review', async () => {
    expect(await body(TABLE_POST.path)).toContain('was read by an editor on 22 November 2026, 17:10');
  });

  test.each(['/rss.xml', '/atom.xml'])('is once in every entry of %s, never in its content', async (path) => {
    const entries = entriesOf(await body(path));
    expect(entries.length).toBe(POSTS.length);
    for (const entry of entries) {
      expect(entry.get('stet:label')?.length).toBe(1);
      expect(entry.get('content:encoded')?.join('') ?? '').not.toContain('auto-published');
      expect(entry.get('content')?.join('') ?? '').not.toContain('auto-published');
    }
  });

  test('is once in every entry of the JSON feed, never in its content', async () => {
    const feed = JSON.parse(await body('/feed.json'));
    expect(feed.items.length).toBe(POSTS.length);
    for (const item of feed.items) {
      expect(item._stet.label.text).toMatch(/without any modifications to the text/);
      expect(item.content_html).not.toContain('auto-published');
    }
  });
});

/** Elements of each entry by qualified name, texts in order; fails on XML that is not well formed. */
function entriesOf(xml: string): readonly Map<string, string[]>[] {
  const parser = new SaxesParser({ xmlns: true });
  const entries: Map<string, string[]>[] = [];
  const open: { name: string; text: string }[] = [];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name }) => {
    if (name === 'item' || name === 'entry') entries.push(new Map());
    open.push({ name, text: '' });
  });
  parser.on('text', (text) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  });
  parser.on('closetag', ({ name }) => {
    const element = open.pop();
    const entry = entries.at(-1);
    if (element !== undefined && entry !== undefined)
      entry.set(name, [...(entry.get(name) ?? []), element.text]);
  });
  parser.write(xml).close();
  return entries;
}

describe('the text in the feeds', () => {
  const sent = (url: string) => POSTS.find(({ path }) => url.endsWith(path))?.parsed.text;
  const textOf = (html: string) => {
    const result = textOfHtml(html);
    return result.ok ? result.text : result;
  };

  test.each([
    ['/rss.xml', 'guid', 'content:encoded'],
    ['/atom.xml', 'id', 'content'],
  ])('of %s is what was sent, control characters too', async (path, id, content) => {
    for (const entry of entriesOf(await body(path))) {
      const url = entry.get(id)?.[0] ?? '';
      expect(textOf(entry.get(content)?.[0] ?? '')).toBe(sent(url));
    }
  });

  test('of the JSON feed is what was sent', async () => {
    for (const item of JSON.parse(await body('/feed.json')).items) {
      expect(textOf(item.content_html)).toBe(sent(item.id));
    }
  });

  test('a title keeps its control character in JSON and has U+FFFD for it in XML', async () => {
    const json = JSON.parse(await body('/science/feed.json'));
    expect(json.items.map(({ title }: { title: string }) => title)).toContain(HOSTILE_POST.title);
    const titles = entriesOf(await body('/science/rss.xml')).flatMap((entry) => entry.get('title') ?? []);
    expect(titles).toContain(HOSTILE_POST.title.replace('\u0001', '\ufffd'));
  });
});

describe('when copy is hostile', () => {
  test('nothing of it becomes markup', async () => {
    const page = await body(HOSTILE_POST.path);
    expect(occurrences(page, '<script')).toBe(2);
    expect(page).not.toContain('<img src=x');
    expect(page).not.toContain('href="javascript:');
  });

  test('its structured data is JSON of the same headline', async () => {
    const page = await body(HOSTILE_POST.path);
    const data = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page)?.[1] ?? '';
    expect(data).not.toContain('<');
    expect(JSON.parse(data).headline).toBe(HOSTILE_POST.title);
  });

  test('a bidi override in a title is fenced in', async () => {
    expect(await body(HOSTILE_POST.path)).toContain('<title>\u2068&lt;/script');
    expect(await body('/')).toMatch(/<bdi lang="en" dir="ltr">&lt;\/script[^<]*\u202e/i);
  });
});

describe('when a source is not to be indexed', () => {
  test('its page says so in the head and in a header', async () => {
    const response = await get(UNTITLED_POST.path);
    expect(response.headers.get('x-robots-tag')).toBe('noindex, follow');
    expect(await response.text()).toContain('<meta name="robots" content="noindex, follow"/>');
  });

  test.each(['/sitemap-1.xml', '/sitemap-news.xml'])('its stories are not in %s', async (path) => {
    const map = await body(path);
    expect(map).not.toContain(UNTITLED_POST.path);
    expect(map).toContain(BRIDGE_POST.path);
  });

  test('alerts are not in the news sitemap', async () => {
    expect(await body('/sitemap-news.xml')).not.toContain(ALERT_POST.path);
  });
});

describe('pages', () => {
  test('point to the agency where its terms ask for it, else to themselves', async () => {
    expect(await body(HINDI_POST.path)).toContain(
      '<link rel="canonical" href="https://saffron.example/hi/jal-yojana"/>',
    );
    expect(await body(`${BRIDGE_POST.path}?hl=ur`)).toContain(
      `<link rel="canonical" href="https://ledger.example${BRIDGE_POST.path}"/>`,
    );
  });

  test('give titles and bodies the language and direction of their copy', async () => {
    const page = await body(`${URDU_POST.path}`);
    expect(page).toContain('<html lang="en" dir="ltr">');
    expect(page).toContain('<h1 class="headline" lang="ur" dir="rtl">');
    expect(page).toContain('<div class="body" lang="ur" dir="rtl">');
  });

  test('say when the agency sent no headline', async () => {
    expect(await body(UNTITLED_POST.path)).toContain('The agency sent no headline.');
  });

  test('list an alert without a link to it', async () => {
    const page = await body('/business');
    expect(page).toContain(ALERT_POST.title);
    expect(page).not.toContain(ALERT_POST.path);
    expect((await get(ALERT_POST.path)).status).toBe(200);
  });

  test('never show notes to editors', async () => {
    for (const [, path] of [...DOCUMENTS, ...FILES])
      expect(await body(path)).not.toContain('NOT FOR PUBLICATION');
  });

  test('load remote pictures only where the source lets them', async () => {
    const open = await get(UNTITLED_POST.path);
    expect(open.headers.get('content-security-policy')).toContain("img-src 'self' data: https:;");
    expect(await open.text()).toContain('<img src="https://quietwire.example/rowers.jpg"');
    const closed = await get(BRIDGE_POST.path);
    expect(closed.headers.get('content-security-policy')).toContain("img-src 'self' data:;");
    expect(await closed.text()).not.toContain('<img');
  });

  test('compare any two versions, and the last change when nothing is asked', async () => {
    const latest = await body(`${BRIDGE_POST.path}/versions`);
    expect(latest).toContain('From version 2 to version 3');
    const chosen = await body(`${BRIDGE_POST.path}/versions?from=3&to=1`);
    expect(chosen).toContain('From version 3 to version 1');
    const nonsense = await body(`${BRIDGE_POST.path}/versions?from=-1&to=99999999`);
    expect(nonsense).toContain('From version 2 to version 3');
  });
});
